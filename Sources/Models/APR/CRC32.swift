/// The cyclic redundancy check of IEEE 802.3, reflected polynomial 0xEDB88320, as zip and PNG have it.
///
/// Sixteen bytes a step, each through a table of its own ("slicing", Kounavis and Berry, 2008).
struct CRC32 {
  private var state = ~UInt32(0)

  /// The check of what was added.
  var value: UInt32 { ~state }

  /// The check of bytes.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var check = CRC32()
    check.add(bytes)
    return check.value
  }

  /// Adds bytes behind those that were added before.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var crc = state
    Self.tables.withUnsafeBufferPointer { tables in
      var offset = 0
      while offset + 16 <= bytes.count {
        crc = Self.step(tables, bytes, offset, crc)
        offset += 16
      }
      while offset < bytes.count {
        crc = tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[offset])] ^ crc >> 8
        offset += 1
      }
    }
    state = crc
  }

  @inline(__always)
  private static func step(
    _ tables: UnsafeBufferPointer<UInt32>, _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ crc: UInt32
  ) -> UInt32 {
    let low = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ UInt64(crc)
    let high = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
    var result: UInt32 = 0
    for i in 0..<8 {
      result ^= tables[(15 - i) << 8 | Int(low >> (8 * UInt64(i)) & 0xff)]
      result ^= tables[(7 - i) << 8 | Int(high >> (8 * UInt64(i)) & 0xff)]
    }
    return result
  }

  /// Table k has the effect of a byte that k zeros follow.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 16 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xedb8_8320 : 0) }
      tables[byte] = crc
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
    }
    return tables
  }()
}
