/// Reads a format from front to back; whatever lies beyond the end is an error that names the byte.
struct ByteCursor {
  let path: String
  let bytes: UnsafeRawBufferPointer
  /// The offset of the next byte.
  private(set) var offset = 0
  /// The tensor that is being read, for errors.
  var tensor: String?

  init(path: String, bytes: UnsafeRawBufferPointer, offset: Int = 0) {
    precondition((0...bytes.count).contains(offset))
    (self.path, self.bytes, self.offset) = (path, bytes, offset)
  }

  /// The number of bytes left.
  var remaining: Int { bytes.count - offset }

  /// An error here, or at another byte.
  func error(_ reason: String, at byte: Int? = nil) -> ModelFileError {
    ModelFileError(path: path, tensor: tensor, byte: byte ?? offset, reason: reason)
  }

  /// The next bytes; the cursor moves behind them.
  ///
  /// What they are is written out where they are missing only: a vocabulary has 300,000 of them.
  mutating func take(_ count: Int, _ what: @autoclosure () -> String) throws -> UnsafeRawBufferPointer {
    guard count <= remaining else {
      throw error("the file ends inside \(what()): \(count) bytes are needed and \(remaining) are left")
    }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  /// The next little-endian integer.
  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type, _ what: @autoclosure () -> String
  ) throws -> Value {
    Value(littleEndian: try take(MemoryLayout<Value>.size, what()).loadUnaligned(as: Value.self))
  }

  /// A 64-bit count of things that take at least `size` bytes each, so that more than fit are refused
  /// before anything is allocated.
  mutating func count(of what: @autoclosure () -> String, atLeast size: Int) throws -> Int {
    let start = offset
    let value = try integer(UInt64.self, "the number of \(what())")
    guard value <= UInt64(remaining / size) else {
      throw error("\(value) \(what()) do not fit in the \(remaining) bytes that are left", at: start)
    }
    return Int(value)
  }
}
