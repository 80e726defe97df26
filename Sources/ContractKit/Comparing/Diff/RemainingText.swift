/// What differs between two trees beyond what the typed comparison looks at, so that no change is
/// called none.
enum RemainingText {
  /// A change for each place whose text differs; claims are the same.
  static func changes(_ old: YAMLNode, _ new: YAMLNode) -> [ClaimChange] {
    let (before, after) = (flat(old), flat(new))
    // What came or went as a whole is said once, not once a key.
    let whole = elements(old).symmetricDifference(elements(new))
    return Set(before.keys).union(after.keys).sorted(by: Files.utf8Order).compactMap { path in
      guard before[path] != after[path], !isCompared(path), !whole.contains(where: path.hasPrefix) else { return nil }
      let what =
        before[path] == nil ? "was added" : after[path] == nil ? "was removed" : "reads differently"
      return ClaimChange(path, .neutral, what, bump: isDerived(path) ? VersionBump.none : nil)
    }
  }

  /// The scalars of a tree by their paths; an element of a list goes by its id where it has one.
  static func flat(_ node: YAMLNode?) -> [String: String] {
    var result: [String: String] = [:]
    func visit(_ node: YAMLNode, _ path: String) {
      if let text = node.text { result[path] = ContractDiff.folded(text) }
      if let entries = node.entries {
        for entry in entries { visit(entry.value, path.isEmpty ? entry.name ?? "" : "\(path).\(entry.name ?? "")") }
      }
      if let elements = node.elements {
        for (index, element) in elements.enumerated() {
          visit(element, "\(path)[\(element["id"]?.text ?? String(index + 1))]")
        }
      }
    }
    if let node { visit(node, "") }
    return result
  }

  /// The paths of everything that the typed comparison pairs by name.
  private static func elements(_ root: YAMLNode) -> Set<String> {
    var paths = Set(root.entries("equations").map { "equations.\($0.name ?? "")." })
    for section in ["falsification_tests", "gates", "proof_obligations", "kani_harnesses", "hypotheses"] {
      for element in root.elements(section) {
        if let id = element["id"]?.text { paths.insert("\(section)[\(id)]") }
      }
    }
    return paths
  }

  /// What `pv verify --write` keeps: it says nothing of its own.
  private static func isDerived(_ path: String) -> Bool {
    path.hasPrefix("falsification_tests[") && path.hasSuffix("].discharge_status")
      || path.hasPrefix("gates[")
        && [".verdict", ".verdict_basis", ".discharge_status"].contains { path.hasSuffix($0) }
      || path.hasPrefix("hypotheses[") && path.hasSuffix("].state")
  }

  /// Whether the typed comparison says what changed there.
  private static func isCompared(_ path: String) -> Bool {
    if ["metadata.version", "metadata.format"].contains(path) || path.hasPrefix("loosened") { return true }
    let isWhole: (String, [String]) -> Bool = { section, keys in
      guard path.hasPrefix(section) else { return false }
      let rest = path.dropFirst(section.count).drop { $0 != "]" }.dropFirst()
      return keys.contains { rest == ".\($0)" || rest.hasPrefix(".\($0)[") || rest.hasPrefix(".\($0).") }
    }
    if isWhole("faults[", ["class", "violates", "mutants"]) || isWhole("falsification_tests[", falsifierKeys)
      || isWhole("gates[", ["id", "requires", "falsification_id"])
      || isWhole("hypotheses[", ["id", "question", "statement", "refines", "supersedes", "predicts"])
      || isWhole("proof_obligations[", ["id", "type", "property", "formal", "applies_to", "tolerance"])
      || isWhole("kani_harnesses[", ["id", "bound"])
    {
      return true
    }
    guard path.hasPrefix("equations.") else { return false }
    return equationKeys.contains { path.contains(".\($0)") }
  }

  private static let falsifierKeys = [
    "id", "domain", "exact", "checks", "mutants", "blind_to", "binds_to", "orders", "variants", "fixtures", "requires",
    "needs", "waived",
    "prediction", "test",
  ]

  private static let equationKeys = [
    "formula", "domain", "codomain", "preconditions", "postconditions", "invariants", "implementation", "operation",
  ]
}
