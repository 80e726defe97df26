/// Where a scalar's own text stands in its file.
package enum ScalarBytes {
  /// The bytes of a scalar without the anchor and the tag before it; nil for an alias, and where these stand on lines of
  /// their own.
  package static func content(of offsets: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    var start = offsets.lowerBound
    while start < offsets.upperBound {
      switch bytes[start] {
      case UInt8(ascii: "*"): return nil
      case UInt8(ascii: "&"), UInt8(ascii: "!"):
        while start < offsets.upperBound, ![0x20, 0x09, 0x0A, 0x0D].contains(bytes[start]) { start += 1 }
        while start < offsets.upperBound, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        guard start < offsets.upperBound, bytes[start] != 0x0A, bytes[start] != 0x0D else { return nil }
      default: return start..<offsets.upperBound
      }
    }
    return nil
  }
}
