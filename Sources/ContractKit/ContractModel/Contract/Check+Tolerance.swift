import BigInt

extension Check {
  /// The deviation that the check allows where it allows any; nil where it is exact.
  ///
  /// A bound of 0 on a count is exact, and any other is a tolerance: so many elements may be wrong. The bound of
  /// `outside_bound` is in the falsifier, so that its 0 is a tolerance.
  package var tolerance: Fraction? {
    let zero = Fraction(0, over: 1)
    let component = MetricName.component(of: metric.value)
    if component == "outside_bound" {
      guard case .equals(let target, let within) = condition, target.value.fraction == zero else { return nil }
      return (within?.value.fraction ?? zero) == zero ? zero : nil
    }
    guard !MetricName.isText(component) else { return nil }
    switch condition {
    case .atMost(let bound): return bound.value.fraction == zero ? nil : bound.value.fraction
    case .atLeast(let bound): return zero - bound.value.fraction
    case .equals(_, let within?): return within.value.fraction == zero ? nil : within.value.fraction
    case .equals(_, within: nil), .notEquals, .equalsText, .notEqualsText: return nil
    }
  }
}
