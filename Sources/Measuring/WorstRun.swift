import ContractKit
import Metrics

/// Which of several measurements of one metric is kept where bits vary from run to run.
///
/// The one that is nearest to failing, or fails most. It is rounded away from passing to two digits of its distance from
/// what would be perfect, so that the next five runs seldom give another.
enum WorstRun {
  /// The worst of some measurements by the checks of their metric; the largest where no check names it.
  static func worst(of measurements: [Evidence.Measurement], checks: [Check]) -> Evidence.Measurement {
    var worst = measurements[0]
    guard !worst.isAsserted, number(worst) != nil else { return worst }
    var (least, by) = (Double.infinity, Check.Condition?.none)
    for measurement in measurements {
      guard let value = number(measurement) else { continue }
      guard value.isFinite else { return measurement }
      for condition in checks.map(\.condition).map(Optional.some) + (checks.isEmpty ? [nil] : []) {
        let slack = condition.map { Self.slack(value, $0) } ?? -value
        if slack < least { (least, worst, by) = (slack, measurement, condition) }
      }
    }
    if case .real(let value) = worst.value {
      // Only what is asserted can be a metric of the project's own, and is never rounded.
      let perfect = checks.first.flatMap { Terms.builtIn.metric($0.metric.value) }?.traits.perfect ?? 0
      worst.value = .real(rounded(value, by: by, perfect: Double(perfect)))
    }
    return worst
  }

  private static func number(_ measurement: Evidence.Measurement) -> Double? {
    switch measurement.value {
    case .real(let value): value
    case .count(let count): Double(count)
    case .text: nil
    }
  }

  /// How far a value is from being refused; negative where it is.
  private static func slack(_ value: Double, _ condition: Check.Condition) -> Double {
    func decimal(_ number: Located<ExactDecimal>) -> Double { Double(number.value.description) ?? 0 }
    switch condition {
    case .atMost(let bound): return decimal(bound) - value
    case .atLeast(let bound): return value - decimal(bound)
    case .equals(let target, let within): return (within.map(decimal) ?? 0) - abs(value - decimal(target))
    case .notEquals(let target): return value == decimal(target) ? -.infinity : 0
    case .equalsText, .notEqualsText: return 0
    }
  }

  /// A value with two digits of its distance from another one, on the side that passes less.
  static func rounded(_ value: Double, by condition: Check.Condition?, perfect: Double) -> Double {
    let (origin, isUp): (Double, Bool)
    switch condition {
    case .atMost, nil: (origin, isUp) = (perfect, true)
    case .atLeast: (origin, isUp) = (perfect, false)
    case .equals(let target, _):
      origin = Double(target.value.description) ?? 0
      isUp = value >= origin
    case .notEquals, .equalsText, .notEqualsText: return value
    }
    let distance = value - origin
    guard distance != 0, distance.isFinite else { return value }
    // Farther from the origin where the value is on that side of it, else nearer to it.
    let size = twoDigits(abs(distance), isUp: isUp == (distance > 0))
    var result = origin + (distance > 0 ? size : -size)
    while isUp ? result < value : result > value { result = isUp ? result.nextUp : result.nextDown }
    return result
  }

  /// The nearest decimal of two digits that is not below a positive number, or not above it.
  private static func twoDigits(_ value: Double, isUp: Bool) -> Double {
    // The shortest decimal that means the number: DIGITS[.DIGITS][eEXPONENT].
    let halves = value.description.split(separator: "e")
    var exponent = halves.count > 1 ? Int(halves[1]) ?? 0 : 0
    let parts = halves[0].split(separator: ".")
    exponent -= parts.count > 1 ? parts[1].utf8.count : 0
    let digits = parts.joined().drop { $0 == "0" }
    guard digits.utf8.count > 2, let first = Int(digits.prefix(2)) else { return value }
    exponent += digits.utf8.count - 2
    let isExact = digits.dropFirst(2).allSatisfy { $0 == "0" }
    return Double("\(first + (isUp && !isExact ? 1 : 0))e\(exponent)") ?? value
  }
}
