#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the lines of a text start.
struct LineStarts {
  /// The offset of each line's first byte.
  private(set) var starts: [UInt32] = [0]
  /// The line, from 0, that each block of bytes starts in; one block more than there are whole ones.
  private(set) var blockLines: [UInt32] = []
  /// The length of the longest line, its end included.
  private(set) var longest = 0

  init(_ bytes: [UInt8], block: Int) {
    // Lines of contracts have 48 bytes on average.
    starts.reserveCapacity(bytes.count / 32 + 1)
    blockLines.reserveCapacity(bytes.count / block + 1)
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count, let found = memchr(buffer.baseAddress! + start, 0x0A, buffer.count - start) {
        let next = UnsafeRawPointer(found) - buffer.baseAddress! + 1
        while blockLines.count * block < next { blockLines.append(UInt32(starts.count - 1)) }
        longest = max(longest, next - start)
        starts.append(UInt32(next))
        start = next
      }
      longest = max(longest, buffer.count - start)
      while blockLines.count * block <= buffer.count { blockLines.append(UInt32(starts.count - 1)) }
    }
  }
}
