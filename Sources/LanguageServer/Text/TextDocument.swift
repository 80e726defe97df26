import ContractKit

/// A text that a client has open; it stands in the place of the file.
final class TextDocument {
  /// As the client names it.
  let uri: String
  /// The file that it stands for.
  let path: String
  /// The client's number of the text.
  private(set) var version: Int
  private(set) var lines: LineTable
  /// The contract, read when it is first asked for.
  private var known: ContractFile?
  /// The last contract that could be read: what completion knows while a line is half written.
  private var lastReadable: ContractFile?

  init(uri: String, path: String, version: Int, text: String) {
    (self.uri, self.path, self.version) = (uri, path, version)
    lines = LineTable(Array(text.utf8))
  }

  /// The bytes of the text.
  var bytes: [UInt8] { lines.bytes }

  /// The contract that the text is, or what keeps it from being one.
  var file: ContractFile {
    if let known { return known }
    let file = ContractFile(path: path, bytes: bytes)
    known = file
    if file.contract != nil { lastReadable = file }
    return file
  }

  /// The contract, or the last one that could be read.
  var readableFile: ContractFile? { file.contract == nil ? lastReadable : file }

  /// Applies changes in their order; false where one has neither a range nor a text, and those before it are applied.
  func apply(_ changes: [JSON], version: Int?, _ encoding: PositionEncoding) -> Bool {
    if let version { self.version = version }
    // What was readable is kept before it goes.
    _ = file
    defer { known = nil }
    for change in changes {
      guard let text = change["text"]?.string else { return false }
      guard let json = change["range"] else {
        lines = LineTable(Array(text.utf8))
        continue
      }
      guard let range = TextRange(json) else { return false }
      let (start, end) = (lines.offset(of: range.start, encoding), lines.offset(of: range.end, encoding))
      var bytes = lines.bytes
      bytes.replaceSubrange(start..<max(start, end), with: text.utf8)
      lines = LineTable(bytes)
    }
    return true
  }
}
