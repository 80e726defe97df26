import ContractKit

/// Where a contract declares and names clauses, part by part.
struct ClauseMention {
  /// The contract is always named.
  let reference: ClauseReference
  let isDeclaration: Bool
  /// The bytes of the contract's id; nil where it is not written.
  let contract: Range<Int>?
  /// The bytes of the equation's id; nil in the declaration of an invariant.
  let equation: Range<Int>?
  /// The bytes of the invariant's id.
  let invariant: Range<Int>?

  /// All bytes.
  var offsets: Range<Int> {
    let parts = [contract, equation, invariant].compactMap { $0 }
    return parts.map(\.lowerBound).min()!..<parts.map(\.upperBound).max()!
  }

  /// All mentions in a file, in no order.
  static func all(in file: ContractFile) -> [ClauseMention] {
    guard let root = file.root, let source = file.source, let id = file.contract?.id else { return [] }
    let bytes = source.bytes
    var mentions: [ClauseMention] = []
    for entry in root.entries("equations") {
      guard let name = entry.name else { continue }
      let own = ClauseReference(contract: id, equation: name)
      mentions += declaration(own, entry.key, bytes)
      for (index, invariant) in entry.value.elements("invariants").enumerated() {
        guard let node = invariant["id"] else {
          if invariant.kind == .scalar {
            let offsets = invariant.offsets
            mentions.append(
              ClauseMention(
                reference: ClauseReference(contract: id, equation: name, invariant: "inv-\(index + 1)"),
                isDeclaration: true, contract: nil, equation: nil, invariant: offsets.lowerBound..<offsets.lowerBound))
          }
          continue
        }
        if let text = node.text, let offsets = node.content(in: bytes) {
          mentions.append(
            ClauseMention(
              reference: ClauseReference(contract: id, equation: name, invariant: text), isDeclaration: true,
              contract: nil, equation: nil, invariant: offsets))
        }
      }
    }
    let lists =
      root.elements("falsification_tests").map { $0["binds_to"] } + root.elements("faults").map { $0["violates"] }
      + root.elements("proof_obligations").map { $0["applies_to"] }
    for list in lists.compactMap({ $0 }) {
      for node in list.elements.map(Array.init) ?? [list] { mentions += use(node, bytes, in: id) }
    }
    return mentions
  }

  private static func declaration(_ clause: ClauseReference, _ key: YAMLNode, _ bytes: [UInt8]) -> [ClauseMention] {
    key.content(in: bytes).map {
      [ClauseMention(reference: clause, isDeclaration: true, contract: nil, equation: $0, invariant: nil)]
    } ?? []
  }

  private static func use(_ node: YAMLNode, _ bytes: [UInt8], in contract: String) -> [ClauseMention] {
    guard let content = node.content(in: bytes), let reference = node.text.flatMap({ ClauseReference($0) }) else {
      return []
    }
    var start = content.lowerBound
    let named = reference.contract.map { id in
      defer { start += id.utf8.count + 1 }
      return start..<start + id.utf8.count
    }
    let equation = start..<start + reference.equation.utf8.count
    let invariant = reference.invariant.map { equation.upperBound + 1..<equation.upperBound + 1 + $0.utf8.count }
    let whole = ClauseReference(
      contract: reference.contract ?? contract, equation: reference.equation, invariant: reference.invariant)
    return [
      ClauseMention(reference: whole, isDeclaration: false, contract: named, equation: equation, invariant: invariant)
    ]
  }
}
