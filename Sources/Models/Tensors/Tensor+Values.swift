import Kernels

extension Tensor {
  /// All weights as binary32 values, newly allocated; see `read(rows:into:)`.
  public func values() throws -> [Float] {
    try [Float](unsafeUninitializedCapacity: count) { buffer, written in
      try read(rows: 0..<rows, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      written = count
    }
  }

  /// Some rows as binary32 values; see `read(elements:into:)`.
  ///
  /// - Precondition: the rows are within the tensor, and there is room for exactly them.
  public func read(rows: Range<Int>, into values: UnsafeMutableBufferPointer<Float>) throws {
    try read(elements: rows.lowerBound * columns..<rows.upperBound * columns, into: values)
  }

  /// Some elements, in row-major order, as binary32 values.
  ///
  /// F32 keeps every bit; F16 and BF16 widen without rounding; Q8_0 is `d*q`, exact; Q4_K as
  /// `Q4K.dequantize`; Q6_K is `(d*sc)*q` with an exact first product, so rounded once.
  ///
  /// - Parameters:
  ///   - elements: within the tensor, from one block's border to another's.
  ///   - values: room for exactly these elements.
  /// - Throws: `ModelFileError` for a type that cannot be read; `KernelError`.
  /// - Complexity: O(number of weights).
  ///
  /// Edge cases: NaN bits of F32 are kept; a NaN of F16 becomes quiet; a NaN of a block format is
  /// 0x7fc00000.
  ///
  /// Source: the layouts of ggml's `ggml-common.h`.
  public func read(elements: Range<Int>, into values: UnsafeMutableBufferPointer<Float>) throws {
    let (first, last) = (elements.lowerBound / type.blockWeights, elements.upperBound / type.blockWeights)
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count && first * type.blockWeights == elements.lowerBound
        && last * type.blockWeights == elements.upperBound, "elements \(elements) of \(count)")
    precondition(values.count == elements.count, "room for \(values.count) values of \(elements.count)")
    let source = UnsafeRawBufferPointer(rebasing: bytes[first * type.blockBytes..<last * type.blockBytes])
    switch type {
    case .f32:
      for i in values.indices {
        values[i] = Float(
          bitPattern: UInt32(littleEndian: source.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)))
      }
    case .f16:
      for i in values.indices { values[i] = Binary16.float(fromBits: source.half(2 * i)) }
    case .bf16:
      for i in values.indices { values[i] = Float(bitPattern: UInt32(source.half(2 * i)) << 16) }
    case .q8_0: Self.readQ8_0(source, values)
    case .q4K: try Q4K.dequantize(source, into: values)
    case .q6K: Self.readQ6K(source, values)
    case .other:
      throw ModelFileError(
        path: "memory", tensor: name, reason: "the weights of type \(type.name) cannot be computed with")
    }
  }

  /// Bytes 0-1 are the scale d, 2-33 the weights.
  private static func readQ8_0(_ source: UnsafeRawBufferPointer, _ values: UnsafeMutableBufferPointer<Float>) {
    for block in 0..<values.count / 32 {
      let d = Binary16.float(fromBits: source.half(34 * block))
      for i in 0..<32 {
        values[32 * block + i] = canonical(d * Float(Int8(bitPattern: source[34 * block + 2 + i])))
      }
    }
  }

  /// Bytes 0-127 are the low four bits, 128-191 the high two, 192-207 the scales, 208-209 d.
  ///
  /// Each half of 128 weights takes 64 low and 32 high bytes: weight 32k + l has its low bits in byte
  /// 32(k mod 2) + l, in the upper nibble for k >= 2, and its high bits in bits 2k, 2k+1 of byte l.
  private static func readQ6K(_ source: UnsafeRawBufferPointer, _ values: UnsafeMutableBufferPointer<Float>) {
    for block in 0..<values.count / 256 {
      let base = 210 * block
      let d = Binary16.float(fromBits: source.half(base + 208))
      for i in 0..<256 {
        let (half, k, l) = (i / 128, i % 128 / 32, i % 32)
        let low = source[base + 64 * half + 32 * (k % 2) + l] >> (k / 2 * 4) & 15
        let high = source[base + 128 + 32 * half + l] >> (2 * k) & 3
        let scale = Int8(bitPattern: source[base + 192 + i / 16])
        values[256 * block + i] = canonical((d * Float(scale)) * Float(Int(low | high << 4) - 32))
      }
    }
  }

  private static func canonical(_ value: Float) -> Float { value.isNaN ? Float(bitPattern: 0x7fc0_0000) : value }
}

extension UnsafeRawBufferPointer {
  /// The two bytes at an offset, little-endian.
  fileprivate func half(_ offset: Int) -> UInt16 {
    UInt16(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
}
