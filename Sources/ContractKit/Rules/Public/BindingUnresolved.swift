extension Rule {
  static let bindingUnresolved = Rule(
    "binding-unresolved", .contract, .warning,
    reason: "code that is bound to an equation that is not there is bound to nothing",
    details: """
      About `binding.yaml` of the public tool chain, which names for each equation the function that computes it. The contract \
      must be among those that are judged or beside them, and have the equation. Whether the function exists is not looked at.
      """,
    failing: RuleExample(
      files: [
        .init(
          "contracts/binding.yaml",
          """
          target_crate: kernels
          bindings:
            - {contract: softmax-v1.yaml, equation: ⟪softmaxx⟫, function: softmax}

          """), .init("contracts/softmax-v1.yaml", Rule.softmax),
      ], isComplete: true),
    passing: RuleExample(
      files: [
        .init(
          "contracts/binding.yaml",
          """
          target_crate: kernels
          bindings:
            - {contract: softmax-v1.yaml, equation: softmax, function: softmax}

          """), .init("contracts/softmax-v1.yaml", Rule.softmax),
      ], isComplete: true))

  private static let softmax = """
    metadata:
      format: pv/1
      version: "1.0.0"
      description: "Softmax"
      references: ["Bridle (1990)"]
    equations:
      softmax: {formula: "e^x / sum(e^x)", not_falsified: "an example"}
    falsification_tests: []
    faults: []
    gates: []

    """
}

extension CodeBinding {
  /// Adds what of the binding names nothing.
  func judge(in index: ContractIndex, path: String, into findings: inout [Diagnostic]) {
    func add(_ message: String, _ range: SourceRange, help: String) {
      findings.append(Rule.bindingUnresolved.diagnostic(message, path: path, range: range, help: help))
    }
    guard let contract = index.contract(self.contract.value) else {
      guard !index.isUnreadable(self.contract.value), !index.isExternal(self.contract.value) else { return }
      var names = NameSearch(index.contractIDs)
      add(
        "there is no contract `\(self.contract.value)`", self.contract.range,
        help: names.nearest(to: self.contract.value).map { "did you mean `\($0)`?" }
          ?? "name it under `external:` in pv.yaml if it is in another repository")
      return
    }
    guard let equation, contract.equation(equation.value) == nil else { return }
    var names = NameSearch(contract.equations.map(\.id.value))
    add(
      "`\(contract.id)` has no equation `\(equation.value)`", equation.range,
      help: names.nearest(to: equation.value).map { "did you mean `\($0)`?" }
        ?? "its equations: \(contract.equations.map(\.id.value).joined(separator: ", "))")
  }
}
