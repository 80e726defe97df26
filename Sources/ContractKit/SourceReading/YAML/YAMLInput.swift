import CLibYAML

/// A text as libyaml's scanner reads it: characters in UTF-8, and NUL behind the last one.
///
/// libyaml copies everything that it is given into this form, character by character, which takes a fifth of its time. A text
/// that ``Encoding`` has checked is in this form already, and takes the place of libyaml's copy.
struct YAMLInput: ~Copyable {
  private var text: GrowingBuffer<UInt8>
  private let start: Int
  private let characterCount: Int

  /// The text of a file, which must be good.
  init(_ source: SourceText) {
    start = source.textStart
    characterCount = source.bytes.count - start - source.continuations.count
    // The scanner looks a few characters ahead, at the end as well.
    text = GrowingBuffer(capacity: source.bytes.count + Self.padding)
    source.bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
    for _ in 0..<Self.padding { text.append(0) }
  }

  private static let padding = 16

  /// Lets a parser read the text while something is done.
  func read(by parser: UnsafeMutablePointer<yaml_parser_t>, _ body: () -> Void) {
    let bytes = UnsafeMutablePointer(mutating: text.elements.baseAddress!)
    let count = text.count - Self.padding
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes + start, count - start)
    let own = parser.pointee.buffer
    // It frees its own buffer, and no other.
    defer { parser.pointee.buffer = own }
    if Self.isKnown {
      parser.pointee.buffer.start = bytes
      parser.pointee.buffer.pointer = bytes + start
      parser.pointee.buffer.last = bytes + count + 1
      parser.pointee.buffer.end = bytes + text.count
      parser.pointee.unread = characterCount + 1
      parser.pointee.eof = 1
    }
    body()
  }

  /// Whether this is a version whose scanner was looked at: a later one gets the text in the way that all have.
  private static let isKnown: Bool = {
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    yaml_get_version(&major, &minor, &patch)
    return major == 0 && minor == 2 && patch <= 5
  }()
}
