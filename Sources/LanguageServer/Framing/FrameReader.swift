/// Takes a stream of bytes apart into messages: `Content-Length: N`, an empty line, N bytes.
///
/// What comes out does not depend on how the bytes were cut into pieces. After a header that makes no sense the next one
/// is looked for, so that one bad frame costs no more than itself.
public struct FrameReader {
  /// What the stream holds next.
  public enum Frame: Equatable, Sendable {
    /// The content of a message, not yet looked into.
    case message([UInt8])
    /// A header that makes no sense, and why; its bytes are gone.
    case malformed(String)
    /// A message of so many bytes, which are passed over.
    case tooLarge(Int)
  }

  /// A message may have so many bytes: more than sixteen times what a contract may have.
  public static let largestMessage = 64 << 20
  /// A header may have so many bytes; a longer one is no header.
  static let largestHeader = 4096

  private var buffer: [UInt8] = []
  /// How many of the buffer's bytes have been used.
  private var used = 0
  /// How many bytes of a message that is too large are still to come.
  private var skipped = 0
  /// The size of the message whose header has been read.
  private var expected: Int?
  /// Whether bytes are passed over until a header begins, since the last one made no sense.
  private var isLost = false
  private let largest: Int

  /// A reader of a stream's first byte.
  ///
  /// - Parameter largestMessage: the size above which messages are passed over.
  public init(largestMessage: Int = FrameReader.largestMessage) { largest = largestMessage }

  /// Takes the next bytes of the stream.
  public mutating func append(_ bytes: some Collection<UInt8>) {
    let dropped = min(skipped, bytes.count)
    skipped -= dropped
    if used > 0, used == buffer.count || used > 1 << 16 {
      buffer.removeFirst(used)
      used = 0
    }
    buffer += bytes.dropFirst(dropped)
  }

  /// The next message, or what stands in its place; nil until more bytes have come.
  ///
  /// - Complexity: the bytes taken so far and not used, at most a header's of them a second time.
  public mutating func next() -> Frame? {
    if let size = expected {
      guard buffer.count - used >= size else { return nil }
      defer { (used, expected) = (used + size, nil) }
      return .message(Array(buffer[used..<used + size]))
    }
    if isLost, !findHeader() { return nil }
    guard let end = headerEnd() else {
      guard buffer.count - used > Self.largestHeader else { return nil }
      return lose("a header of more than \(Self.largestHeader) bytes")
    }
    switch Self.length(in: buffer[used..<end]) {
    case .failure(let problem):
      // Where there are two sizes, neither is to be believed; else the next header may have begun within this one.
      return lose(problem.reason, until: problem.isAmbiguous ? end : nil)
    case .success(let size) where size > largest:
      used = end
      let there = min(size, buffer.count - used)
      (used, skipped) = (used + there, size - there)
      return .tooLarge(size)
    case .success(let size):
      (used, expected) = (end, size)
      return next()
    }
  }

  // MARK: Headers

  private struct Problem: Error {
    let reason: String
    var isAmbiguous = false
  }

  /// Behind the empty line that ends a header.
  private func headerEnd() -> Int? {
    let end = min(buffer.count, used + Self.largestHeader + 4)
    var lineStart = used
    for index in used..<end where buffer[index] == UInt8(ascii: "\n") {
      let line = buffer[lineStart..<index]
      if line.isEmpty || line.elementsEqual([UInt8(ascii: "\r")]) { return index + 1 }
      lineStart = index + 1
    }
    return nil
  }

  private static func length(in header: ArraySlice<UInt8>) -> Result<Int, Problem> {
    var length: Int?
    for line in header.split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
      if text.isEmpty { continue }
      guard let colon = text.firstIndex(of: ":") else {
        return .failure(Problem(reason: "a header line without a colon"))
      }
      guard text[..<colon].lowercased() == "content-length" else { continue }
      let digits = text[text.index(after: colon)...].drop { $0 == " " }
      guard (1...18).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let size = Int(digits)
      else { return .failure(Problem(reason: "a Content-Length that is no number of bytes")) }
      guard length == nil || length == size else {
        return .failure(Problem(reason: "two values of Content-Length", isAmbiguous: true))
      }
      length = size
    }
    return length.map(Result.success) ?? .failure(Problem(reason: "a header without Content-Length"))
  }

  /// Gives up the header that begins here, up to a byte where that is known.
  private mutating func lose(_ reason: String, until end: Int? = nil) -> Frame {
    isLost = true
    // One byte at the least, so that the same header is not found again.
    used = end ?? used + 1
    return .malformed(reason)
  }

  /// Goes on to where a header begins; false where none does yet.
  private mutating func findHeader() -> Bool {
    let name = Array("content-length:".utf8)
    while buffer.count - used >= name.count {
      if zip(buffer[used...], name).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) {
        isLost = false
        return true
      }
      used += 1
    }
    return false
  }
}
