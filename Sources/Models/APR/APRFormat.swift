import Kernels

/// The two quantizations that APR files have of their own.
///
/// GGUF has neither: its Q4_0 pairs the two halves of a block in a byte, and its Q8_0 has a scale for 32 weights.
public enum APRFormat: UInt8, CaseIterable, Sendable {
  /// Blocks of 32 of the whole tensor, whatever its rows are, the last one padded: a binary16 scale, then 16 bytes of
  /// nibbles, neighbors in a byte and the lower nibble first. A weight is (nibble - 8) times the scale, exactly.
  case q4 = 128
  /// One binary32 scale for the whole tensor, then a signed byte a weight. A weight is byte times scale, rounded once.
  case q8 = 129

  /// The name here; APR has numbers only.
  public var name: String {
    switch self {
    case .q4: "APR_Q4"
    case .q8: "APR_Q8"
    }
  }

  /// The bytes of so many weights, or nil where they overflow; none of no weights.
  func byteCount(of count: Int) -> Int? {
    if count == 0 { return 0 }
    switch self {
    case .q4:
      let (bytes, overflow) = (count / 32 + (count % 32 > 0 ? 1 : 0)).multipliedReportingOverflow(by: 18)
      return overflow ? nil : bytes
    case .q8:
      let (bytes, overflow) = count.addingReportingOverflow(4)
      return overflow ? nil : bytes
    }
  }

  /// Some weights of a tensor's bytes.
  ///
  /// Edge cases: a scale of `q4` that is NaN, infinite or subnormal counts as 0, so its weights are zeros, negative ones
  /// where the nibble is below 8; a NaN of `q8` is 0x7fc00000.
  ///
  /// - Precondition: the elements are within the tensor, and there is room for exactly them.
  func read(_ elements: Range<Int>, of bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>) {
    guard !elements.isEmpty else { return }
    switch self {
    case .q4:
      var next = 0
      for block in elements.lowerBound / 32...(elements.upperBound - 1) / 32 {
        let scale = Self.scale(bytes, block)
        let (first, last) = (max(elements.lowerBound, 32 * block), min(elements.upperBound, 32 * block + 32))
        for i in first..<last {
          let nibble = bytes[18 * block + 2 + i % 32 / 2] >> (i % 2 * 4) & 15
          values[next] = Float(Int(nibble) - 8) * scale
          next += 1
        }
      }
    case .q8:
      let scale = Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
      for (place, i) in elements.enumerated() {
        let value = Float(Int8(bitPattern: bytes[4 + i])) * scale
        values[place] = value.isNaN ? Float(bitPattern: 0x7fc0_0000) : value
      }
    }
  }

  private static func scale(_ bytes: UnsafeRawBufferPointer, _ block: Int) -> Float {
    let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 18 * block, as: UInt16.self))
    let scale = Binary16.float(fromBits: bits)
    return scale.isFinite && abs(scale) >= 0x1p-14 ? scale : 0
  }
}

extension TensorType {
  /// The types of APR files by their numbers there; 8 and 9 are what old files have for 128 and 129.
  static let aprNumbers: [UInt8: TensorType] = [
    0: .f32, 1: .f16, 3: .f64, 4: carried("I32", 4), 5: carried("I64", 8), 6: carried("I8", 1), 7: carried("U8", 1),
    8: .apr(.q4), 9: .apr(.q8), 12: .q4K, 14: .q6K, 30: .bf16, 128: .apr(.q4), 129: .apr(.q8),
  ]

  /// The number of the type in APR files, the larger one of two, or nil where APR does not have it.
  static func aprNumber(of type: TensorType) -> UInt8? { aprNumbers.filter { $0.value == type }.keys.max() }
}
