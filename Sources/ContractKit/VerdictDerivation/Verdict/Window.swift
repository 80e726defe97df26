import BigInt
import Metrics

/// The place of a tolerance between the noise of rounding and the weakest mutant.
///
/// A tolerance below the noise fails right kernels; one above a mutant lets a wrong kernel pass. The
/// noise is what the real kernel and the declared orders of summation give, and the mutants that
/// count are those beyond it: what a mutant does within the noise, this metric cannot see.
package struct Window: Sendable {
  /// A kernel with what it gave.
  package struct Effect: Sendable {
    /// `the real kernel`, or the name of an order or a mutant.
    package var name: String
    /// What was measured of it.
    package var measurement: Evidence.Measurement
    /// How far from the ideal; nil is farther than any number.
    let deviation: Fraction?
  }

  /// The check whose threshold it is about.
  package var check: Check
  /// The largest deviation among the real kernel and the orders.
  package var noise: Effect
  /// The smallest deviation among the mutants beyond the noise, those that the check lets pass left
  /// out; nil where there is none.
  package var weakest: Effect?
  /// Orders that the threshold calls wrong.
  package var violatingOrders: [Effect]
  /// Mutants beyond the noise that the threshold lets pass, and that the check does not except.
  package var escaping: [Effect]
  /// Exceptions for mutants that need none: they are caught, or do not move the metric.
  package var needless: [Check.Exception]

  /// The window of a check; nil where it is exact, or where the real kernel was not measured.
  package init?(_ check: Check, _ evidence: Evidence, _ terms: Terms) {
    guard let limit = check.tolerance, let real = evidence.measurements[check.metric.value] else { return nil }
    self.check = check
    func effect(_ name: String, _ measurements: [String: Evidence.Measurement]) -> Effect? {
      measurements[check.metric.value].map {
        Effect(name: name, measurement: $0, deviation: Self.deviation($0.value, check.condition))
      }
    }
    let kernel = Effect(
      name: "the real kernel", measurement: real, deviation: Self.deviation(real.value, check.condition))
    func byName<Value>(_ mapping: [String: Value]) -> [(key: String, value: Value)] {
      mapping.sorted { Files.utf8Order($0.key, $1.key) }
    }
    let orders = byName(evidence.orders).compactMap { effect($0.key, $0.value) }
    let noise = ([kernel] + orders).max { Self.isLess($0.deviation, $1.deviation) }!
    self.noise = noise
    // A count has no value between its limit and the next number; elsewhere noise that reaches the threshold leaves
    // no room.
    let mayReach = terms.metric(check.metric.value)?.traits.values == .count
    violatingOrders = orders.filter { order in
      guard let deviation = order.deviation else { return true }
      return mayReach ? deviation > limit : deviation >= limit
    }
    let beyond = byName(evidence.mutants).compactMap { effect($0.key, $0.value.measurements) }
      .filter { Self.isLess(noise.deviation, $0.deviation) }
    let passing = beyond.filter { $0.deviation.map { $0 <= limit } ?? false }
    let excepted = Set(check.letsPass.map(\.mutant.value))
    escaping = passing.filter { !excepted.contains($0.name) }
    let needed = Set(passing.map(\.name))
    needless = check.letsPass.filter { !needed.contains($0.mutant.value) }
    weakest = beyond.filter { !needed.contains($0.name) }.min { Self.isLess($0.deviation, $1.deviation) }
  }

  /// How far a value is from the ideal, in the units of the threshold; nil for what is not finite.
  private static func deviation(_ value: Evidence.Measurement.Value, _ condition: Check.Condition) -> Fraction? {
    guard let number = Judge.number(value) else { return nil }
    switch condition {
    case .atMost: return number
    case .atLeast: return -number
    case .equals(let target, _): return (number - target.value.fraction).magnitude
    case .notEquals, .equalsText, .notEqualsText: return number
    }
  }

  private static func isLess(_ left: Fraction?, _ right: Fraction?) -> Bool {
    guard let left else { return false }
    return right.map { left < $0 } ?? true
  }
}
