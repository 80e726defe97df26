/// What is kept of a contract's file once it has been read: what other contracts can name, what it names, and what is shown
/// of it among others.
///
/// The file's own text is not in it, nor are texts for people: a contract takes little more memory than its names, which
/// are packed.
package final class ContractOutline: Sendable {
  /// The path as it was given.
  package let path: String
  /// The contract's id; nil where the file is no contract.
  package let id: String?
  private let written: PackedNames?
  /// nil where it was meant as it is written.
  private let respelled: PackedNames?
  /// What the contract can name besides clauses and other contracts.
  private let terms: Terms
  /// The hypotheses of a contract, or of a file that has nothing else.
  package let hypotheses: [Hypothesis]
  /// Whether the file counts as a contract; one of hypotheses does not, nor one that another tool reads.
  package let isContract: Bool
  /// The equations that a file of another tool binds to code.
  package let bindings: [CodeBinding]
  /// Whether more than the id is kept of some falsifier of the contract.
  let keepsFalsifiers: Bool
  /// Whether a falsifier of the contract binds a clause.
  package let bindsClauses: Bool
  /// Whether the contract has a gate of either format.
  package let hasGate: Bool
  /// Whether what is found of hypotheses is an error; in a contract of the public format it is a warning.
  package let isStrict: Bool
  /// What the harnesses name of the obligations, as meant.
  package let harnesses: HarnessNames
  /// Which file it is; nil where that is not known.
  package let inode: Inode?
  /// The place of the file's first line.
  package let firstLine: SourceRange?

  /// Whether it is known what the file is; all that is counted is 0 where it is not.
  package let isReadable: Bool
  /// What it is, in words, where another tool reads it.
  package let foreign: String?
  /// How many equations, invariants, falsifiers and hypotheses it has, as they are written.
  package let counts: (equations: Int, invariants: Int, falsifiers: Int, hypotheses: Int)
  /// Keys that the format does not know and that resemble none, and how often each is there.
  package let unknownKeys: [String: Int]

  /// What is kept of a file.
  ///
  /// - Parameter isOneOfMany: whether it is kept as long as many others; false for what is soon replaced by another.
  package init(_ file: ContractFile, isOneOfMany: Bool = false) {
    path = file.path
    id = file.contract?.id
    written = file.contract.map { PackedNames($0, isOneOfMany: isOneOfMany) }
    let meant = file.meantContract
    respelled = meant === file.contract ? nil : meant.map { PackedNames($0, isOneOfMany: isOneOfMany) }
    terms = file.contract?.terms ?? .builtIn
    hypotheses = meant?.hypotheses ?? file.investigation?.hypotheses ?? []
    isContract = file.isContract
    if case .bindings(let bindings) = file.foreign { self.bindings = bindings } else { bindings = [] }
    harnesses = HarnessNames(file.meantRoot)
    keepsFalsifiers = meant.map { meant in meant.falsifiers.contains { PackedNames.keeps($0, of: meant) } } ?? false
    bindsClauses = meant?.falsifiers.contains { !$0.bindsTo.isEmpty } ?? false
    hasGate = meant?.gates.isEmpty == false || !(file.meantRoot?.isBlank("qa_gate") ?? true)
    isStrict = file.contract?.isStrict ?? (file.investigation != nil)
    inode = file.inode
    firstLine = file.source?.firstLine
    (isReadable, foreign, unknownKeys) = (file.isReadable, file.foreign?.name, file.unknownKeys)
    counts = (
      file.contract?.equations.count ?? 0, file.contract?.invariantCount ?? 0, file.contract?.falsifiers.count ?? 0,
      file.hypotheses.count
    )
  }

  /// Whether it is a contract of the public format.
  package var isPublic: Bool { id != nil && !isStrict }

  /// The contract as it is written; nil where the file is none.
  ///
  /// It is made of its names whenever somebody asks, and has of the rest at most that it is there: no prose, no thresholds,
  /// of falsifiers in the public format only those that use what `pv/1` adds. Places are those that a finding about names
  /// points at.
  package var contract: Contract? { unpacked(written)?.outline }

  /// Whether it was probably meant otherwise than it is written.
  package var isRespelled: Bool { respelled != nil }

  /// The same as it was probably meant, with misspelled keys read as the right ones.
  package var meant: Contract? { unpacked(respelled ?? written)?.outline }

  /// What of it rules about names look at, as meant, with the ids of all falsifiers: its clauses only where it names any.
  package var meantAmongOthers: (outline: Contract, falsifierIDs: [Located<String>])? {
    unpacked(respelled ?? written, needsClauses: false)
  }

  /// What the contract declares and names as it is written, but for its clauses: a part of ``contract`` for less work.
  package var names: ContractNames? { written?.names }

  /// The same as it was probably meant.
  package var meantNames: ContractNames? { (respelled ?? written)?.names }

  /// Calls a function with the id of each falsifier, as meant, and with a place by which ``falsifierID(at:)`` finds it.
  func forEachFalsifierID(_ body: (String, Int32) -> Void) { (respelled ?? written)?.forEachFalsifierID(body) }

  /// The id of a falsifier, as meant.
  func falsifierID(at place: Int32) -> String? { (respelled ?? written)?.falsifierID(at: place) }

  private func unpacked(
    _ packed: PackedNames?, needsClauses: Bool = true
  ) -> (outline: Contract, falsifierIDs: [Located<String>])? {
    packed?.contract(id: id ?? "", path: path, terms: terms, needsClauses: needsClauses)
  }
}

/// What a contract declares and names, but for its clauses.
package struct ContractNames: Sendable {
  /// Its format and what it depends on.
  package let metadata: Contract.Metadata
  /// Those of all falsifiers.
  package let falsifierIDs: [Located<String>]
  /// Those that use what `pv/1` adds; all of a contract that must.
  package let falsifiers: [Falsifier]
  package let gates: [Contract.Gate]
  package let faults: [Fault]
}
