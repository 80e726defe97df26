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
    root.mappings("kani_harnesses").compactMap { text("obligation", of: $0.position, in: root.tree) }
  }

  /// What a harness can name: ids and properties of obligations, and equations.
  private static func obligations(_ root: YAMLNode) -> [Int] {
    let tree = root.tree
    var known: [Int] = []
    // Those that are under another word for the key are not missing: the word is.
    for section in ["proof_obligations", "obligations"] {
      guard let list = tree.value(section, of: root.position) else { continue }
      for obligation in tree.elements(of: list) {
        if let id = text("id", of: obligation, in: tree) { known.append(id) }
        if let property = text("property", of: obligation, in: tree) { known.append(property) }
      }
    }
    if let equations = tree.value("equations", of: root.position) {
      known += tree.keys(of: equations).filter { tree.records[$0].kind.isScalar }
    }
    return known
  }

  /// The text below a key of a mapping; nil where there is none, and of what is no mapping.
  private static func text(_ key: String, of mapping: Int, in tree: YAMLTree) -> Int? {
    tree.value(key, of: mapping).flatMap { tree.records[$0].kind.isScalar ? $0 : nil }
  }
}
