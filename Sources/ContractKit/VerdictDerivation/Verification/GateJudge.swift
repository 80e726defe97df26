/// Derives the verdicts of gates from what they require: docs/verdicts.md, "Gates".
package struct GateJudge {
  /// A gate, and where it stands.
  package typealias Placed = (home: Verification.Home, gate: Verification.DeclaredGate)

  private let gates: [Placed]
  private let standings: [Verification.ContractStanding]
  private let bearers: Verification.Bearers
  private let hypotheses: [String: JudgedHypothesis]
  /// By id, the positions of gates: only of ids that a gate requires and no falsifier bears.
  private let positions: [String: [Int]]

  /// - Parameters:
  ///   - gates: all of them, in the order of their contracts.
  ///   - standings: the contracts with what their falsifiers came to.
  ///   - bearers: where these stand.
  package init(
    _ gates: [Placed], _ standings: [Verification.ContractStanding], _ bearers: Verification.Bearers,
    _ questions: [JudgedQuestion]
  ) {
    (self.gates, self.standings, self.bearers) = (gates, standings, bearers)
    hypotheses = Dictionary(
      questions.flatMap(\.hypotheses).map { ($0.hypothesis.id.value, $0) }, uniquingKeysWith: { first, _ in first })
    let named = Set(gates.lazy.flatMap(\.gate.requires).filter { bearers[$0].isEmpty })
    positions = Dictionary(grouping: gates.indices.filter { named.contains(gates[$0].gate.id.value) }) {
      gates[$0].gate.id.value
    }
  }

  /// What stands for one thing that a gate requires.
  private struct Required {
    var holds: Bool
    /// What it is instead, in a word or two.
    var state: String
    var status: Status
    /// Whether a file that was given has it.
    var isKnown = true
  }

  /// What a gate came to, which is all that those that require it ask.
  private struct Outcome {
    var passes: Bool
    var status: Status

    init(_ result: Verification.GateResult) { (passes, status) = (result.passes, result.status) }
  }

  /// In the contracts' order, those of one contract as it lists them.
  ///
  /// A gate is derived once all gates that it requires are; those that are left require one another, and fail.
  package var results: [Verification.GateResult] {
    let above = gates.indices.map(requiredGates)
    var waiting = above.map(\.count)
    var below: [Int: [Int]] = [:]
    for (position, required) in above.enumerated() {
      for other in required { below[other, default: []].append(position) }
    }
    var ready = gates.indices.filter { waiting[$0] == 0 }
    var derived = [Outcome?](repeating: nil, count: gates.count)
    while let position = ready.popLast() {
      derived[position] = Outcome(result(position, derived))
      for other in below[position] ?? [] {
        waiting[other] -= 1
        if waiting[other] == 0 { ready.append(other) }
      }
    }
    return gates.indices.map { position in
      var result = result(position, derived)
      if derived[position] == nil { result.status = .pending }
      return result
    }
  }

  /// The gates that a gate requires, once for each time that it does.
  private func requiredGates(_ position: Int) -> [Int] {
    gates[position].gate.requires.flatMap { id in
      bearers[id].isEmpty ? gates(called: id, from: gates[position].home) : []
    }
  }

  /// The gates that an id means: those of the contract itself, or otherwise all.
  private func gates(called id: String, from home: Verification.Home) -> [Int] {
    let all = positions[id] ?? []
    let own = all.filter { gates[$0].home.path == home.path }
    return own.isEmpty ? all : own
  }

  private func result(_ position: Int, _ derived: [Outcome?]) -> Verification.GateResult {
    let (home, gate) = gates[position]
    let required = gate.requires.map { ($0, self.required($0, from: home, derived)) }
    let missing = required.filter { !$0.1.holds }
    let named = missing.map { "\($0.0) (\($0.1.state))" }.joined(separator: ", ")
    return Verification.GateResult(
      contract: home, gate: gate, missing: missing.map(\.0),
      basis: "\(required.count - missing.count) of \(required.count) hold" + (missing.isEmpty ? "" : "; not: \(named)"),
      status: Self.weakest(required.map(\.1.status)),
      unknown: required.filter { !$0.1.isKnown }.map(\.0))
  }

  private func required(
    _ id: String, from home: Verification.Home, _ derived: [Outcome?]
  ) -> Required {
    let all = bearers[id]
    if !all.isEmpty {
      let own = all.filter { standings[$0.contract].path == home.path }
      // An id that several other contracts bear is ambiguous, and holds only if all do.
      let meant = (own.isEmpty ? all : own).map { standings[$0.contract].falsifiers[$0.falsifier] }
      let shown = meant.first { !$0.holds } ?? meant[0]
      return Required(
        holds: meant.allSatisfy(\.holds), state: shown.status.rawValue + (shown.isWaived ? ", waived" : ""),
        status: Self.weakest(meant.map(\.status)))
    }
    let meant = gates(called: id, from: home)
    if !meant.isEmpty {
      let passes = meant.allSatisfy { derived[$0]?.passes ?? false }
      return Required(
        holds: passes, state: "fail", status: Self.weakest(meant.map { derived[$0]?.status ?? .pending }))
    }
    guard let judged = hypotheses[id] else {
      return Required(holds: false, state: "unknown", status: .pending, isKnown: false)
    }
    return Required(
      holds: judged.holds, state: judged.state.rawValue,
      status: judged.holds ? .discharged : judged.stands ? .pending : .falsified)
  }

  /// The status that shows least; DISCHARGED where there is none.
  private static func weakest(_ statuses: [Status]) -> Status {
    [.falsified, .pending, .blocked, .partial].first { statuses.contains($0) } ?? .discharged
  }
}
