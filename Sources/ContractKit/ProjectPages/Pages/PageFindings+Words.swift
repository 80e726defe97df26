/// Ids, statuses and counts.
extension PageFindings {
  func unknownIDs(_ page: MarkdownPage) -> [Fault] {
    MarkdownPage.words(page.unfenced).compactMap { word in
      let text = String(word.text)
      if Proof.isID(word.text), let prefix = word.text.split(separator: "-").first, prefixes.contains(prefix) {
        guard !ids.contains(text) else { return nil }
        let near = Suggestion.nearest(to: text, among: ids.sorted(by: Files.utf8Order))
        return (
          .pageIDUnknown, "there is no falsifier or gate \(text)", word.offsets,
          near.map { "did you mean `\($0)`?" } ?? "name one that a contract declares"
        )
      }
      let stem = text.hasSuffix(".yaml") ? String(text.dropLast(5)) : text
      guard Self.isContractID(stem), !contracts.contains(stem) else { return nil }
      return (.pageIDUnknown, "there is no contract \(stem)", word.offsets, "name an existing one")
    }
  }

  /// Small letters, digits, `.`, `_` and `-`, with `-vN` at the end.
  private static func isContractID(_ text: String) -> Bool {
    guard let last = text.split(separator: "-").last, last.first == "v", last.count > 1,
      last.dropFirst().allSatisfy({ ("0"..."9").contains($0) }), last.count + 1 < text.count
    else { return false }
    return text.utf8.allSatisfy { !(0x41...0x5A).contains($0) } && text.first?.isLetter == true
  }

  /// A status beside a falsifier's id that is not the derived one, in the same paragraph: among the three words behind it;
  /// among the three in front of it, where it does not belong to another id; or alone in a cell of a row that names no
  /// other falsifier.
  func otherStatuses(_ page: MarkdownPage) -> [Fault] {
    page.paragraphs.flatMap { paragraph -> [Fault] in
      let words = MarkdownPage.words(page.unfenced, in: paragraph)
      return said(words, page, paragraph).compactMap { id, status in
        let (name, word) = (String(words[id].text), String(words[status].text))
        guard let derived = statuses[name], !derived.contains(word) else { return nil }
        return (
          .pageStatusDiffers, "\(name) is called \(word), but is \(derived.sorted().joined(separator: " or "))",
          words[status].offsets, "write what `pv status` says, or nothing: the scoreboard says it"
        )
      }
    }
  }

  /// Which words of a paragraph are said to be the statuses of which ids.
  private func said(
    _ words: [MarkdownPage.Word], _ page: MarkdownPage, _ paragraph: Range<Int>
  ) -> [(id: Int, status: Int)] {
    let ids = words.indices.filter { statuses[String(words[$0].text)] != nil }
    var said: [(id: Int, status: Int)] = []
    for id in ids {
      let behind = words.indices[id...].dropFirst().prefix(3)
      if let status = status(beside: id, at: behind, words, page) { said.append((id, status)) }
    }
    var taken = Set(said.map(\.status))
    for id in ids {
      let before = words.indices[..<id].suffix(3).reversed()
      guard let status = status(beside: id, at: before, words, page), taken.insert(status).inserted else { continue }
      said.append((id, status))
    }
    // A row of a table is a paragraph by itself.
    guard let id = ids.first, ids.allSatisfy({ words[$0].text == words[id].text }) else { return said }
    for index in words.indices
    where Status(rawValue: String(words[index].text)) != nil && page.isCell(words[index].offsets, in: paragraph) {
      if taken.insert(index).inserted { said.append((id, index)) }
    }
    return said
  }

  /// The first status among words on one side of an id; none where a sentence ends before it, "not" or "never" takes it
  /// back, or it stands beyond another id.
  private func status(
    beside id: Int, at places: some Sequence<Int>, _ words: [MarkdownPage.Word], _ page: MarkdownPage
  ) -> Int? {
    for place in places {
      let (first, last) = (min(id, place), max(id, place))
      let between = page.unfenced[words[first].offsets.upperBound..<words[last].offsets.lowerBound]
      let text = String(words[place].text)
      guard !between.contains(UInt8(ascii: ".")), !between.contains(UInt8(ascii: ";")), text != "not",
        text != "never", statuses[text] == nil
      else { return nil }
      if Status(rawValue: text) != nil { return place }
    }
    return nil
  }

  /// A number directly before `contracts`, `clauses` or `falsifiers` that is none of the scoreboard's.
  func otherCounts(_ page: MarkdownPage) -> [Fault] {
    let words = MarkdownPage.words(page.prose)
    return zip(words, words.dropFirst()).compactMap { number, noun in
      guard let known = counts[String(noun.text)], let count = Int(number.text), !known.contains(count),
        page.prose[number.offsets.upperBound..<noun.offsets.lowerBound].allSatisfy({ $0 == 0x20 || $0 == 0x0A })
      else { return nil }
      return (
        .pageCountDiffers, "the scoreboard has no count of \(count) \(noun.text)",
        number.offsets.lowerBound..<noun.offsets.upperBound, "write what `pv status` says, or no number"
      )
    }
  }
}
