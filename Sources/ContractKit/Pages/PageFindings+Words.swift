/// Ids, statuses and counts.
extension PageFindings {
  func unknownIDs(_ page: MarkdownPage) -> [Fault] {
    MarkdownPage.words(page.unfenced).compactMap { word in
      let text = String(word.text)
      if Proof.isID(word.text), let prefix = word.text.split(separator: "-").first, prefixes.contains(prefix) {
        guard !ids.contains(text) else { return nil }
        let near = Suggestion.nearest(to: text, among: ids.sorted(by: Files.utf8Order))
        return (
          .pageIDUnknown, "there is no falsifier and no gate \(text)", word.offsets,
          near.map { "did you mean `\($0)`?" } ?? "name one that a contract declares"
        )
      }
      let stem = text.hasSuffix(".yaml") ? String(text.dropLast(5)) : text
      guard Self.isContractID(stem), !contracts.contains(stem) else { return nil }
      return (.pageIDUnknown, "there is no contract \(stem)", word.offsets, "name one that is there")
    }
  }

  /// Small letters, digits, `.`, `_` and `-`, with `-vN` at the end.
  private static func isContractID(_ text: String) -> Bool {
    guard let last = text.split(separator: "-").last, last.first == "v", last.count > 1,
      last.dropFirst().allSatisfy({ ("0"..."9").contains($0) }), last.count + 1 < text.count
    else { return false }
    return text.utf8.allSatisfy { !(0x41...0x5A).contains($0) } && text.first?.isLetter == true
  }

  /// A status among the three words behind an id, without a line's end between cells of a table or sentences.
  func otherStatuses(_ page: MarkdownPage) -> [Fault] {
    let words = MarkdownPage.words(page.unfenced)
    return words.indices.flatMap { index -> [Fault] in
      let id = String(words[index].text)
      guard let derived = statuses[id] else { return [] }
      for next in words[index...].dropFirst().prefix(3) {
        let between = page.unfenced[words[index].offsets.upperBound..<next.offsets.lowerBound]
        guard !between.contains(UInt8(ascii: ".")), !between.contains(UInt8(ascii: ";")), next.text != "not",
          next.text != "never", statuses[String(next.text)] == nil
        else { return [] }
        guard Status(rawValue: String(next.text)) != nil else { continue }
        guard !derived.contains(String(next.text)) else { return [] }
        return [
          (
            .pageStatusDiffers, "\(id) is called \(next.text), and is \(derived.sorted().joined(separator: " or "))",
            next.offsets, "write what `pv status` says, or nothing: the scoreboard says it"
          )
        ]
      }
      return []
    }
  }

  /// A number directly before `contracts`, `clauses` or `falsifiers` that is none of the scoreboard's.
  func otherCounts(_ page: MarkdownPage) -> [Fault] {
    let words = MarkdownPage.words(page.prose)
    return zip(words, words.dropFirst()).compactMap { number, noun in
      guard let known = counts[String(noun.text)], let count = Int(number.text), !known.contains(count),
        page.prose[number.offsets.upperBound..<noun.offsets.lowerBound].allSatisfy({ $0 == 0x20 || $0 == 0x0A })
      else { return nil }
      return (
        .pageCountDiffers, "\(count) \(noun.text), and the scoreboard has no such number of them",
        number.offsets.lowerBound..<noun.offsets.upperBound, "write what `pv status` says, or no number"
      )
    }
  }
}
