/// What pages say of contracts, falsifiers, commands and each other, against what there is: docs/pages.md.
package struct PageFindings {
  let commands: CommandBook?
  /// Statuses by the id of a falsifier; several where contracts share an id.
  let statuses: [String: Set<String>]
  /// The ids of all falsifiers and gates.
  let ids: Set<String>
  /// What ids begin with, such as `FALSIFY`.
  let prefixes: Set<Substring>
  let contracts: Set<String>
  /// The numbers that the scoreboard has under each noun.
  let counts: [String: Set<Int>]
  let names: MeasuredNames
  let values: ProseValues
  /// The project's folder.
  let root: String
  private let files: [ContractFile]
  /// The path of ship-spec.md.
  private let specification: String

  package init(_ verification: Verification, _ options: Verification.Options) {
    commands = options.commands
    var statuses: [String: Set<String>] = [:]
    for entry in verification.entries {
      statuses[entry.falsifier.id.value, default: []].insert(entry.verdict.status.rawValue)
    }
    self.statuses = statuses
    ids = Set(statuses.keys).union(verification.gates.map(\.gate.id.value))
    prefixes = Set(ids.compactMap { $0.split(separator: "-").first })
    files = verification.set.files
    specification = PathText.absolute("\(options.root)/\(ShipSpec.fileName)")
    contracts = Set(files.filter(\.isContract).map { ContractFile.stem($0.path) })
    names = MeasuredNames(verification, stages: options.stages)
    root = options.root
    values = ProseValues(verification, root: root)
    counts = ProjectCounts(verification).byNoun
  }

  /// A fault of a page, with the bytes of the page's text that it is about.
  typealias Fault = (rule: Rule, message: String, offsets: Range<Int>, help: String?)

  /// What is wrong with pages.
  ///
  /// - Parameter paths: files, and folders whose `*.md` and contracts are meant.
  package func findings(_ paths: [String]) -> [Diagnostic] {
    var anchors: [String: Set<String>] = [:]
    let documents = DocumentFile.all(paths).flatMap { path -> [Diagnostic] in
      guard let bytes = try? DocumentFile.read(path), String(validating: bytes, as: UTF8.self) != nil else {
        return [Rule.pageLinkDead.diagnostic("the page cannot be read as UTF-8", path: PathText.shown(path))]
      }
      let hasStatusBlock = PathText.absolute(path) == specification
      return findings(Page(path: PathText.shown(path), bytes: bytes, hasStatusBlock: hasStatusBlock), &anchors)
    }
    let listed = paths.map { PathText.absolute($0) }
    let texts = files.filter { file in
      let path = PathText.absolute(file.path)
      return listed.contains { path == $0 || GivenPath.isBelow(path, $0) }
    }.flatMap { file -> [Diagnostic] in
      guard let contract = file.contract, let source = file.source else { return [] }
      return ContractText.all(in: contract).flatMap { findings(Page($0, in: file, source), &anchors) }
    }
    return documents + texts
  }

  private func findings(_ page: Page, _ anchors: inout [String: Set<String>]) -> [Diagnostic] {
    var found =
      unknownIDs(page.text) + otherStatuses(page.text) + otherCounts(page.text) + unknownNames(page.text)
      + looseNumbers(page)
    if page.isProse { found += deadLinks(page, &anchors) + unknownCommands(page.text) }
    return found.sorted { $0.offsets.lowerBound < $1.offsets.lowerBound }.map { fault in
      fault.rule.diagnostic(fault.message, path: page.path, range: page.place(fault.offsets), help: fault.help)
    }
  }
}
