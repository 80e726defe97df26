/// A file in YAML beside contracts that another tool reads: it makes no claim, and is counted apart.
package enum ForeignFile: Sendable {
  /// Which function of the code computes which equation: the public tool chain's binding.yaml.
  case bindings([CodeBinding])
  /// The contract of a piece of work, or of another surface that is no kernel, as `surface:` says.
  case surface(String)

  /// Recognizes a file that has none of the sections of a contract; nil where it is nothing that is known.
  ///
  /// A section of a contract that is misspelled is a contract's still.
  init?(_ root: YAMLNode, _ source: SourceText, besides sections: [String]) {
    let names = root.entries?.compactMap(\.name) ?? []
    guard !names.contains(where: { $0 == "gates" || Suggestion.nearest(to: $0, among: sections) != nil }) else {
      return nil
    }
    if let surface = root["surface"]?.text {
      self = .surface(surface)
    } else if let bindings = root["bindings"]?.elements {
      self = .bindings(bindings.compactMap { CodeBinding($0, source) })
    } else {
      return nil
    }
  }

  /// What the last line of a report says of so many of them; nothing where there is none.
  package static func leftOut(_ count: Int) -> String {
    count == 0 ? "" : "; \(Plural.count(count, "file")) of other tools left out"
  }

  /// What it is, in words.
  package var name: String {
    switch self {
    case .bindings(let bindings): "\(Plural.count(bindings.count, "binding")) of equations to code"
    case .surface(let surface): "another tool's, `surface: \(surface)`"
    }
  }
}

/// That a function of the code computes an equation of a contract.
package struct CodeBinding: Sendable {
  /// The stem of the contract's file; `.yaml` is left out.
  package let contract: Located<String>
  package let equation: Located<String>?

  init?(_ node: YAMLNode, _ source: SourceText) {
    guard let contract = node["contract"], let text = contract.text, !text.isEmpty else { return nil }
    self.contract = Located(ContractFile.stem(text), at: source.range(contract.offsets))
    equation = node["equation"].flatMap { node in node.text.map { Located($0, at: source.range(node.offsets)) } }
  }
}
