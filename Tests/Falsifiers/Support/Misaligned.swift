import Kernels

/// Calls of pointer kernels with operands that start anywhere within a 64-byte line.
enum Misaligned {
  typealias Kernel = (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) throws -> Void

  /// What a kernel writes for a copy of the values that starts `offset` elements into a line.
  static func call(_ values: [Float], offset: Int, _ kernel: Kernel) rethrows -> [Float] {
    let x = AlignedBuffer<Float>([Float](repeating: 0, count: offset) + values)
    // The output starts elsewhere in its line.
    let shift = (offset + 5) % 16
    let y = AlignedBuffer<Float>([Float](repeating: 0, count: shift + values.count))
    return try withExtendedLifetime((x, y)) {
      let output = UnsafeMutableBufferPointer(rebasing: y.span[shift...])
      try kernel(UnsafeBufferPointer(rebasing: x.span[offset...]), output)
      return Array(output)
    }
  }
}
