/// Derives the verdicts of gates from what they require: docs/verdicts.md, "Gates".
package struct GateJudge {
  private let falsifiers: [String: [Verification.Entry]]
  private let hypotheses: [String: JudgedHypothesis]
  private let gates: [(contract: Contract, gate: Contract.Gate)]
  /// The positions of the gates with an id.
  private let positions: [String: [Int]]

  package init(_ contracts: [Contract], _ entries: [Verification.Entry], _ questions: [JudgedQuestion]) {
    falsifiers = Dictionary(grouping: entries, by: \.falsifier.id.value)
    hypotheses = Dictionary(
      questions.flatMap(\.hypotheses).map { ($0.hypothesis.id.value, $0) }, uniquingKeysWith: { first, _ in first })
    let gates = contracts.flatMap { contract in contract.gates.map { (contract: contract, gate: $0) } }
    self.gates = gates
    positions = Dictionary(grouping: gates.indices) { gates[$0].gate.id.value }
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
    var derived: [Int: Verification.GateResult] = [:]
    while let position = ready.popLast() {
      derived[position] = result(position, derived)
      for other in below[position] ?? [] {
        waiting[other] -= 1
        if waiting[other] == 0 { ready.append(other) }
      }
    }
    return gates.indices.map { position in
      if let result = derived[position] { return result }
      var result = result(position, derived)
      result.status = .pending
      return result
    }
  }

  /// The gates that a gate requires, once for each time that it does.
  private func requiredGates(_ position: Int) -> [Int] {
    gates[position].gate.requires.flatMap { id in
      falsifiers[id.value] == nil ? bearers(of: id.value, from: gates[position].contract) : []
    }
  }

  /// The gates that an id means: those of the contract itself, or otherwise all.
  private func bearers(of id: String, from home: Contract) -> [Int] {
    let all = positions[id] ?? []
    let own = all.filter { gates[$0].contract.path == home.path }
    return own.isEmpty ? all : own
  }

  private func result(_ position: Int, _ derived: [Int: Verification.GateResult]) -> Verification.GateResult {
    let (contract, gate) = gates[position]
    let required = gate.requires.map { ($0.value, self.required($0.value, from: contract, derived)) }
    let missing = required.filter { !$0.1.holds }
    let named = missing.map { "\($0.0) (\($0.1.state))" }.joined(separator: ", ")
    return Verification.GateResult(
      contract: contract, gate: gate, missing: missing.map(\.0),
      basis: "\(required.count - missing.count) of \(required.count) hold" + (missing.isEmpty ? "" : "; not: \(named)"),
      status: Self.weakest(required.map(\.1.status)),
      unknown: required.filter { !$0.1.isKnown }.map(\.0))
  }

  private func required(
    _ id: String, from home: Contract, _ derived: [Int: Verification.GateResult]
  ) -> Required {
    if let all = falsifiers[id] {
      let own = all.filter { $0.contract.path == home.path }
      // An id that several other contracts bear is ambiguous, and holds only if all do.
      let meant = own.isEmpty ? all : own
      let shown = meant.first { !$0.holds } ?? meant[0]
      return Required(
        holds: meant.allSatisfy(\.holds), state: shown.verdict.status.rawValue + (shown.isWaived ? ", waived" : ""),
        status: Self.weakest(meant.map(\.verdict.status)))
    }
    let meant = bearers(of: id, from: home)
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
