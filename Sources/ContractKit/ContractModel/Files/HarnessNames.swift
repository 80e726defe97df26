/// What the harnesses of a contract name of its obligations.
package struct HarnessNames: Sendable {
  /// How many harnesses name an obligation.
  package let count: Int
  /// The names of obligations that are not there, by their positions in the tree, in the order of the file.
  package let unresolved: [Int]

  /// How many harnesses name an obligation that is there.
  package var resolved: Int { count - unresolved.count }

  /// The names below a file's root mapping.
  init(_ root: YAMLNode?) {
    let names = root.map(Self.names) ?? []
    count = names.count
    guard let root, !names.isEmpty else {
      unresolved = []
      return
    }
    let (tree, known) = (root.tree, Self.obligations(root))
    // The few of most contracts are compared faster than a table of them is made.
    if names.count * known.count <= 1 << 10 {
      unresolved = names.filter { name in !known.contains { tree.saySame($0, name) } }
    } else {
      let texts = Set(known.map(tree.text))
      unresolved = names.filter { !texts.contains(tree.text($0)) }
    }
  }

  private static func names(_ root: YAMLNode) -> [Int] {
    texts("obligation", of: root.mappings("kani_harnesses"))
  }

  /// What a harness can name: ids and properties of obligations, and equations.
  private static func obligations(_ root: YAMLNode) -> [Int] {
    // Those that are under another word for the key are not missing: the word is.
    let obligations = root.mappings("proof_obligations") + root.mappings("obligations")
    return texts("id", of: obligations) + texts("property", of: obligations)
      + root.entries("equations").map(\.key.position).filter { root.tree.records[$0].kind.isScalar }
  }

  /// The texts below a key of some mappings.
  private static func texts(_ key: String, of mappings: [YAMLNode]) -> [Int] {
    mappings.compactMap { mapping in
      mapping.tree.value(key, of: mapping.position).flatMap { mapping.tree.records[$0].kind.isScalar ? $0 : nil }
    }
  }
}
