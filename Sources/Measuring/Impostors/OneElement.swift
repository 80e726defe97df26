import ContractKit
import Metrics

/// An array in which one element is wrong: as little as some check of the array forbids.
///
/// The element is the one of the largest finite magnitude, the first of equals, with a bound that is finite. Where checks
/// say what an element may be off (a bound, an absolute or a relative error, units in the last place, a largest or
/// smallest value), it is the smallest of the changes that go beyond one of them; one bit where a check compares bits.
/// Norms, angles and counts say nothing of one element: where there is no other check, it gets the other sign.
struct OneElement {
  private let array: MeasuredArray
  private let index: Int

  init(_ array: MeasuredArray) {
    self.array = array
    let sample = array.sample
    let bounds = array.taken.compactMap(\.bound)
    var best: (index: Int, magnitude: Double)?
    sample.forEachPiece { first, values in
      for (index, value) in zip(first..., values) where value.isFinite {
        guard best.map({ $0.magnitude < abs(value) }) ?? true, bounds.allSatisfy({ $0[index].isFinite }) else {
          continue
        }
        best = (index, abs(value))
      }
    }
    index = best?.index ?? 0
  }

  var sample: Sample {
    let own = array.sample.value(index)
    let candidates = array.checks.compactMap(beyond)
    let nearest = candidates.min { left, right in
      abs(Sample.value(of: left, array.sample.dtype) - own) < abs(Sample.value(of: right, array.sample.dtype) - own)
    }
    return array.sample.replacing(index, by: nearest ?? Sample.bits(of: own == 0 ? 1 : -own, array.sample.dtype))
  }

  /// The nearest bit pattern that a check forbids; nil where it forbids none by itself.
  private func beyond(_ check: Check) -> UInt64? {
    guard let taken = array.taken.first(where: { $0.name == check.metric.value }) else { return nil }
    let (own, dtype) = (array.sample.pattern(index), array.sample.dtype)
    switch Terms.builtIn.metric(taken.name)?.traits.elementLimit {
    case .bits: return own ^ 1
    case .withinBound: return away(taken, by: taken.bound?[index], 1)
    case .bounds: return away(taken, by: taken.bound?[index], check.condition.largest)
    case .absolute: return away(taken, by: 1, check.condition.largest)
    case .relative:
      let magnitude = taken.expected.map { $0.value(index).magnitude }
      return away(taken, by: magnitude, check.condition.largest)
    case .ulps:
      guard let allowed = check.condition.largest, dtype.isFloat, allowed < 0x1p20 else { return nil }
      return own &+ UInt64(allowed) + 1
    case .largest: return check.condition.largest.map { past($0, 1) }
    case .smallest: return check.condition.smallest.map { past($0, -1) }
    case .some(.none), nil: return nil
    }
  }

  /// The first pattern further from the expected element than so many units; away from zero.
  private func away(_ taken: TakenMeasurement, by unit: Double?, _ factor: Double?) -> UInt64? {
    guard let unit, let factor, let expected = taken.expected?.value(index), expected.isFinite else { return nil }
    let direction: Double = expected < 0 ? -1 : 1
    let pattern = past(expected + direction * unit * factor, direction)
    return Sample.value(of: pattern, array.sample.dtype).isFinite ? pattern : nil
  }

  /// The first pattern beyond a value; one further where rounding has eaten the difference.
  private func past(_ value: Double, _ direction: Double) -> UInt64 {
    let dtype = array.sample.dtype
    guard dtype.isFloat else { return Sample.bits(of: value.rounded(.towardZero) + direction, dtype) }
    // Twice: the sum of an expected value and an allowance may itself be rounded down by half a unit.
    let step = 2 * direction * max(abs(value) * (dtype == .f32 ? 0x1p-23 : 0x1p-52), .leastNormalMagnitude)
    let nearest = Sample.bits(of: value + step, dtype)
    return Sample.value(of: nearest, dtype) == 0 && value == 0
      ? Sample.bits(
        of: direction * (dtype == .f32 ? Double(Float.leastNonzeroMagnitude) : .leastNonzeroMagnitude), dtype)
      : nearest
  }
}

extension Check.Condition {
  /// The largest value that meets it; nil where there is none.
  fileprivate var largest: Double? {
    switch self {
    case .atMost(let bound): bound.value.approximation
    case .equals(let target, let within): target.value.approximation + (within?.value.approximation ?? 0)
    case .atLeast, .notEquals, .equalsText, .notEqualsText: nil
    }
  }

  /// The smallest value that meets it; nil where there is none.
  fileprivate var smallest: Double? {
    switch self {
    case .atLeast(let bound): bound.value.approximation
    case .equals(let target, let within): target.value.approximation - (within?.value.approximation ?? 0)
    case .atMost, .notEquals, .equalsText, .notEqualsText: nil
    }
  }
}
