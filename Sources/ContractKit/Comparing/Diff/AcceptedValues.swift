import BigInt
import Metrics

/// The values of one metric that all checks on it accept together.
package struct AcceptedValues: Equatable {
  /// Bounds of an interval that contains its ends; nil where there is none.
  private var low: Fraction?
  private var high: Fraction?
  private var excluded: [Fraction] = []
  /// Bits or digests, in lower case; nil where any is accepted.
  private var texts: Set<String>?
  private var excludedTexts: Set<String> = []

  /// The values that conditions on a metric accept.
  package init(_ conditions: [Check.Condition], of metric: Terms.Metric?) {
    // `at_most: 0` and `equals: 0` are one claim where nothing below zero can be measured.
    if let least = metric?.traits.least { raise(Fraction(BigInt(least), over: 1)) }
    if let greatest = metric?.traits.greatest { lower(Fraction(BigInt(greatest), over: 1)) }
    for condition in conditions { restrict(condition) }
  }

  private mutating func restrict(_ condition: Check.Condition) {
    switch condition {
    case .atMost(let bound): lower(bound.value.fraction)
    case .atLeast(let bound): raise(bound.value.fraction)
    case .equals(let target, let within):
      let (middle, distance) = (target.value.fraction, within?.value.fraction.magnitude ?? Fraction(0, over: 1))
      raise(middle - distance)
      lower(middle + distance)
    case .notEquals(let value): excluded.append(value.value.fraction)
    case .equalsText(let text):
      let wanted: Set = [text.value.lowercased()]
      texts = texts.map { $0.intersection(wanted) } ?? wanted
    case .notEqualsText(let text): excludedTexts.insert(text.value.lowercased())
    }
  }

  private mutating func raise(_ bound: Fraction) { low = low.map { max($0, bound) } ?? bound }
  private mutating func lower(_ bound: Fraction) { high = high.map { min($0, bound) } ?? bound }

  /// Whether all values accepted here are accepted there.
  func isSubset(of other: Self) -> Bool {
    if let bound = other.low, low.map({ $0 < bound }) ?? true { return false }
    if let bound = other.high, high.map({ bound < $0 }) ?? true { return false }
    guard other.excluded.allSatisfy({ excluded.contains($0) || !spans($0) }) else { return false }
    if let allowed = other.texts {
      guard let texts, texts.isSubset(of: allowed) else { return false }
    }
    return other.excludedTexts.allSatisfy { text in
      excludedTexts.contains(text) || texts.map { !$0.contains(text) } ?? false
    }
  }

  private func spans(_ value: Fraction) -> Bool {
    (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true)
  }

  /// What a change from one set to another does.
  package static func direction(from old: Self, to new: Self) -> ClaimChange.Direction {
    switch (old.isSubset(of: new), new.isSubset(of: old)) {
    case (true, true): .neutral
    case (true, false): .easier
    case (false, true): .harder
    case (false, false): .mixed
    }
  }
}

extension Fraction {
  fileprivate static func + (left: Self, right: Self) -> Self {
    Fraction(
      left.numerator * right.denominator + right.numerator * left.denominator,
      over: left.denominator * right.denominator)
  }
}
