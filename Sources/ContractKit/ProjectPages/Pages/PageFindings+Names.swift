/// Names of metrics and stages.
extension PageFindings {
  func unknownNames(_ page: MarkdownPage) -> [Fault] {
    let pointers = ProseNumber.all(in: String(decoding: page.bytes, as: UTF8.self), isMarkdown: true).map(\.offsets)
    let found = unknownSpans(page) + unknownParts(page)
    return found.filter { fault in !pointers.contains { $0.overlaps(fault.offsets) } }
  }

  /// Code spans that stand where a metric or a stage is named, or that look like one.
  private func unknownSpans(_ page: MarkdownPage) -> [Fault] {
    let columns = Self.columns(page)
    var previous: (end: Int, kind: MeasuredNames.Kind)?
    return page.spans.compactMap { span in
      let text = String(decoding: page.bytes[span], as: UTF8.self)
      let kind =
        columns.first { $0.cells.contains { $0.contains(span.lowerBound) } }?.kind
        ?? Self.noun(before: span, in: page) ?? Self.noun(after: span, in: page)
        ?? previous.flatMap { Self.joins(page.unfenced[$0.end..<span.lowerBound]) ? $0.kind : nil }
      previous = kind.map { (span.upperBound, $0) }
      guard Self.isName(text) else { return nil }
      if let kind {
        guard !names.isKnown(text, as: kind) else { return nil }
        return (.pageIDUnknown, "there is no \(kind.rawValue) \(text)", span, help(text))
      }
      if names.isMetric(text) {
        guard !names.isKnown(text, as: .metric) else { return nil }
        return (.pageIDUnknown, "no falsifier measures \(text)", span, "name a metric that a check names")
      }
      guard let slip = names.slip(text) else { return nil }
      return (.pageIDUnknown, "there is no \(slip.kind.rawValue) \(text)", span, "did you mean `\(slip.name)`?")
    }
  }

  private func help(_ text: String) -> String {
    names.slip(text).map { "did you mean `\($0.name)`?" } ?? "docs/metrics.md and `pv trace --help` list what there is"
  }

  /// What stands behind a falsifier's id, or a layer, and a slash.
  private func unknownParts(_ page: MarkdownPage) -> [Fault] {
    let words = MarkdownPage.words(page.unfenced)
    return zip(words, words.dropFirst()).compactMap { owner, part in
      guard page.unfenced[owner.offsets.upperBound..<part.offsets.lowerBound].elementsEqual("/".utf8) else {
        return nil
      }
      let name = String(part.text)
      if let isKnown = names.isKnown(name, of: String(owner.text)) {
        guard !isKnown, Self.isName(name) else { return nil }
        return (
          .pageIDUnknown, "\(owner.text) has no \(name)", part.offsets,
          "name one of its metrics, mutants or bindings"
        )
      }
      let stage = String(name.prefix { $0 != "." })
      guard owner.text.hasPrefix("layer-"), owner.text.dropFirst(6).allSatisfy(\.isNumber), owner.text.count > 6,
        Self.isName(stage), !names.isKnown(stage, as: .stage)
      else { return nil }
      return (.pageIDUnknown, "there is no stage \(stage)", part.offsets, help(stage))
    }
  }

  /// Small letters, digits and `_`, in parts with dots between; a letter first.
  private static func isName(_ text: String) -> Bool {
    text.utf8.first.map { (0x61...0x7A).contains($0) } == true
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2E }
      && !text.hasSuffix(".") && !text.contains("..")
  }

  /// Whether a list goes on between two code spans: a comma, `and` or `or`, with blanks.
  private static func joins(_ between: ArraySlice<UInt8>) -> Bool {
    let words = String(decoding: between, as: UTF8.self).split { " \n`".contains($0) }
    return !words.isEmpty && words.count <= 2 && words.allSatisfy { [",", "and", "or", "/"].contains($0) }
  }

  private static func noun(before span: Range<Int>, in page: MarkdownPage) -> MeasuredNames.Kind? {
    let before = page.unfenced[..<span.lowerBound].reversed().drop { $0 == UInt8(ascii: "`") }
    let blanks = before.prefix(while: isBlank)
    let word = before.dropFirst(blanks.count).prefix(while: isLetter)
    return blanks.isEmpty ? nil : MeasuredNames.Kind(noun: String(decoding: word.reversed(), as: UTF8.self))
  }

  private static func noun(after span: Range<Int>, in page: MarkdownPage) -> MeasuredNames.Kind? {
    let after = page.unfenced[span.upperBound...].drop { $0 == UInt8(ascii: "`") }
    let blanks = after.prefix(while: isBlank)
    let word = after.dropFirst(blanks.count).prefix(while: isLetter)
    return blanks.isEmpty ? nil : MeasuredNames.Kind(noun: String(decoding: word, as: UTF8.self))
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// The cells of tables below a header that is `metric` or `stage`.
  private static func columns(_ page: MarkdownPage) -> [(kind: MeasuredNames.Kind, cells: [Range<Int>])] {
    var found: [(kind: MeasuredNames.Kind, cells: [Range<Int>])] = []
    var open: [(column: Int, table: Int)] = []
    let lines = page.lines
    func row(_ index: Int) -> MarkdownRow? {
      lines.indices.contains(index)
        ? MarkdownRow(Substring(decoding: page.unfenced[lines[index]], as: UTF8.self)) : nil
    }
    var isInside = false
    for index in lines.indices {
      guard let cells = row(index) else {
        (open, isInside) = ([], false)
        continue
      }
      if !isInside {
        isInside = true
        guard row(index + 1)?.isDelimiter == true else { continue }
        for (column, cell) in cells.cells.enumerated() {
          guard let kind = MeasuredNames.Kind(noun: cell.lowercased()) else { continue }
          found.append((kind, []))
          open.append((column, found.count - 1))
        }
      } else {
        let places = places(of: lines[index], in: page.unfenced)
        for (column, table) in open where places.indices.contains(column) { found[table].cells.append(places[column]) }
      }
    }
    return found
  }

  /// Where the cells of a line stand: between bars that no backslash precedes.
  private static func places(of line: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
    let bar = UInt8(ascii: "|")
    let start = line.first { !isBlank(bytes[$0]) } ?? line.lowerBound
    let first = bytes[start] == bar ? start + 1 : start
    var places: [Range<Int>] = []
    var from = first
    for index in first..<line.upperBound where bytes[index] == bar && bytes[index - 1] != UInt8(ascii: "\\") {
      places.append(from..<index)
      from = index + 1
    }
    return places + [from..<line.upperBound]
  }
}
