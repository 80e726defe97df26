extension Rule {
  static let bindingUnresolved = Rule(
    "binding-unresolved", .contract, .warning,
    reason: "code that is bound to an equation that does not exist is bound to nothing",
    details: """
      This rule is about files with a list `bindings:`, such as the file `binding.yaml` that other tools for the \
      public format use. Each entry of the list names an equation of a contract, and the function that computes the \
      equation. The contract must be one of those that are judged, or be listed under `external:` in pv.yaml. If it \
      is judged, it must have the equation. Whether the function exists is not checked.
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

extension [CodeBinding] {
  /// Adds what of the bindings of a file names nothing; one finding for each contract that they name.
  package func judge(in index: ContractIndex, path: String, into findings: inout [Diagnostic]) {
    var places: [String: Int] = [:]
    var groups: [(contract: Located<String>, equations: [Located<String>])] = []
    // Those of one contract follow one another nearly always.
    var last: (contract: String, place: Int) = ("", -1)
    for binding in self {
      let name = binding.contract.value
      if name != last.contract { last = (name, places[name] ?? groups.count) }
      let place = last.place
      if place == groups.count {
        groups.append((binding.contract, []))
        places[name] = place
      }
      if let equation = binding.equation { groups[place].equations.append(equation) }
    }
    for (id, equations) in groups {
      guard let contract = index.contract(id.value) else {
        guard !index.isUnreadable(id.value), !index.isExternal(id.value) else { continue }
        var names = index.contractSearch
        findings.append(
          Rule.bindingUnresolved.diagnostic(
            "there is no contract `\(id.value)`", path: path, range: id.range,
            help: names.nearest(to: id.value).map { "did you mean `\($0)`?" }
              ?? "name it under `external:` in pv.yaml if it is in another repository"))
        continue
      }
      let unresolved = equations.filter { contract.equation($0.value) == nil }
      guard let first = unresolved.first else { continue }
      var listed: Set<String> = []
      let words = unresolved.map(\.value).filter { listed.insert($0).inserted }.map { "`\($0)`" }
      var names = NameSearch(contract.equations.map(\.id.value))
      let nearest = words.count == 1 ? names.nearest(to: first.value) : nil
      findings.append(
        Rule.bindingUnresolved.diagnostic(
          "`\(contract.id)` has no equation \(words.joined(separator: ", "))", path: path, range: first.range,
          help: nearest.map { "did you mean `\($0)`?" }
            ?? "its equations: \(contract.equations.map(\.id.value).joined(separator: ", "))"))
    }
  }
}
