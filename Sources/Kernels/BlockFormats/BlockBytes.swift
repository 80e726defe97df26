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

  /// Four bytes.
  @inline(__always)
  static func doubleWord(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt32 {
    UInt32(word(bytes, offset)) | UInt32(word(bytes, offset + 2)) << 16
  }
}
