import ContractKit
import Metrics

/// What stands in the place of an array that a kernel gave.
///
/// All follow from the array, its checks and the inputs alone, so that evidence is the same on every machine.
enum Impostor {
  case array(Sample)
  /// There is none, with why.
  case notApplicable(String)

  /// The impostor of an array.
  ///
  /// - Parameter inputs: those that the falsifier recorded.
  /// - Complexity: O(n), and O(n) for each input.
  init(_ name: ImpostorName, of array: MeasuredArray, inputs: [Sample]) {
    let sample = array.sample
    guard sample.count > 0 else {
      self = .notApplicable("there is no element")
      return
    }
    let made: Impostor
    switch name {
    case .oneElement: made = .array(OneElement(array).sample)
    case .rowsExchanged: made = Self.rowsExchanged(array)
    case .tailMissing: made = Self.tailMissing(sample)
    case .zeros: made = .array(Sample(repeating: 0, count: sample.count, sample.dtype))
    case .constant: made = Self.constant(sample)
    case .input: made = Self.input(inputs, like: sample)
    case .nan: made = Self.nan(sample)
    case .otherCase: made = Self.otherCase(array)
    }
    if case .array(let other) = made, other.bits == sample.bits {
      self = .notApplicable("the kernel's own array is that")
    } else {
      self = made
    }
  }

  /// The rows of the largest and the smallest element change places; with one row for both, that row and the first
  /// other one that differs from it.
  private static func rowsExchanged(_ array: MeasuredArray) -> Impostor {
    guard array.rowCount > 1 else { return .notApplicable("one element has no rows") }
    let values = (0..<array.sample.count).map(array.sample.value)
    let finite = values.indices.filter { values[$0].isFinite }
    let first = (finite.max { values[$0] < values[$1] } ?? 0) / array.rowLength
    var second = (finite.min { values[$0] < values[$1] } ?? 0) / array.rowLength
    func row(_ index: Int) -> ArraySlice<UInt64> { array.sample.bits[array.row(index)] }
    if first == second {
      guard let other = (0..<array.rowCount).first(where: { row($0) != row(first) }) else {
        return .notApplicable("every row is the same")
      }
      second = other
    }
    var bits = array.sample.bits
    bits.replaceSubrange(array.row(first), with: row(second))
    bits.replaceSubrange(array.row(second), with: row(first))
    return .array(Sample(bits: bits, array.sample.dtype))
  }

  /// Zeros in the last sixteenth, at least in the last element that is not zero.
  private static func tailMissing(_ sample: Sample) -> Impostor {
    guard let last = sample.bits.lastIndex(where: { $0 != 0 }) else { return .notApplicable("all of it is zero") }
    var bits = sample.bits
    let start = min(last, sample.count - max(1, sample.count / 16))
    bits.replaceSubrange(start..., with: repeatElement(0, count: sample.count - start))
    return .array(Sample(bits: bits, sample.dtype))
  }

  /// The mean of the finite elements, summed in binary64 in ascending order and rounded to the type.
  private static func constant(_ sample: Sample) -> Impostor {
    guard sample.count > 1 else { return .notApplicable("one element is a constant") }
    let finite = (0..<sample.count).map(sample.value).filter(\.isFinite)
    let mean = finite.isEmpty ? 0 : finite.reduce(0) { $0 + $1 / Double(finite.count) }
    return .array(Sample(repeating: mean, count: sample.count, sample.dtype))
  }

  /// The first input with as many elements, or else the first one, over and over; its values in the array's type.
  private static func input(_ inputs: [Sample], like sample: Sample) -> Impostor {
    let inputs = inputs.filter { $0.count > 0 }
    guard let input = inputs.first(where: { $0.count == sample.count }) ?? inputs.first else {
      return .notApplicable("no array is recorded as an input")
    }
    let bits = (0..<sample.count).map { index in
      input.dtype == sample.dtype
        ? input.bits[index % input.count] : Sample.bits(of: input.value(index % input.count), sample.dtype)
    }
    return .array(Sample(bits: bits, sample.dtype))
  }

  /// NaN in the middle, or else in the first place after it, cyclically, that holds none.
  private static func nan(_ sample: Sample) -> Impostor {
    guard sample.dtype.isFloat else { return .notApplicable("integers have no NaN") }
    let places = (0..<sample.count).lazy.map { ($0 + sample.count / 2) % sample.count }
    guard let place = places.first(where: { !sample.value($0).isNaN }) else {
      return .notApplicable("every element is NaN")
    }
    return .array(sample.replacing(place, by: Sample.bits(of: .nan, sample.dtype)))
  }

  /// Each row holds what stands half of the rows further on, cyclically; the next row where that is no change.
  private static func otherCase(_ array: MeasuredArray) -> Impostor {
    guard array.rowCount > 1 else { return .notApplicable("one element has no other case") }
    let bits = array.sample.bits
    for shift in [array.rowCount / 2 * array.rowLength, array.rowLength] {
      let moved = Array(bits[shift...] + bits[..<shift])
      if moved != bits { return .array(Sample(bits: moved, array.sample.dtype)) }
    }
    return .notApplicable("every case is the same")
  }
}

extension Sample {
  /// The same with another bit pattern in one place.
  func replacing(_ index: Int, by pattern: UInt64) -> Sample {
    var bits = bits
    bits[index] = pattern
    return Sample(bits: bits, dtype)
  }
}
