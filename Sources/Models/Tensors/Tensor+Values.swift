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
  /// F32 keeps every bit; F16, BF16 and the F8 kinds widen without rounding; F64 is rounded once, to nearest, ties to
  /// even; blocks are decoded as `BlockFormat.dequantize` says.
  ///
  /// - Parameters:
  ///   - elements: within the tensor, from one block's border to another's.
  ///   - values: room for exactly these elements.
  /// - Throws: `ModelFileError` for a type that cannot be read; `KernelError.floatingPointEnvironment`.
  /// - Complexity: O(number of weights).
  ///
  /// Edge cases: NaN bits of F32 and BF16 are kept; a NaN of F16 becomes quiet; a NaN of F64, F8 or a block format is
  /// 0x7fc00000. A finite F64 number beyond the range of binary32 becomes infinite.
  public func read(elements: Range<Int>, into values: UnsafeMutableBufferPointer<Float>) throws {
    let (first, last) = (elements.lowerBound / type.blockWeights, elements.upperBound / type.blockWeights)
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count && first * type.blockWeights == elements.lowerBound
        && last * type.blockWeights == elements.upperBound, "elements \(elements) of \(count)")
    precondition(values.count == elements.count, "room for \(values.count) values of \(elements.count)")
    try FloatingPointEnvironment.requireDefault()
    if case .apr(let format) = type { return format.read(elements, of: bytes, into: values) }
    let source = UnsafeRawBufferPointer(rebasing: bytes[first * type.blockBytes..<last * type.blockBytes])
    switch type {
    case .f32: Self.read(source, UInt32.self, into: values) { $0 }
    case .f16: Self.read(source, UInt16.self, into: values, Self.widened(binary16:))
    case .bf16: Self.read(source, UInt16.self, into: values) { UInt32($0) &<< 16 }
    case .f64:
      for i in values.indices {
        let value = Float(Double(bitPattern: source.integer(UInt64.self, 8 * i)))
        values[i] = value.isNaN ? Float(bitPattern: 0x7fc0_0000) : value
      }
    case .f8(let format):
      let table = format.values
      for i in values.indices { values[i] = table[Int(source[i])] }
    case .block(let format): try format.dequantize(source, into: values)
    case .apr, .other:
      throw ModelFileError(
        path: "memory", tensor: name, reason: "the weights of type \(type.name) cannot be computed with")
    }
  }
}

extension Tensor {
  /// The bits of each number from its own; a loop without checks, so that the compiler makes vectors of it.
  @inline(__always)
  private static func read<Word: FixedWidthInteger>(
    _ source: UnsafeRawBufferPointer, _: Word.Type, into values: UnsafeMutableBufferPointer<Float>,
    _ bits: (Word) -> UInt32
  ) {
    precondition(source.count == values.count * MemoryLayout<Word>.size)
    guard let start = source.baseAddress, let target = values.baseAddress else { return }
    for i in 0..<values.count {
      let word = start.loadUnaligned(fromByteOffset: MemoryLayout<Word>.size &* i, as: Word.self)
      target[i] = Float(bitPattern: bits(Word(littleEndian: word)))
    }
  }

  /// The bits of `Binary16.float(fromBits:)`, without a branch.
  ///
  /// Moved to the places of binary32, a number is too small by the difference of both biases, 2^112; the product with that
  /// is exact, and makes subnormal numbers normal ones. What has the largest exponent gets that of binary32, and a NaN
  /// the quiet bit.
  @inline(__always)
  private static func widened(binary16 word: UInt16) -> UInt32 {
    let (magnitude, sign) = (UInt32(word & 0x7fff), UInt32(word & 0x8000) &<< 16)
    let scaled = (Float(bitPattern: magnitude &<< 13) * 0x1p112).bitPattern
    let exponent: UInt32 = magnitude >= 0x7c00 ? 0x7f80_0000 : 0
    let quiet: UInt32 = magnitude > 0x7c00 ? 0x0040_0000 : 0
    return scaled | exponent | quiet | sign
  }
}

extension UnsafeRawBufferPointer {
  /// The integer at an offset, little-endian.
  fileprivate func integer<Integer: FixedWidthInteger>(_ type: Integer.Type, _ offset: Int) -> Integer {
    Integer(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
