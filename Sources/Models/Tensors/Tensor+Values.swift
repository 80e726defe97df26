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
    case .f32:
      for i in values.indices { values[i] = Float(bitPattern: source.integer(UInt32.self, 4 * i)) }
    case .f16:
      for i in values.indices { values[i] = Binary16.float(fromBits: source.integer(UInt16.self, 2 * i)) }
    case .bf16:
      for i in values.indices { values[i] = Float(bitPattern: UInt32(source.integer(UInt16.self, 2 * i)) << 16) }
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

extension UnsafeRawBufferPointer {
  /// The integer at an offset, little-endian.
  fileprivate func integer<Integer: FixedWidthInteger>(_ type: Integer.Type, _ offset: Int) -> Integer {
    Integer(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
