/// Numbers of more than one byte in a block, little-endian, at any alignment.
enum BlockBytes {
  /// The binary32 value of the binary16 number at an offset.
  @inline(__always)
  static func half(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> Float {
    Binary16.float(fromBits: word(bytes, offset))
  }

  /// Two bytes.
  @inline(__always)
  static func word(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt16 {
    UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
  }

  /// Of 16 bytes of nibbles, that of weight 0...31: the low ones belong to the first half.
  @inline(__always)
  static func nibble(_ bytes: UnsafePointer<UInt8>, _ i: Int) -> UInt8 {
    i < 16 ? bytes[i] & 15 : bytes[i - 16] >> 4
  }

  /// A bit, counted from the lowest of the first byte.
  @inline(__always)
  static func bit(_ bytes: UnsafePointer<UInt8>, _ i: Int) -> UInt8 { bytes[i / 8] >> UInt8(i % 8) & 1 }

  /// Four bytes.
  @inline(__always)
  static func doubleWord(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt32 {
    UInt32(word(bytes, offset)) | UInt32(word(bytes, offset + 2)) << 16
  }
}
