import Provenance

/// Findings about what binds evidence, and about what a run reaches.
package enum BindingFindings {
  /// A binding that cannot be read, or has lines of falsifiers that the contract does not have.
  package static func findings(of contract: Contract, _ bindings: Bindings, _ options: Verification.Options)
    -> [Diagnostic]
  {
    guard !contract.falsifiers.isEmpty, let read = bindings[contract.id] else { return [] }
    let path = "\(options.evidenceFolder)/\(Binding.relativePath(contract: contract.id))"
    switch read {
    case .failure(.newer(let version)):
      return [Rule.evidenceNewerSchema.diagnostic("\(Binding.Problem.newer(version))", path: path)]
    case .failure(.older(let version)):
      return [
        Rule.evidenceOlderForm.diagnostic(
          "the binding is \(Binding.Problem.older(version))", path: path,
          help: "remove the file and run the contract's falsifiers")
      ]
    case .failure(let problem):
      let converted = ConvertedLineEnds(at: path)
      return [
        Rule.bindingUnreadable.diagnostic(
          converted?.message ?? problem.description, path: path,
          help: converted?.help ?? "restore the file, or remove it and run the contract's falsifiers")
      ]
    case .success(let binding):
      let known = Set(contract.falsifiers.map(\.id.value))
      return binding.falsifiers.subtracting(known).sorted(by: Files.utf8Order).map { id in
        Rule.evidenceOrphan.diagnostic(
          "lines here bind \(id), but the contract has no such falsifier", path: path,
          help: "remove the lines, or run a falsifier of the contract")
      }
    }
  }

  /// Paths under `implementation:` that the falsifier's own file does not reach, or that it belongs to itself.
  package static func misplaced(_ entry: Verification.Entry, library: some ContractLookup) -> [Diagnostic] {
    let paths = Dictionary((entry.key?.paths ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var found: [Diagnostic] = []
    var said: Set<String> = []
    for clause in entry.falsifier.clauses {
      guard let home = clause.contract.map({ library[$0] }) ?? entry.contract else { continue }
      for path in home.equation(clause.equation)?.implementation ?? [] {
        guard let known = paths[path.value], !known.isReached || known.isOwn,
          said.insert("\(home.path) \(path.value)").inserted
        else { continue }
        let id = entry.falsifier.id.value
        found.append(
          known.isOwn
            ? Rule.implementationOwn.diagnostic(
              "\(path.value) contains sources of \(id)'s own test target", path: home.path, range: path.range,
              help: "name the sources of the kernel that is shipped, and make the test call it")
            : Rule.implementationUnreached.diagnostic(
              "\(id) never reaches \(path.value)", path: home.path, range: path.range,
              help: "name the sources that its test calls, or make the test call these"))
      }
    }
    return found
  }
}
