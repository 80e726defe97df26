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
      "stale: the claim changed since the run (its bindings, domain, metrics, bounds, orders, mutants, or what runs it)"
    case .implementationMoved: "stale: the paths under `implementation:` of the bound clauses changed since the run"
    case .testFileMissing(let test): "no source file holds the test \(test.isEmpty ? "(none declared)" : test)"
    case .scriptMissing(let run): "no argument of `run` is a text file of the package: \(run)"
    case .notBound: "stale: no binding says to which claim and sources the evidence belongs"
    case .bindingUnreadable(let reason): "the binding is unreadable: \(reason)"
    case .bindingEdited: "the binding was edited: its lines and their seal do not match"
    case .memberMoved(let name, let kind): "stale: \(name) changed since the run (\(kind.rawValue))"
    case .memberGone(let name): "stale: \(name) was part of the run and is no longer reached"
    case .keyMoved: "stale: what it depends on changed, and another falsifier of the contract has been run since"
    case .otherResult: "stale: the binding belongs to another result"
    case .enteredOtherwise: "the run took it as fresh, with another key or result"
    case .sourceUnreadable(let reason): "stale: \(reason)"
    case .notFinished(let outcome): "in this run: \(outcome)"
    case .notPromoted: "the run finished it, but evidence/ has another result"
    case .notMeasured(let metric): "\(metric) was not measured"
    case .asserted(let metric): "\(metric) is an asserted number, not a measurement"
    case .otherBound(let metric, let evaluated, let named):
      "\(metric) was measured against the bound \(evaluated), but the contract names \(named): run it again"
    case .outsideDomain(let what): what
    case .violated(let metric): "\(metric) violates its check"
    case .survived(let mutant): "the mutant \(mutant) survives"
    case .didNotRun(let mutant): "the mutant \(mutant) did not run"
    case .repeats(let mutant, let other): "the mutant \(mutant) returns the same bits as \(other): they are one fault"
    case .onlyConstantMutants: "its mutants return only constants, which nearly any check tells from a right result"
    case .impostorPasses(let name, of: let array?): "the impostor \(name) of \(array) passes every check"
    case .impostorPasses(let name, of: nil): "the impostor \(name) applies to none of its arrays"
    case .impostorDidNotRun(let name, of: let array): "the impostor \(name) of \(array) did not run"
    case .seesNoImpostor: "its checks accept every kind of wrong array: zeros, other cases, an input and all the rest"
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
