extension ContractDecoder {
  /// What a falsifier is tried on; nil where nothing is written. Parts that cannot be read are left out.
  func domain(_ falsifier: YAMLNode) -> Domain? {
    guard let node = falsifier["domain"], node.kind == .mapping else { return nil }
    func extents(_ key: String) -> [(name: Located<String>, extent: Located<Domain.Extent>)] {
      node.entries(key).compactMap { entry in
        guard let name = text(entry.key), let extent = extent(entry.value) else { return nil }
        return (name, extent)
      }
    }
    let inputs = node.entries("inputs").compactMap { entry -> (name: Located<String>, input: Domain.Input)? in
      guard let name = text(entry.key) else { return nil }
      return (name, input(entry.value))
    }
    return Domain(inputs: inputs, outputs: extents("outputs"), over: extents("over"), range: range(node))
  }

  private func input(_ node: YAMLNode) -> Domain.Input {
    let cases = text("cases", of: node).flatMap { text in
      WholeNumber.read(text.value).map { Located($0, at: text.range) }
    }
    let shape = node["shape"]?.elements.map { $0.map { $0.text.flatMap { WholeNumber.read($0) } ?? -1 } }
    return Domain.Input(
      cases: cases, over: node["over"].flatMap(extent), shape: shape, corners: texts("corners", of: node),
      classes: texts("classes", of: node))
  }

  private func extent(_ node: YAMLNode) -> Located<Domain.Extent>? {
    text(node).flatMap { text in Domain.Extent(text.value).map { Located($0, at: text.range) } }
  }
}
