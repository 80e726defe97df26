/// Links and commands.
extension PageFindings {
  /// - Parameter anchors: by path, those of pages that were asked about before.
  func deadLinks(_ page: Page, _ anchors: inout [String: Set<String>]) -> [Fault] {
    page.text.links.compactMap { link in
      let parts = link.text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      guard !link.text.contains(":"), let file = parts.first else { return nil }
      let target = file.isEmpty ? page.path : PathText.join(Files.parent(of: page.path) ?? "", String(file))
      guard Files.kind(of: target) != nil else {
        return (.pageLinkDead, "there is no \(file)", link.offsets, "link to a file that exists")
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
          ?? "link to a heading that exists"
      )
    }
  }

  func unknownCommands(_ page: MarkdownPage) -> [Fault] {
    guard let commands else { return [] }
    return page.code.flatMap { range -> [Fault] in
      let line = String(decoding: page.bytes[range], as: UTF8.self).replacing("\n", with: " ")
      return line.split(whereSeparator: { ";|&()".contains($0) }).compactMap { commands.problem(with: $0) }.map {
        (.pageCommandUnknown, $0, range, "`pv --help` lists the commands, `pv COMMAND --help` their flags")
      }
    }
  }
}
