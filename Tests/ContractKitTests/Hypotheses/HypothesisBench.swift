import ContractKit

/// Hypotheses read from text, and falsifiers with verdicts made in memory.
struct HypothesisBench {
  /// What a falsifier's one check, `max`, was seen to do.
  enum Seen { case holds, violated, stale, asserted, surviving, mutantMissing }

  /// The hypotheses of a file, and its findings.
  static func read(_ text: String) -> ContractFile { decode(text, path: "investigations/a.yaml") }

  /// Questions judged against falsifiers by id.
  static func judge(_ text: String, _ seen: KeyValuePairs<String, Seen>) -> [JudgedQuestion] {
    let file = read(text)
    let entries = seen.map { entry($0.key, $0.value) }
    return HypothesisJudge(file.hypotheses.map { .init(hypothesis: $0, path: file.path) }) { test in
      .init(test, entries.filter { $0.falsifier.id.value == test.falsifier })
    }.questions
  }

  /// The state of each hypothesis, by its id.
  static func states(_ text: String, _ seen: KeyValuePairs<String, Seen>) -> [String: Hypothesis.State] {
    Dictionary(uniqueKeysWithValues: judge(text, seen).flatMap(\.hypotheses).map { ($0.hypothesis.id.value, $0.state) })
  }

  /// A falsifier whose evidence shows something; its mutant `m` always violates the check where it ran.
  static func entry(_ id: String, _ seen: Seen, contract: String = "c-v1") -> Verification.Entry {
    let check = Fixture.check("max", atMost: "1")
    let falsifier = Falsifier(
      id: Fixture.located(id), test: Fixture.located("T.C/m\(id.replacing("-", with: ""))"), checks: [check],
      mutants: [Fixture.located("m")],
      range: Fixture.nowhere)
    let home = Contract(
      id: contract, path: "contracts/\(contract).yaml", metadata: .init(format: Fixture.located("pv/1")), equations: [],
      obligations: [], falsifiers: [falsifier], gates: [])
    guard seen != .stale else {
      return .init(contract: home, falsifier: falsifier, verdict: .pending([.notBound]), isWaived: false)
    }
    let value = Evidence.Measurement(.count(seen == .violated ? 2 : 0), over: nil)
    let asserted = Evidence.Measurement(.count(0), over: nil, isAsserted: true)
    let measured = seen == .asserted ? asserted : value
    let ran = seen != .mutantMissing
    let evidence = Fixture.evidence(
      ["max": measured], mutant: ran ? ["max": Evidence.Measurement(.count(9), over: nil)] : [:])
    let outcome: CheckResult.Outcome = seen == .asserted ? .asserted : seen == .violated ? .violated : .holds
    let status: Status =
      seen == .violated ? .falsified : seen == .surviving || seen == .asserted ? .pending : .discharged
    var verdict = Verdict(
      status: status, reasons: status == .pending ? [.survived(mutant: "m")] : [],
      checks: [
        CheckResult(
          check: check, measurement: measured, outcome: outcome, violators: ran ? ["m"] : [], isShown: true, margin: nil
        )
      ],
      mutants: [MutantResult(name: "m", outcome: ran ? .killed(metric: "max") : .didNotRun)])
    verdict.evidence = evidence.renaming("tail_dropped", to: "m")
    return .init(contract: home, falsifier: falsifier, verdict: verdict, isWaived: false)
  }
}

extension Evidence {
  /// The same with a mutant of another name.
  fileprivate func renaming(_ old: String, to new: String) -> Evidence {
    var evidence = self
    if let run = evidence.mutants.removeValue(forKey: old) { evidence.mutants[new] = run }
    return evidence
  }
}
