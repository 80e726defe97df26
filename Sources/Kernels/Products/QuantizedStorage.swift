/// The arrays of a row of quantized activations; written only by an owner that holds the only reference.
///
/// All three start on 64-byte lines.
final class QuantizedStorage: Sendable {
  /// A scale a block.
  let scales: AlignedBuffer<Float>
  /// The quantized values.
  let values: AlignedBuffer<Int8>
  /// The sum of so many values each as share one.
  let sums: AlignedBuffer<Int16>

  /// Zeros: `blocks` blocks of `blockValues` values and `blockSums` sums.
  init(blocks: Int, blockValues: Int, blockSums: Int) {
    scales = AlignedBuffer(repeating: 0, count: blocks)
    values = AlignedBuffer(repeating: 0, count: blocks * blockValues)
    sums = AlignedBuffer(repeating: 0, count: blocks * blockSums)
  }

  /// Takes scales and values, from which the sums follow.
  func fill(scales newScales: [Float], values newValues: [Int8]) {
    _ = scales.span.update(fromContentsOf: newScales)
    _ = values.span.update(fromContentsOf: newValues)
    let size = sums.count == 0 ? 0 : values.count / sums.count
    for i in sums.span.indices {
      sums.span[i] = newValues[size * i..<size * i + size].reduce(0) { $0 + Int16($1) }
    }
  }

  /// Calls a function with the starts of scales, values and sums, valid during the call.
  func withPointers<Result>(
    _ body: (UnsafePointer<Float>, UnsafePointer<Int8>, UnsafePointer<Int16>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(self) {
      try body(
        UnsafePointer(scales.span.baseAddress!), UnsafePointer(values.span.baseAddress!),
        UnsafePointer(sums.span.baseAddress!))
    }
  }

  /// Whether both hold the same bits: a NaN scale equals itself, and -0 is not +0.
  func hasBits(of other: QuantizedStorage) -> Bool {
    self === other
      || scales.array.map(\.bitPattern) == other.scales.array.map(\.bitPattern) && values.array == other.values.array
  }
}
