extension Execution {
  /// What is not shown of the execution of the implementations that a falsifier binds, in the order in which contracts name
  /// the paths; nothing where every bound equation names an implementation and each of its paths was executed.
  ///
  /// See docs/verdicts.md, "Executed".
  ///
  /// - Parameters:
  ///   - executed: what a run has seen, by path.
  ///   - library: the contracts given, by id, in which bindings to other contracts resolve.
  package static func unshown(
    _ executed: [String: Execution], _ falsifier: Falsifier, in contract: Contract, library: some ContractLookup
  ) -> [Verdict.Reason] {
    var reasons: [Verdict.Reason] = []
    func add(_ reason: Verdict.Reason) { if !reasons.contains(reason) { reasons.append(reason) } }
    for clause in falsifier.clauses {
      let home = clause.contract.map { library[$0] } ?? contract
      let paths = home?.equation(clause.equation)?.implementation ?? []
      if paths.isEmpty { add(.noImplementation(equation: clause.equation)) }
      for path in paths {
        switch executed[path.value] {
        case .yes: break
        case .no: add(.notExecuted(path: path.value))
        case .unseen, nil: add(.executionNotShown(path: path.value))
        }
      }
    }
    return reasons
  }

  /// How to show it, for people; nil where nothing is left to show.
  package static func advice(_ reasons: [Verdict.Reason], _ falsifier: Falsifier) -> String? {
    let run = falsifier.command ?? "the test"
    if reasons.contains(where: { if case .noImplementation = $0 { true } else { false } }) {
      return
        "name the sources of the kernel under `implementation:` of the equation, and run the falsifier again: \(run)"
    }
    guard reasons.contains(where: { if case .executionNotShown = $0 { true } else { false } }) else { return nil }
    if falsifier.isRecorded {
      return
        "have the program record the lines that its coverage has seen, as `executed` (docs/recordings.md), and run the "
        + "falsifier again: \(run)"
    }
    return
      "in Package.swift, build the target of these sources with -profile-generate -profile-coverage-mapping -Xllvm "
      + "-enable-name-compression=false (Swift), or -fprofile-instr-generate -fcoverage-mapping -mllvm "
      + "-enable-name-compression=false (C), and run the falsifier again in a debug build on Linux: \(run)"
  }
}

extension Verdict.Reason {
  var isNotExecuted: Bool { if case .notExecuted = self { true } else { false } }
}
