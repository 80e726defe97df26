/// What a rule sees that is about one contract.
///
/// The lists that many rules go through are made once.
package struct RuleContext {
  let path: String
  /// The contract as it was meant.
  let contract: Contract
  let root: YAMLNode
  let source: SourceText
  private let packages: Packages
  /// The day on which the contract is judged.
  let today: CalendarDate

  /// The mappings of `falsification_tests`.
  let falsifierNodes: [YAMLNode]
  /// The falsifiers that use what `pv/1` adds, with the mappings that they were decoded from; all of a contract that
  /// must.
  let falsifiers: [(falsifier: Falsifier, node: YAMLNode)]
  /// The equations that use what `pv/1` adds.
  let equations: [Equation]
  /// All checks of all falsifiers, as they are written.
  let checks: [YAMLNode]
  /// The mappings of `proof_obligations`.
  let obligationNodes: [YAMLNode]
  /// The mappings of `kani_harnesses`.
  let harnessNodes: [YAMLNode]
  /// The names of obligations in them of which there is none.
  let unresolvedHarnessNames: [YAMLNode]

  /// What the rules see of a file and its outline; nil where it is no contract.
  package init?(_ file: ContractFile, _ outline: ContractOutline, packages: Packages, today: CalendarDate) {
    guard let contract = file.meantContract, let root = file.meantRoot, let source = file.source else { return nil }
    (path, self.contract, self.root, self.source) = (file.path, contract, root, source)
    (self.packages, self.today) = (packages, today)
    falsifierNodes = root.mappings("falsification_tests")
    falsifiers = contract.extendedFalsifiers(in: falsifierNodes)
    equations = contract.extendedEquations
    checks = falsifierNodes.flatMap { $0.mappings("checks") }
    obligationNodes = root.mappings("proof_obligations")
    harnessNodes = root.mappings("kani_harnesses")
    unresolvedHarnessNames = outline.harnesses.unresolved.map { YAMLNode(tree: root.tree, position: $0) }
  }

  /// The package that the contract's file lies in, where it lies in one; looked for when a rule asks.
  var package: PackageSources? { packages.package(of: path) }

  /// The place of a node.
  func range(_ node: YAMLNode) -> SourceRange { source.range(node.offsets) }

  /// Where to say that a mapping lacks a key: its first key, which is short and tells which one it is.
  func head(_ node: YAMLNode) -> SourceRange { range(node.entries?.first?.key ?? node) }

  /// Where to say that a top-level section lacks something: its key, else the first line.
  func section(_ key: String) -> SourceRange {
    root.entry(key).map { range($0.key) } ?? root.entries?.first.map { range($0.key) } ?? source.firstLine
  }

  /// All mappings that have a key, at any depth, in the order of the file.
  func mappings(with key: String) -> [YAMLNode] {
    root.tree.mappings(with: key).map { YAMLNode(tree: root.tree, position: $0) }
  }

  /// All entries with a key, at any depth, in the order of the file.
  func entries(named key: String) -> [YAMLEntry] {
    root.tree.keys(named: key).map { YAMLEntry(key: YAMLNode(tree: root.tree, position: $0)) }
  }
}

extension RuleContext {
  /// Findings for a key of mappings that is missing or says nothing.
  func missing(_ key: String, in items: [YAMLNode], _ message: (YAMLNode) -> String, help: String) -> [Finding] {
    items.compactMap { item in
      guard item.isBlank(key) else { return nil }
      return Finding(item.entry(key).map { range($0.key) } ?? head(item), message(item), help: help)
    }
  }

  /// Findings for texts that are there a second time, with the first as a related place.
  func repeated(
    _ texts: [Located<String>], _ say: (_ text: String, _ first: SourceRange) -> (message: String, help: String)
  ) -> [Finding] {
    guard texts.count > 1 else { return [] }
    var first: [String: SourceRange] = [:]
    return texts.compactMap { text in
      guard let earlier = first[text.value] else {
        first[text.value] = text.range
        return nil
      }
      let (message, help) = say(text.value, earlier)
      return Finding(
        text.range, message, help: help, related: [.init(message: "first here", path: path, range: earlier)])
    }
  }

  /// The same for nodes; those that say nothing are left out.
  func repeated(
    _ nodes: [YAMLNode], _ say: (_ text: String, _ first: SourceRange) -> (message: String, help: String)
  ) -> [Finding] {
    guard YAMLNode.mayRepeat(nodes) else { return [] }
    return repeated(nodes.compactMap { node in node.text.map { Located($0, at: range(node)) } }, say)
  }
}

extension YAMLNode {
  /// Whether two of some scalars of a document may say the same; certainly not for nearly all lists of different ones.
  fileprivate static func mayRepeat(_ nodes: [YAMLNode]) -> Bool {
    guard let tree = nodes.first?.tree else { return false }
    var digests = nodes.map { (value: digest($0), position: $0.position) }
    digests.sort { $0.value < $1.value }
    for index in digests.indices {
      var other = index - 1
      while other >= 0, digests[other].value == digests[index].value {
        if index - other > 8 || tree.saySame(digests[other].position, digests[index].position) { return true }
        other -= 1
      }
    }
    return false
  }

  /// A number that equal texts share, by bytes that they have in common: `0x20...0x3A`, blanks, digits and brackets, are a
  /// part of no composed character.
  private static func digest(_ node: YAMLNode) -> UInt64 {
    node.withText { text in
      // Their cubes, each by its place among them: no sum waits for another's product.
      var (sum, place): (UInt64, UInt64) = (0, 1)
      for byte in text where (0x20...0x3A).contains(byte) {
        sum &+= UInt64(byte) &* UInt64(byte) &* UInt64(byte) &* place
        place += 2
      }
      return sum
    }
  }
}
