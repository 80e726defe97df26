import Provenance

extension Verdict.Reason: CustomStringConvertible {
  /// One clause of prose, for people.
  package var description: String {
    switch self {
    case .contractInvalid: "the contract has errors; see pv validate"
    case .formatUndeclared: "declare the format: `format: pv/1` under `metadata`"
    case .noChecks: "it has no checks, so nothing can be judged"
    case .noMutants: "it names no mutants, so it has never been seen to fail"
    case .noEvidence: "no evidence"
    case .unreadable(let reason): "the evidence is unreadable: \(reason)"
    case .edited(let detail): detail
    case .newerSchema(let version): "newer pv needed: the evidence has schema version \(version)"
    case .olderSchema(let detail): detail
    case .misfiled(let contract, let falsifier): "the file is evidence of \(contract)/\(falsifier)"
    case .claimMoved:
      "stale: the claim moved (bindings, domain, metrics, bounds, orders, mutants, or what runs it changed since the run)"
    case .implementationMoved: "stale: the bound clauses name other paths under `implementation:` since the run"
    case .testFileMissing(let test): "no source file holds the test \(test.isEmpty ? "(none declared)" : test)"
    case .scriptMissing(let run): "no argument of `run` is a text file of the package: \(run)"
    case .notBound: "stale: no binding says to which claim and sources the evidence belongs"
    case .bindingUnreadable(let reason): "the binding is unreadable: \(reason)"
    case .bindingEdited: "the binding was edited: its lines and their seal do not fit each other"
    case .memberMoved(let name, let kind): "stale: \(name) changed since the run (\(kind.rawValue))"
    case .memberGone(let name): "stale: \(name) was part of the run and is reached no more"
    case .keyMoved: "stale: what it depends on changed, and another falsifier of the contract has been run since"
    case .otherResult: "stale: the binding is one of another result"
    case .enteredOtherwise: "the run took it as fresh, with another key or result"
    case .sourceUnreadable(let reason): "stale: \(reason)"
    case .notFinished(let outcome): "in this run: \(outcome)"
    case .notPromoted: "the run finished it, but evidence/ holds another result"
    case .notMeasured(let metric): "\(metric) was not measured"
    case .asserted(let metric): "\(metric) is an asserted number, not a measurement"
    case .otherBound(let metric, let evaluated, let named):
      "\(metric) was measured by the bound \(evaluated), and the contract names \(named): run it again"
    case .outsideDomain(let what): what
    case .violated(let metric): "\(metric) violates its check"
    case .survived(let mutant): "the mutant \(mutant) survives"
    case .didNotRun(let mutant): "the mutant \(mutant) did not run"
    case .repeats(let mutant, let other): "the mutant \(mutant) returns what \(other) does, bit for bit: one fault"
    case .onlyConstantMutants: "its mutants return constants only: nearly any check tells those from a right result"
    case .impostorPasses(let name, of: let array?): "the impostor \(name) of \(array) passes every check"
    case .impostorPasses(let name, of: nil): "the impostor \(name) is of none of its arrays"
    case .impostorDidNotRun(let name, of: let array): "the impostor \(name) of \(array) did not run"
    case .seesNoImpostor: "its checks take wrong arrays for right ones: zeros, other cases, an input and all the others"
    case .noImpostors(let metric): "no impostor of \(metric) was measured"
    case .orderDidNotRun(let order): "the order of summation \(order) did not run"
    case .notExecuted(let path): "\(path) was not executed while the real kernel was measured"
    case .executionNotShown(let path): "execution not shown: nothing in \(path) counts whether it is entered"
    case .noImplementation(let equation): "execution not shown: \(equation) names no `implementation:`"
    case .levelBelow(let required, let had): "requires \(required.rawValue), evidence is \(had.rawValue)"
    case .noWitness(let variant): "no witness has reproduced it on \(variant)"
    case .blocked(let reason): "blocked: \(reason)"
    }
  }
}

extension Verdict {
  /// The reasons on one line: the first three, and how many more there are. `pv explain ID` lists all.
  package var why: String {
    let shown = reasons.prefix(3).map(\.description)
    let rest = reasons.count - shown.count
    return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "; ")
  }
}
