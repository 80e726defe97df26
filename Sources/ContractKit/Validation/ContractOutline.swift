/// What is kept of a contract's file until all files have been read: what other contracts can name, and what it names.
///
/// Texts for people are not in it, nor is the file's own text: a thousand contracts take no more memory than their
/// names.
final class ContractOutline: Sendable {
  /// The path as it was given.
  let path: String
  /// The contract as it is written; nil where the file is none.
  let contract: Contract?
  /// The contract as it was probably meant, with misspelt keys read as the right ones.
  let meant: Contract?
  /// The ids of all falsifiers, as meant.
  let falsifierIDs: [Located<String>]
  /// The place of the file's first line.
  let firstLine: SourceRange?

  init(_ file: ContractFile) {
    path = file.path
    contract = file.contract?.outline
    meant = file.meant?.contract.outline ?? contract
    falsifierIDs = (file.meant?.contract ?? file.contract)?.falsifiers.map(\.id) ?? []
    firstLine = file.source?.firstLine
  }
}

extension Contract {
  /// The contract without its texts for people, its sources, and what binds or is held against nothing.
  fileprivate var outline: Contract {
    Contract(
      id: id, path: path, metadata: Metadata(format: metadata.format, dependsOn: metadata.dependsOn),
      equations: equations.map(\.outline), obligations: isStrict ? obligations.map(\.outline) : [],
      falsifiers: extendedFalsifiers, gates: gates, faults: faults)
  }
}

extension Equation {
  fileprivate var outline: Equation {
    Equation(
      id: id, invariants: invariants.map(\.outline), operation: operation, notFalsified: notFalsified, range: range)
  }
}

extension Invariant {
  fileprivate var outline: Invariant {
    Invariant(
      id: id, hasWrittenID: hasWrittenID, statement: Located("", at: statement.range), notFalsified: notFalsified)
  }
}

extension Contract.Obligation {
  fileprivate var outline: Contract.Obligation { Contract.Obligation(id: id, appliesTo: appliesTo, range: range) }
}
