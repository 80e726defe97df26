extension MarkdownPage {
  /// Runs of lines outside of fenced blocks with no blank one between them; a heading, a row of a table and an item of a
  /// list each begin one, and the first two end it as well.
  var paragraphs: [Range<Int>] {
    var found: [Range<Int>] = []
    var start: Int?
    func end(_ index: Int) {
      if let from = start { found.append(from..<index) }
      start = nil
    }
    for line in lines {
      let text = unfenced[line].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let standsAlone = text.first == UInt8(ascii: "|") || text.first == UInt8(ascii: "#")
      if text.isEmpty || standsAlone || Self.isItem(text) { end(line.lowerBound) }
      guard !text.isEmpty else { continue }
      start = start ?? line.lowerBound
      if standsAlone { end(line.upperBound) }
    }
    end(unfenced.count)
    return found
  }

  /// The items of lists, each with single blanks in place of its layout.
  package var itemTexts: [String] {
    paragraphs.compactMap { paragraph in
      let text = bytes[paragraph].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard Self.isItem(text) else { return nil }
      return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).dropFirst().joined(
        separator: " ")
    }
  }

  /// The lines, without their ends.
  var lines: [Range<Int>] {
    unfenced.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { $0.startIndex..<$0.endIndex }
  }

  /// Whether a paragraph is a row of a table, and a word all that a cell of it has, marks of emphasis and code aside.
  func isCell(_ word: Range<Int>, in row: Range<Int>) -> Bool {
    let bar = UInt8(ascii: "|")
    func isMark(_ byte: UInt8) -> Bool { Array(" \t\r\n*_`".utf8).contains(byte) }
    let first = unfenced[row].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    let before = unfenced[row.lowerBound..<word.lowerBound].last { !isMark($0) }
    let after = unfenced[word.upperBound..<row.upperBound].first { !isMark($0) }
    return first == bar && before == bar && (after == nil || after == bar)
  }

  private static func isItem(_ line: ArraySlice<UInt8>) -> Bool {
    let digits = line.prefix { (0x30...0x39).contains($0) }
    let mark = line.dropFirst(digits.count).prefix(2)
    let marks = digits.isEmpty ? ["- ", "* ", "+ "] : [". "]
    return marks.contains { mark.elementsEqual($0.utf8) }
  }

  /// Where numbers are not looked for: links, and numbers that carry a pointer.
  var linked: [Range<Int>] {
    links.map(\.offsets) + ProseNumber.all(in: String(decoding: bytes, as: UTF8.self), isMarkdown: true).map(\.offsets)
  }

  /// The numbers in a part of the prose: decimal with at least three digits, leading zeros not counted, or bits,
  /// each with the `%` behind it.
  ///
  /// - Parameter hidden: parts without numbers, such as `linked`, which takes the whole page to find and is found once.
  func numbers(in range: Range<Int>, outside hidden: [Range<Int>]) -> [Word] {
    Self.runs(prose, in: range).compactMap { run in
      guard !hidden.contains(where: { $0.overlaps(run) }) else { return nil }
      // A part of a path, a power, a time or the like is no number of its own.
      let around = [run.lowerBound - 1, run.upperBound].filter(prose.indices.contains).map { prose[$0] }
      guard !around.contains(where: Array("^/#:@~=$".utf8).contains) else { return nil }
      let text = String(decoding: prose[run], as: UTF8.self)
      guard Self.isNumber(text) else { return nil }
      var end = run.upperBound
      let rest = prose[end...].prefix(2)
      if rest.first == UInt8(ascii: "%") { end += 1 } else if rest.elementsEqual(" %".utf8) { end += 2 }
      return Word(text: Substring(decoding: prose[run.lowerBound..<end], as: UTF8.self), offsets: run.lowerBound..<end)
    }
  }

  /// Stretches of letters, digits, `.`, `,`, `_`, `+` and `-`, without marks at their ends.
  private static func runs(_ bytes: [UInt8], in range: Range<Int>) -> [Range<Int>] {
    func isPart(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B...0x2E, 0x5F, 0x80...: true
      default: false
      }
    }
    return bytes[range].split { !isPart($0) }.compactMap { part in
      var part = part
      while let last = part.last, (0x2B...0x2E).contains(last) { part.removeLast() }
      return part.isEmpty ? nil : part.startIndex..<part.endIndex
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    guard text.utf8.first.map({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }) == true,
      let number = PrintedNumber(text)
    else { return false }
    switch number {
    case .text: return text.lowercased().hasPrefix("0x") && text.utf8.count >= 5
    case .decimal:
      return text.prefix { $0 != "e" && $0 != "E" }.filter(\.isNumber).drop { $0 == "0" }.count >= 3
    }
  }
}
