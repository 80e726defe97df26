/// What is kept of a contract's file until all files have been read: what other contracts can name, and what it names.
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

  package init(_ file: ContractFile) {
    path = file.path
    id = file.contract?.id
    written = file.contract.map(PackedNames.init)
    let meant = file.meantContract
    respelled = meant === file.contract ? nil : meant.map(PackedNames.init)
    terms = file.contract?.terms ?? .builtIn
    hypotheses = meant?.hypotheses ?? file.investigation?.hypotheses ?? []
    isContract = file.isContract
    if case .bindings(let bindings) = file.foreign { self.bindings = bindings } else { bindings = [] }
    harnesses = HarnessNames(file.meantRoot)
    bindsClauses = meant?.falsifiers.contains { !$0.bindsTo.isEmpty } ?? false
    hasGate = meant?.gates.isEmpty == false || !(file.meantRoot?.isBlank("qa_gate") ?? true)
    isStrict = file.contract?.isStrict ?? (file.investigation != nil)
    inode = file.inode
    firstLine = file.source?.firstLine
  }

  /// Whether it is a contract of the public format.
  package var isPublic: Bool { id != nil && !isStrict }

  /// The contract as it is written; nil where the file is none.
  ///
  /// It is made of its names whenever somebody asks, and has of the rest at most that it is there: no prose, no thresholds,
  /// of falsifiers in the public format only those that use what `pv/1` adds. Places are those that a finding about names
  /// points at.
  package var contract: Contract? { names(written)?.outline }

  /// Whether it was probably meant otherwise than it is written.
  package var isRespelled: Bool { respelled != nil }

  /// The same as it was probably meant, with misspelled keys read as the right ones.
  package var meant: Contract? { names(respelled ?? written)?.outline }

  /// What it is as meant, with the ids of all falsifiers.
  package var meantNames: (outline: Contract, falsifierIDs: [Located<String>])? { names(respelled ?? written) }

  private func names(_ packed: PackedNames?) -> (outline: Contract, falsifierIDs: [Located<String>])? {
    packed?.contract(id: id ?? "", path: path, terms: terms)
  }
}
