extension ContractDiff {
  /// Equations and invariants, and the parts of them that only the tree has.
  mutating func compareEquations(_ oldRoot: YAMLNode, _ newRoot: YAMLNode) {
    for (name, before, after) in Self.pairs(old.equations, new.equations, by: \.id.value) {
      guard let before, let after else {
        add(
          ClaimChange(
            name, after == nil ? .easier : .harder,
            after == nil ? "the equation was removed" : "the equation was added",
            at: after?.id.range, was: before?.id.range))
        continue
      }
      compareText(name, "formula", before.formula, after.formula)
      compareText(name, "domain", before.domain, after.domain)
      for key in ["codomain", "preconditions", "postconditions"] {
        let (was, now) = (oldRoot["equations"]?[name]?[key], newRoot["equations"]?[name]?[key])
        guard RemainingText.flat(was) != RemainingText.flat(now) else { continue }
        add(
          ClaimChange(
            name, .unclear, "the \(key) reads differently", at: after.id.range, was: before.id.range))
      }
      compareInvariants(of: name, before, after)
      // Evidence outlives a change of what it no longer watches.
      compareLists(name, before.implementation, after.implementation, at: after.id.range) { path, isAdded in
        isAdded ? "evidence watches \(path), too" : "evidence no longer watches \(path)"
      }
    }
  }

  private mutating func compareInvariants(of equation: String, _ before: Equation, _ after: Equation) {
    // An invariant without an id is what it says, wherever it stands.
    func name(_ invariant: Invariant) -> String {
      invariant.hasWrittenID ? invariant.id.value : Self.folded(invariant.statement.value)
    }
    for (name, was, now) in Self.pairs(before.invariants, after.invariants, by: name) {
      let subject = "\(equation)/\((now ?? was)?.id.value ?? name)"
      guard let was, let now else {
        add(
          ClaimChange(
            subject, now == nil ? .easier : .harder,
            now == nil ? "the invariant was removed" : "the invariant was added", at: now?.id.range, was: was?.id.range)
        )
        continue
      }
      compareText(subject, "statement", was.statement, now.statement)
    }
  }

  /// Obligations, by id, else by what they say.
  mutating func compareObligations(_ oldRoot: YAMLNode, _ newRoot: YAMLNode) {
    func name(_ node: YAMLNode) -> String { node["id"]?.text ?? Self.folded(node["property"]?.text) }
    let (before, after) = (items(oldRoot, "proof_obligations"), items(newRoot, "proof_obligations"))
    for (name, was, now) in Self.pairs(before, after, by: name) {
      guard let was, let now else {
        add(
          name, now == nil ? .easier : .harder,
          now == nil ? "the obligation was removed" : "the obligation was added", from: was, to: now)
        continue
      }
      for key in ["type", "property", "formal", "applies_to"] {
        guard Self.folded(was[key]?.text) != Self.folded(now[key]?.text) else { continue }
        add(
          name, .unclear,
          "the \(key) of the obligation reads differently: \(Self.quoted(Self.folded(was[key]?.text))) became "
            + Self.quoted(Self.folded(now[key]?.text)), from: was[key] ?? was, to: now[key] ?? now)
      }
      compareTolerance(name, was, now)
    }
  }

  /// The public format's threshold: a larger one is easier, whatever it is called.
  private mutating func compareTolerance(_ name: String, _ before: YAMLNode, _ after: YAMLNode) {
    let (was, now) = (before["tolerance"], after["tolerance"])
    guard RemainingText.flat(was) != RemainingText.flat(now) else { return }
    var direction = ClaimChange.Direction.unclear
    if let a = was?.text.flatMap({ ExactDecimal($0) }), let b = now?.text.flatMap({ ExactDecimal($0) }) {
      direction = a.fraction == b.fraction ? .neutral : a.fraction < b.fraction ? .easier : .harder
    } else if was == nil || now == nil {
      direction = now == nil ? .easier : .harder
    }
    add(
      "\(name)/tolerance", direction,
      "the tolerance \(was?.text ?? "of another form") became \(now?.text ?? "nothing, or of another form")",
      from: was ?? before, to: now ?? after)
  }

  /// Bounded model checks: a smaller bound tries less.
  mutating func compareHarnesses(_ oldRoot: YAMLNode, _ newRoot: YAMLNode) {
    let (before, after) = (items(oldRoot, "kani_harnesses"), items(newRoot, "kani_harnesses"))
    for (name, was, now) in Self.pairs(before, after, by: { $0["id"]?.text ?? "" }) {
      guard let was, let now else {
        add(
          name, now == nil ? .easier : .harder, now == nil ? "the harness was removed" : "the harness was added",
          from: was, to: now)
        continue
      }
      guard let a = was["bound"]?.text.flatMap({ Int($0) }), let b = now["bound"]?.text.flatMap({ Int($0) }), a != b
      else { continue }
      add(
        "\(name)/bound", b < a ? .easier : .harder, "the bound \(a) became \(b)", from: was["bound"],
        to: now["bound"])
    }
  }

  private func items(_ root: YAMLNode, _ key: String) -> [YAMLNode] {
    root.mappings(key)
  }
}
