/// Something that people read and that is held to what there is: a file in Markdown, or a text of a contract.
struct Page {
  let path: String
  let text: MarkdownPage
  /// Whether links and commands mean something in it: not in a formula.
  let isProse: Bool
  /// Whether it is a file of its own, whose links a forge follows.
  let isFile: Bool
  /// The falsifier whose text it is.
  let own: (contract: String, falsifier: String)?
  /// Where some of its bytes stand in the file.
  let place: (Range<Int>) -> SourceRange?

  /// A file in Markdown.
  ///
  /// - Parameter hasStatusBlock: it is the ship specification, a part of which `pv` writes.
  init(path: String, bytes: [UInt8], hasStatusBlock: Bool) {
    let source = SourceText(path: path, bytes: bytes)
    (self.path, text, own) = (path, MarkdownPage(bytes, hasStatusBlock: hasStatusBlock), nil)
    (isProse, isFile) = (true, true)
    place = { source.range($0) }
  }

  /// A text of a contract, whose layout the file may have folded.
  init(_ text: ContractText, in file: ContractFile, _ source: SourceText) {
    let bytes = Array(text.text.value.utf8)
    let range = text.text.range
    (path, self.text, isProse, isFile) = (file.path, MarkdownPage(bytes), !text.isFormula, false)
    own = text.falsifier.map { (ContractFile.stem(file.path), $0) }
    place = { Self.place(of: $0, in: bytes, source, range) }
  }

  /// Where another file is, as a link on the page has it.
  func relativePath(to target: String) -> String {
    let here = PathText.absolute(path).split(separator: "/").dropLast()
    let there = PathText.absolute(target).split(separator: "/")
    let common = zip(here, there).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: here.count - common) + there.dropFirst(common)).joined(separator: "/")
  }

  /// The same occurrence of the same bytes in the file; the whole text where they are written otherwise there.
  private static func place(
    of offsets: Range<Int>, in bytes: [UInt8], _ source: SourceText, _ range: SourceRange
  ) -> SourceRange {
    let wanted = bytes[offsets]
    var count = 0
    var start = 0
    while !wanted.isEmpty, let found = bytes[start..<offsets.upperBound].firstRange(of: wanted) {
      count += 1
      start = found.lowerBound + 1
    }
    let end = min(range.end.offset, source.bytes.count)
    start = min(range.start.offset, end)
    while count > 0, let found = source.bytes[start..<end].firstRange(of: wanted) {
      count -= 1
      if count == 0 { return source.range(found) }
      start = found.lowerBound + 1
    }
    return range
  }
}
