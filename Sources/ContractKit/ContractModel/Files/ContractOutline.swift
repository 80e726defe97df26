/// What is kept of a contract's file until all files have been read: what other contracts can name, and what it names.
///
/// The file's own text is not in it, nor are texts for people where they were not decoded: a thousand contracts take
/// little more memory than their names.
package final class ContractOutline: Sendable {
  /// The path as it was given.
  package let path: String
  /// The contract as it is written; nil where the file is none.
  package let contract: Contract?
  /// The contract as it was probably meant, with misspelled keys read as the right ones.
  package let meant: Contract?
  /// The contract's id; nil where the file is no contract.
  package let id: String?
  /// The ids of all falsifiers, as meant.
  package let falsifierIDs: [Located<String>]
  /// The ids of all gates, as meant.
  let gateIDs: [Located<String>]
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
  /// The ids of the contracts that it depends on, as they are written.
  package let dependencies: [Located<String>]
  /// What the harnesses name of the obligations, as meant.
  package let harnesses: HarnessNames
  /// Which file it is; nil where that is not known.
  package let inode: Inode?
  /// The place of the file's first line.
  package let firstLine: SourceRange?

  package init(_ file: ContractFile) {
    path = file.path
    contract = file.contract?.outline
    meant = file.meantContract === file.contract ? contract : file.meantContract?.outline
    id = contract?.id
    falsifierIDs = file.meantContract?.falsifiers.map(\.id) ?? []
    gateIDs = meant?.gates.map(\.id) ?? []
    hypotheses = file.meantContract?.hypotheses ?? file.investigation?.hypotheses ?? []
    isContract = file.isContract
    if case .bindings(let bindings) = file.foreign { self.bindings = bindings } else { bindings = [] }
    harnesses = HarnessNames(file.meantRoot)
    bindsClauses = meant?.falsifiers.contains { !$0.bindsTo.isEmpty } ?? false
    hasGate = !gateIDs.isEmpty || !(file.meantRoot?.isBlank("qa_gate") ?? true)
    isStrict = contract?.isStrict ?? (file.investigation != nil)
    dependencies = contract?.metadata.dependsOn ?? []
    inode = file.inode
    firstLine = file.source?.firstLine
  }
}

extension Contract {
  /// The contract without what binds or is held against nothing, which is most of one in the public format.
  fileprivate var outline: Contract {
    Contract(
      id: id, path: path, metadata: metadata, equations: equations, obligations: isStrict ? obligations : [],
      falsifiers: extendedFalsifiers, gates: gates, faults: faults, hypotheses: hypotheses, terms: terms)
  }
}
