/// A page in Markdown, as far as its words, links, headings and code are asked about.
package struct MarkdownPage {
  let bytes: [UInt8]
  /// The bytes with blanks for what is in fences, and for a status block that pv writes.
  let unfenced: [UInt8]
  /// The bytes with blanks for all code, which has no words.
  let prose: [UInt8]
  /// The lines of fenced blocks, and the code spans beside them.
  let code: [Range<Int>]
  /// The code spans outside of fenced blocks, without their backticks.
  let spans: [Range<Int>]

  /// - Parameter hasStatusBlock: whether `pv status --check` holds what stands between the markers of a status block; on
  ///   any other page markers hide nothing.
  package init(_ bytes: [UInt8], hasStatusBlock: Bool = false) {
    self.bytes = bytes
    var (unfenced, prose) = (bytes, bytes)
    var (code, spans): ([Range<Int>], [Range<Int>]) = ([], [])
    for range in ProseNumber.code(bytes) {
      let ticks = bytes[range].prefix { $0 == UInt8(ascii: "`") }.count
      let isFence = ticks >= 3 && Self.startsLine(range.lowerBound, in: bytes)
      Self.blank(&prose, range)
      if isFence {
        Self.blank(&unfenced, range)
        code += Self.lines(range, in: bytes).dropFirst()
      } else {
        spans.append(range.lowerBound + ticks..<max(range.lowerBound + ticks, range.upperBound - ticks))
        code.append(spans[spans.count - 1])
      }
    }
    if hasStatusBlock, let begin = bytes.firstRange(of: Array(GeneratedBlock.begin.utf8)),
      let end = bytes[begin.upperBound...].firstRange(of: Array(GeneratedBlock.end.utf8))
    {
      let generated = begin.upperBound..<end.lowerBound
      Self.blank(&prose, generated)
      Self.blank(&unfenced, generated)
      spans.removeAll { generated.contains($0.lowerBound) }
    }
    (self.unfenced, self.prose, self.code, self.spans) = (unfenced, prose, code, spans)
  }

  /// A word with its place.
  struct Word {
    let text: Substring
    let offsets: Range<Int>
  }

  /// The words of some of the bytes: letters and digits of ASCII, `-`, `_` and `.`, the last not at an end.
  static func words(_ bytes: [UInt8], in range: Range<Int>? = nil) -> [Word] {
    var words: [Word] = []
    var start: Int?
    let range = range ?? 0..<bytes.count
    func end(_ index: Int) {
      guard let from = start else { return }
      start = nil
      var upper = index
      while upper > from, bytes[upper - 1] == UInt8(ascii: ".") || bytes[upper - 1] == UInt8(ascii: "-") { upper -= 1 }
      guard upper > from else { return }
      words.append(Word(text: Substring(decoding: bytes[from..<upper], as: UTF8.self), offsets: from..<upper))
    }
    for index in range {
      if isWord(bytes[index]) {
        start = start ?? index
      } else {
        end(index)
      }
    }
    end(range.upperBound)
    return words
  }

  /// Where links outside of code lead, with the places of these texts.
  var links: [Word] {
    var found: [Word] = []
    var start = 0
    while let mark = prose[start...].firstRange(of: Array("](".utf8)) {
      start = mark.upperBound
      guard let end = prose[start...].firstIndex(where: { $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: "\n") }) else {
        break
      }
      let target = prose[start..<end].prefix { $0 != UInt8(ascii: " ") }
      if prose[end] == UInt8(ascii: ")"), !target.isEmpty {
        found.append(
          Word(text: Substring(decoding: target, as: UTF8.self), offsets: target.startIndex..<target.endIndex))
      }
    }
    return (found + references).sorted { $0.offsets.lowerBound < $1.offsets.lowerBound }
  }

  /// Where lines `[LABEL]: TARGET` outside of code lead; what is behind the label of a footnote is no target.
  private var references: [Word] {
    lines.compactMap { line in
      let text = prose[line].drop { $0 == UInt8(ascii: " ") }
      guard text.first == UInt8(ascii: "["), !text.dropFirst().starts(with: "^".utf8),
        let end = text.dropFirst().firstIndex(where: { Array("[]".utf8).contains($0) }),
        text[end...].starts(with: "]:".utf8)
      else { return nil }
      let rest = text[end...].dropFirst(2).drop { $0 == UInt8(ascii: " ") }
      let target = rest.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }
      guard !target.isEmpty else { return nil }
      return Word(text: Substring(decoding: target, as: UTF8.self), offsets: target.startIndex..<target.endIndex)
    }
  }

  /// The names by which links reach headings, as GitHub makes them, and those of elements with an id or a name.
  var anchors: Set<String> {
    var anchors: Set<String> = []
    var counts: [String: Int] = [:]
    for line in lines.map({ String(decoding: unfenced[$0], as: UTF8.self) }) {
      for mark in ["id=\"", "name=\""] {
        for piece in line.split(separator: mark).dropFirst() where line.contains("<a ") {
          anchors.insert(String(piece.prefix { $0 != "\"" }))
        }
      }
      let marks = line.prefix { $0 == "#" }
      guard (1...6).contains(marks.count), line.dropFirst(marks.count).first == " " else { continue }
      let slug = Self.slug(line.dropFirst(marks.count + 1))
      let count = counts[slug, default: 0]
      counts[slug] = count + 1
      anchors.insert(count == 0 ? slug : "\(slug)-\(count)")
    }
    return anchors
  }

  private static func slug(_ heading: Substring) -> String {
    // Of a link its text alone counts.
    var text = ""
    var rest = heading
    while let open = rest.firstRange(of: "](") {
      text += rest[..<open.lowerBound]
      rest = rest[open.upperBound...].drop { $0 != ")" }.dropFirst()
    }
    text += rest
    while text.last == " " || text.last == "\r" { text.removeLast() }
    var slug = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars {
      if scalar == " " { slug.append("-") } else if isKept(scalar) { slug.append(scalar) }
    }
    return String(slug)
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      true
    default: scalar == "-" || scalar == "_"
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  private static func startsLine(_ index: Int, in bytes: [UInt8]) -> Bool {
    let before = bytes[..<index].reversed().prefix { $0 == UInt8(ascii: " ") }.count
    return index - before == 0 || bytes[index - before - 1] == UInt8(ascii: "\n")
  }

  private static func blank(_ bytes: inout [UInt8], _ range: Range<Int>) {
    for index in range where bytes[index] != UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
  }

  private static func lines(_ range: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
    bytes[range].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      $0.startIndex..<$0.endIndex
    }
  }
}
