import Base

extension CRC32 {
  /// So many bytes are one part.
  private static let part = 16 << 20

  /// The check of bytes, parts side by side on all processors.
  ///
  /// The check of two pieces follows from those of both: a polynomial over GF(2), times x to the power of the bits that
  /// follow, plus the other.
  static func inParallel(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let starts = Array(stride(from: 0, to: bytes.count, by: part))
    guard let lastStart = starts.last, lastStart > 0 else { return of(bytes) }
    nonisolated(unsafe) let bytes = bytes
    let checks = Parallel.map(starts) { of(UnsafeRawBufferPointer(rebasing: bytes[$0..<min($0 + part, bytes.count)])) }
    let whole = power(ofBytes: part)
    let last = power(ofBytes: bytes.count - lastStart)
    return checks.indices.dropFirst().reduce(checks[0]) { check, index in
      product(check, index == checks.count - 1 ? last : whole) ^ checks[index]
    }
  }

  /// The product of two polynomials modulo that of the check; the highest bit is x to the power of 0.
  private static func product(_ a: UInt32, _ b: UInt32) -> UInt32 {
    var (result, factor): (UInt32, UInt32) = (0, b)
    for bit in (0..<32).reversed() {
      if a >> UInt32(bit) & 1 == 1 { result ^= factor }
      factor = factor >> 1 ^ (factor & 1 == 1 ? 0xedb8_8320 : 0)
    }
    return result
  }

  /// x to the power of eight times a number, by squaring.
  private static func power(ofBytes count: Int) -> UInt32 {
    var (result, square, rest): (UInt32, UInt32, Int) = (1 << 31, 1 << 23, count)
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square) }
      square = product(square, square)
      rest >>= 1
    }
    return result
  }
}
