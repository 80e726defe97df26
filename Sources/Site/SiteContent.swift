import ContractKit

/// All that a site shows, as the verification and the other reports have it; nothing is judged here.
public struct SiteContent: Sendable {
  /// The project's folder, as it is called.
  public var project: String
  /// The verdicts, which every page shows.
  package let verification: Verification
  /// The chain from reference to evidence, with its holes.
  public let coverage: Coverage
  /// What moved since a revision; nil where none is named.
  public var change: SiteChange?
  /// Captured passes of models, in the order given.
  package private(set) var traces: [SiteTrace] = []
  /// The first two of them, compared.
  private(set) var overlay: TraceOverlay?
  /// What `pv bisect --json` wrote of the models of two traces.
  package var bisection: SiteBisection?
  /// Libraries that `pv conform` tried.
  package var libraries: [ConformedLibrary] = []

  let contractNames: [String]
  let entryNames: [String]
  /// By contract, in the order of the verification: the places of its entries there.
  let entriesOfContract: [Range<Int>]

  /// The content of a site without traces, libraries and changes.
  public init(project: String, _ verification: Verification, coverage: Coverage) {
    (self.project, self.verification, self.coverage) = (project, verification, coverage)
    var names = FileNames()
    contractNames = verification.contracts.map { names.name("contract-\($0.id)") }
    entryNames = verification.entries.map { names.name("falsifier-\($0.falsifier.id.value)") }
    // The entries stand in the order of the contracts.
    var start = 0
    entriesOfContract = verification.contracts.map { contract in
      defer { start += contract.falsifiers.count }
      return start..<start + contract.falsifiers.count
    }
    var contractsByID: [String: Int] = [:]
    for (index, contract) in verification.contracts.enumerated() where contractsByID[contract.id] == nil {
      contractsByID[contract.id] = index
    }
    self.contractsByID = contractsByID
    var entriesByID: [String: Int] = [:]
    for (index, entry) in verification.entries.enumerated() where entriesByID[entry.falsifier.id.value] == nil {
      entriesByID[entry.falsifier.id.value] = index
    }
    self.entriesByID = entriesByID
    var bindings: [String: [(entry: Int, clause: ClauseReference)]] = [:]
    for (index, entry) in verification.entries.enumerated() {
      for clause in entry.falsifier.clauses {
        let own = ClauseReference(equation: clause.equation, invariant: clause.invariant)
        bindings[clause.contract ?? entry.contract.id, default: []].append((index, own))
      }
    }
    self.bindings = bindings
  }

  /// Shows captured passes; the first two are compared.
  ///
  /// - Throws: `ModelFileError`, `FileError` where captures cannot be read.
  public mutating func show(_ traces: [SiteTrace]) throws {
    var names = FileNames()
    self.traces = traces.map { trace in
      var trace = trace
      trace.page = names.name("trace-\(trace.name)")
      return trace
    }
    overlay = traces.count > 1 ? try TraceOverlay(self.traces[0], self.traces[1]) : nil
  }

  /// By contract, which falsifier binds which of its clauses, those of other contracts included.
  let bindings: [String: [(entry: Int, clause: ClauseReference)]]
  private let contractsByID: [String: Int]
  private let entriesByID: [String: Int]

  /// The place of the first falsifier with an id; nil where there is none.
  func entry(_ id: String) -> Int? { entriesByID[id] }

  /// The name of the page of the first contract with an id; nil where there is none.
  func contractPage(_ id: String) -> String? { contractsByID[id].map { contractNames[$0] } }

  /// The falsifiers of a contract whose words somebody vouched for, with the reasons, as its binding has them.
  func acceptances(of contract: Contract) -> [(falsifier: String, acceptance: Binding.Acceptance)] {
    let path = "\(verification.evidenceFolder)/\(Binding.relativePath(contract: contract.id))"
    guard let bytes = try? Files.read(path), let binding = try? Binding(reading: bytes) else { return [] }
    return contract.falsifiers.compactMap { falsifier in
      binding.entries[falsifier.id.value]?.acceptance.map { (falsifier.id.value, $0) }
    }
  }

  /// A falsifier's id, with a link to its page where it has one.
  func link(falsifier id: String) -> HTML {
    entriesByID[id].map { "<a href=\"\(entryNames[$0]).html\">\(id)</a>" } ?? "\(id)"
  }

  /// The same for a place in the verification's entries.
  func link(entry index: Int) -> HTML {
    "<a href=\"\(entryNames[index]).html\">\(verification.entries[index].falsifier.id.value)</a>"
  }

  /// The same for an entry itself.
  func link(_ entry: Verification.Entry) -> HTML { link(falsifier: entry.falsifier.id.value) }

  /// A contract's id, with a link to its page where it has one.
  func link(contract id: String) -> HTML {
    contractPage(id).map { "<a href=\"\($0).html\">\(id)</a>" } ?? "\(id)"
  }

  /// A clause, with a link to its place where its contract has a page.
  func link(_ clause: ClauseReference, from contract: String) -> HTML {
    guard let page = contractPage(clause.contract ?? contract) else { return "<code>\(clause.description)</code>" }
    return "<a href=\"\(page).html#\(Self.anchor(clause))\"><code>\(clause.description)</code></a>"
  }

  /// The place of a clause on the page of its contract.
  static func anchor(_ clause: ClauseReference) -> String {
    FileNames.anchor("clause-" + clause.equation + (clause.invariant.map { "." + $0 } ?? ""))
  }
}

/// Names of files that every file system has: short, without anything that a shell or an address reads otherwise, and
/// different also where capitals are the same as small letters.
struct FileNames {
  private var taken: Set<String> = []

  /// A name like a text, which no earlier one is.
  mutating func name(_ text: String) -> String {
    let plain = Self.plain(text)
    var name = plain
    var number = 2
    while !taken.insert(name.lowercased()).inserted {
      name = "\(plain)_\(number)"
      number += 1
    }
    return name
  }

  /// What a place on a page is called: unlike names of files these only need to be what links write.
  static func anchor(_ text: String) -> String { plain(text) }

  private static func plain(_ text: String) -> String {
    let safe = String(
      text.unicodeScalars.map { scalar -> Character in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": Character(scalar)
        default: "_"
        }
      })
    // A text that was changed is told apart by its digest.
    guard safe != text || safe.utf8.count > 100 else { return safe }
    return "\(safe.prefix(80))-\(Digest(of: Array(text.utf8)).description.prefix(8))"
  }
}
