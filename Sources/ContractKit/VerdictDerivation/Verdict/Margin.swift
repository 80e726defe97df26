#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many halvings a measurement is away from its threshold, for reading only.
package enum Margin {
  /// log2(T/m) for `at_most`, infinite for m = 0; log2((1-T)/(1-m)) for `at_least` on a
  /// cosine, (m-T)/6.0206 on a number of dB, log2(m/T) on any other; log2(W/|m-V|) for `equals: V, within: W`, infinite
  /// for m = V; none for an equality without tolerance, for a bound of zero (which is one), and for text. Negative
  /// where the check is violated.
  package static func of(_ value: Evidence.Measurement.Value, _ condition: Check.Condition, metric: String) -> Double? {
    guard let measured = number(value) else { return nil }
    switch condition {
    case .atMost(let bound):
      let threshold = bound.value.approximation
      guard threshold > 0 else { return nil }
      return measured == 0 ? .infinity : measured > 0 ? log2(threshold / measured) : nil
    case .atLeast(let bound):
      let threshold = bound.value.approximation
      if metric.split(separator: ".").last == "cosine" {
        return measured >= 1 ? .infinity : log2((1 - threshold) / (1 - measured))
      }
      // 20 log10(2): half the error.
      if metric.split(separator: ".").last == "sqnr" { return (measured - threshold) / 6.0206 }
      return threshold > 0 && measured > 0 ? log2(measured / threshold) : nil
    case .equals(let target, let within?):
      let allowed = within.value.approximation
      guard allowed > 0 else { return nil }
      let distance = abs(measured - target.value.approximation)
      return distance == 0 ? .infinity : log2(allowed / distance)
    case .equals, .notEquals, .equalsText, .notEqualsText: return nil
    }
  }

  /// A finite number, or nil.
  private static func number(_ value: Evidence.Measurement.Value) -> Double? {
    switch value {
    case .real(let number): number.isFinite ? number : nil
    case .count(let count): Double(count)
    case .text: nil
    }
  }

  /// log2, for checks of printed margins.
  package static func logarithm(_ quotient: Double) -> Double { log2(quotient) }

  /// The margin with one decimal, such as `3.4`; `inf`, or `exact` where there is none.
  package static func text(_ margin: Double?) -> String {
    guard let margin else { return "exact" }
    guard margin.isFinite else { return "inf" }
    let tenths = Int((margin * 10).rounded(.toNearestOrEven))
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
