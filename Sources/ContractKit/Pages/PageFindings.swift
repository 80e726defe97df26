/// What pages say of contracts, falsifiers, commands and each other, against what there is.
struct PageFindings {
  private let root: String
  private let commands: CommandBook?
  /// Statuses by the id of a falsifier; several where contracts share an id.
  private let statuses: [String: Set<String>]
  /// The ids of all falsifiers and gates.
  private let ids: Set<String>
  /// What ids begin with, such as `FALSIFY`.
  private let prefixes: Set<Substring>
  private let contracts: Set<String>
  /// The numbers that the scoreboard has under each noun.
  private let counts: [String: Set<Int>]

  init(_ verification: Verification, _ options: Verification.Options) {
    root = options.root
    commands = options.commands
    var statuses: [String: Set<String>] = [:]
    for entry in verification.entries {
      statuses[entry.falsifier.id.value, default: []].insert(entry.verdict.status.rawValue)
    }
    self.statuses = statuses
    ids = Set(statuses.keys).union(verification.gates.map(\.gate.id.value))
    prefixes = Set(ids.compactMap { $0.split(separator: "-").first })
    contracts = Set(verification.set.files.map { ContractFile.stem($0.path) })
    let board = Scoreboard(verification)
    counts = [
      "contracts": [verification.contractCount, verification.contracts.count],
      "clauses": Set([verification.clauseCount, verification.holdingClauseCount])
        .union(verification.contracts.map(\.clauses.count)),
      "falsifiers": Set([verification.judgedCount, verification.holdingCount, verification.keptCount])
        .union((board.rows + [board.total]).flatMap { [$0.falsifiers, $0.waived] + $0.counts.values }),
    ]
  }

  /// What is wrong with pages.
  ///
  /// - Parameter paths: files, and folders whose `*.md` are meant.
  func findings(_ paths: [String]) -> [Diagnostic] {
    var anchors: [String: Set<String>] = [:]
    return Self.pages(paths).flatMap { path -> [Diagnostic] in
      guard let bytes = try? DocumentFile.read(path), String(validating: bytes, as: UTF8.self) != nil else {
        return [Rule.pageLinkDead.diagnostic("the page cannot be read as UTF-8", path: PathText.shown(path))]
      }
      let page = MarkdownPage(bytes)
      let source = SourceText(path: path, bytes: bytes)
      let found =
        unknownIDs(page) + deadLinks(page, path, &anchors) + unknownCommands(page) + otherStatuses(page)
        + otherCounts(page)
      return found.sorted { $0.offsets.lowerBound < $1.offsets.lowerBound }.map { fault in
        fault.rule.diagnostic(
          fault.message, path: PathText.shown(path), range: source.range(fault.offsets), help: fault.help)
      }
    }
  }

  private typealias Fault = (rule: Rule, message: String, offsets: Range<Int>, help: String?)

  static func pages(_ paths: [String]) -> [String] {
    paths.flatMap { path -> [String] in
      guard Files.isFolder(path) else { return [path] }
      return ((try? Files.names(in: path)) ?? []).filter { $0.hasSuffix(".md") }.map { PathText.join(path, $0) }
    }
  }

  private func unknownIDs(_ page: MarkdownPage) -> [Fault] {
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

  private func deadLinks(_ page: MarkdownPage, _ path: String, _ anchors: inout [String: Set<String>]) -> [Fault] {
    page.links.compactMap { link in
      let parts = link.text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      guard !link.text.contains(":"), let file = parts.first else { return nil }
      let target = file.isEmpty ? path : PathText.join(Files.parent(of: path) ?? "", String(file))
      guard Files.kind(of: target) != nil else {
        return (.pageLinkDead, "there is no \(file)", link.offsets, "link to what is there")
      }
      guard parts.count == 2, target.hasSuffix(".md") else { return nil }
      if anchors[target] == nil {
        anchors[target] = (try? DocumentFile.read(target)).map { MarkdownPage($0).anchors } ?? []
      }
      let anchor = String(parts[1])
      guard let known = anchors[target], !known.contains(anchor) else { return nil }
      return (
        .pageLinkDead, "\(file.isEmpty ? "the page" : String(file)) has no heading #\(anchor)", link.offsets,
        Suggestion.nearest(to: anchor, among: known.sorted(by: Files.utf8Order)).map { "did you mean `#\($0)`?" }
          ?? "link to a heading that is there"
      )
    }
  }

  private func unknownCommands(_ page: MarkdownPage) -> [Fault] {
    guard let commands else { return [] }
    return page.code.flatMap { range -> [Fault] in
      let line = String(decoding: page.bytes[range], as: UTF8.self).replacing("\n", with: " ")
      return line.split(whereSeparator: { ";|&()".contains($0) }).compactMap { commands.problem(with: $0) }.map {
        (.pageCommandUnknown, $0, range, "`pv --help` lists the commands, `pv COMMAND --help` their flags")
      }
    }
  }

  /// A status among the three words behind an id, without a line's end between cells of a table or sentences.
  private func otherStatuses(_ page: MarkdownPage) -> [Fault] {
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
  private func otherCounts(_ page: MarkdownPage) -> [Fault] {
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
