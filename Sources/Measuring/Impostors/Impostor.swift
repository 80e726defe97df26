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
    defer {
      sample.release()
      inputs.forEach { $0.release() }
    }
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
    if case .array(let other) = made, other == sample {
      self = .notApplicable("the kernel's own array is that")
    } else {
      self = made
    }
  }

  /// The rows of the largest and the smallest element change places; with one row for both, that row and the first
  /// other one that differs from it.
  private static func rowsExchanged(_ array: MeasuredArray) -> Impostor {
    guard array.rowCount > 1 else { return .notApplicable("one element has no rows") }
    let sample = array.sample
    var (largest, smallest): ((index: Int, value: Double)?, (index: Int, value: Double)?)
    sample.forEachPiece { first, values in
      for (index, value) in zip(first..., values) where value.isFinite {
        if largest.map({ $0.value < value }) ?? true { largest = (index, value) }
        if smallest.map({ value < $0.value }) ?? true { smallest = (index, value) }
      }
    }
    let first = (largest?.index ?? 0) / array.rowLength
    var second = (smallest?.index ?? 0) / array.rowLength
    let size = sample.dtype.size
    func bytes(of row: Int) -> Range<Int> { array.row(row).lowerBound * size..<array.row(row).upperBound * size }
    if first == second {
      let other = sample.withBytes { all in
        (0..<array.rowCount).first { !all[bytes(of: $0)].elementsEqual(all[bytes(of: first)]) }
      }
      guard let other else { return .notApplicable("every row is the same") }
      second = other
    }
    return .array(
      sample.edited { edited in
        for offset in 0..<array.rowLength * size {
          edited.swapAt(bytes(of: first).lowerBound + offset, bytes(of: second).lowerBound + offset)
        }
      })
  }

  /// Zeros in the last sixteenth, at least in the last element that is not zero.
  private static func tailMissing(_ sample: Sample) -> Impostor {
    guard let last = (0..<sample.count).last(where: { sample.pattern($0) != 0 }) else {
      return .notApplicable("all of it is zero")
    }
    let start = min(last, sample.count - max(1, sample.count / 16))
    return .array(
      sample.edited { edited in
        for index in start * sample.dtype.size..<edited.count { edited[index] = 0 }
      })
  }

  /// The mean of the finite elements, summed in binary64 in ascending order and rounded to the type.
  private static func constant(_ sample: Sample) -> Impostor {
    guard sample.count > 1 else { return .notApplicable("one element is a constant") }
    var (count, mean) = (0.0, 0.0)
    sample.forEachPiece { _, values in for value in values where value.isFinite { count += 1 } }
    sample.forEachPiece { _, values in for value in values where value.isFinite { mean += value / count } }
    return .array(Sample(repeating: mean, count: sample.count, sample.dtype))
  }

  /// The first input with as many elements, or else the first one, over and over; its values in the array's type.
  private static func input(_ inputs: [Sample], like sample: Sample) -> Impostor {
    let inputs = inputs.filter { $0.count > 0 }
    guard let input = inputs.first(where: { $0.count == sample.count }) ?? inputs.first else {
      return .notApplicable("no array is recorded as an input")
    }
    if input.dtype == sample.dtype && input.count == sample.count { return .array(input) }
    return .array(
      Sample(count: sample.count, sample.dtype) { index in
        input.dtype == sample.dtype
          ? input.pattern(index % input.count) : Sample.bits(of: input.value(index % input.count), sample.dtype)
      })
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
    let sample = array.sample
    for shift in [array.rowCount / 2 * array.rowLength, array.rowLength] {
      let moved = sample.edited { edited in
        sample.withBytes { own in
          let split = shift * sample.dtype.size
          edited.copyBytes(from: own[split...])
          UnsafeMutableRawBufferPointer(rebasing: edited[(own.count - split)...]).copyBytes(from: own[..<split])
        }
      }
      if moved != sample { return .array(moved) }
    }
    return .notApplicable("every case is the same")
  }
}
