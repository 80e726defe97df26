extension ContractDiff {
  /// Falsifiers, by id.
  mutating func compareFalsifiers() {
    for (name, before, after) in Self.pairs(old.falsifiers, new.falsifiers, by: \.id.value) {
      guard let before, let after else {
        add(
          ClaimChange(
            name, after == nil ? .easier : .harder,
            after == nil ? "the falsifier was removed" : "the falsifier was added", at: after?.id.range,
            was: before?.id.range))
        continue
      }
      compareChecks(name, before, after)
      compareLists(name, before.mutants, after.mutants, at: after.id.range) { mutant, isAdded in
        isAdded ? "the mutant `\(mutant)` must be caught, too" : "the mutant `\(mutant)` was dropped"
      }
      compareLists(name, before.bindsTo, after.bindsTo, at: after.id.range) { clause, isAdded in
        isAdded ? "binds `\(clause)`, too" : "no longer binds `\(clause)`"
      }
      compareLists(name, before.orders, after.orders, at: after.id.range) { order, isAdded in
        isAdded
          ? "the noise is measured in the order `\(order)`, too" : "the order `\(order)` measures no noise any more"
      }
      // From the new to the old one: an exception that goes is a demand that comes.
      compareLists(name, after.exceptions, before.exceptions, at: before.id.range) { exception, isGone in
        isGone ? "no longer lets `\(exception)` pass" : "lets `\(exception)` pass"
      }
      compareBlindness(name, before, after)
      compareLists(name, before.variants, after.variants, at: after.id.range) { variant, isAdded in
        isAdded ? "claims the implementation `\(variant)`, too" : "no longer claims the implementation `\(variant)`"
      }
      compareLists(name, before.fixtures, after.fixtures, at: after.id.range) { path, isAdded in
        isAdded ? "evidence watches \(path), too" : "evidence no longer watches \(path)"
      }
      compareDomains(name, before, after)
      compareDemands(name, before, after)
      compareProse(name, before, after)
    }
  }

  /// The impostors that it may be blind to, as one change: they come and go together, by what is checked.
  private mutating func compareBlindness(_ name: String, _ before: Falsifier, _ after: Falsifier) {
    let (was, now) = (before.blindnesses, after.blindnesses)
    func text(_ new: [Located<String>], _ old: [Located<String>]) -> String {
      let known = Set(old.map(\.value))
      return new.map(\.value).filter { !known.contains($0) }.joined(separator: ", ")
    }
    let (more, fewer) = (text(now, was), text(was, now))
    let (place, old) = (now.first?.range ?? after.id.range, was.first?.range)
    if !more.isEmpty { add(ClaimChange("\(name)/blind_to", .easier, "is blind to \(more)", at: place, was: old)) }
    if !fewer.isEmpty {
      add(ClaimChange("\(name)/blind_to", .harder, "is no longer blind to \(fewer)", at: place, was: old))
    }
  }

  /// The checks on each metric taken together: two bounds are one interval.
  private mutating func compareChecks(_ name: String, _ before: Falsifier, _ after: Falsifier) {
    func metrics(_ falsifier: Falsifier) -> [(metric: String, checks: [Check])] {
      var order: [String] = []
      for check in falsifier.checks where !order.contains(check.metric.value) { order.append(check.metric.value) }
      return order.map { metric in (metric, falsifier.checks.filter { $0.metric.value == metric }) }
    }
    for (metric, was, now) in Self.pairs(metrics(before), metrics(after), by: \.metric) {
      let subject = "\(name)/\(metric)"
      let (wasText, nowText) = (was.map { Self.text($0.checks) }, now.map { Self.text($0.checks) })
      guard let was, let now else {
        add(
          ClaimChange(
            subject, now == nil ? .easier : .harder,
            now == nil ? "the check \(wasText ?? "") was dropped" : "the check \(nowText ?? "") was added",
            at: now?.checks.first?.range ?? after.id.range, was: was?.checks.first?.range))
        continue
      }
      guard wasText != nowText else { continue }
      guard was.checks.map(\.bound) == now.checks.map(\.bound) else {
        let isNamed = was.checks.allSatisfy(\.bound.isEmpty)
        // Which of two bounds is wider depends on the arrays, so it is answered for as if it were this one.
        add(
          ClaimChange(
            subject, isNamed ? .harder : .easier,
            (isNamed ? "its bound has a name now" : "another bound, which may be wider")
              + ": \(wasText ?? "") became \(nowText ?? "")",
            at: now.checks.first?.range, was: was.checks.first?.range))
        continue
      }
      let direction = AcceptedValues.direction(
        from: AcceptedValues(was.checks.map(\.condition), of: new.terms.metric(metric)),
        to: AcceptedValues(now.checks.map(\.condition), of: new.terms.metric(metric)))
      add(
        ClaimChange(
          subject, direction, "\(Self.word(direction)): \(wasText ?? "") became \(nowText ?? "")",
          at: now.checks.first?.range, was: was.checks.first?.range))
    }
  }

  private static func word(_ direction: ClaimChange.Direction) -> String {
    switch direction {
    case .easier: "the threshold was loosened"
    case .harder: "the threshold was tightened"
    case .neutral: "the threshold was written differently"
    case .mixed, .unclear: "the threshold accepts other values"
    }
  }

  private static func text(_ checks: [Check]) -> String { checks.map(\.demand).joined(separator: " and ") }

  /// What a run takes, and what is said in its place.
  private mutating func compareDemands(_ name: String, _ before: Falsifier, _ after: Falsifier) {
    let (was, now) = (before.requires?.value ?? .algorithm, after.requires?.value ?? .algorithm)
    if was != now {
      add(
        ClaimChange(
          "\(name)/requires", now < was ? .easier : .harder,
          "the level was \(now < was ? "lowered" : "raised"): \(was.rawValue) became \(now.rawValue)",
          at: after.requires?.range ?? after.id.range, was: before.requires?.range))
    }
    func need(_ need: Falsifier.Need) -> Located<String> {
      Located("\(need.kind.rawValue) \(need.name.value)", at: need.name.range)
    }
    for (what, old, new) in Self.pairs(before.needs, after.needs, by: { need($0).value }) {
      if let old, let new {
        guard old.sha256?.value != new.sha256?.value else { continue }
        add(
          ClaimChange(
            "\(name)/needs", .unclear, "other weights are taken as \(what)",
            at: new.sha256?.range ?? new.name.range, was: old.sha256?.range ?? old.name.range))
      } else {
        // Only what is needed can be declared BLOCKED.
        add(
          ClaimChange(
            "\(name)/needs", new == nil ? .harder : .easier,
            new == nil ? "no longer needs \(what)" : "needs \(what), and may be BLOCKED without it",
            at: new?.name.range ?? after.id.range, was: old?.name.range))
      }
    }
    if before.waiver == nil, let waiver = after.waiver {
      add(
        ClaimChange(
          "\(name)/waived", .easier, "waived by \(waiver.owner.value) until \(waiver.until.value)",
          at: waiver.reason.range, waiver: waiver))
    } else if let old = before.waiver, after.waiver == nil {
      add(ClaimChange("\(name)/waived", .harder, "no longer waived", at: after.id.range, was: old.reason.range))
    } else if let old = before.waiver, let waiver = after.waiver, old.until.value != waiver.until.value {
      let isLonger = old.until.value < waiver.until.value
      add(
        ClaimChange(
          "\(name)/waived", isLonger ? .easier : .harder,
          "waived until \(waiver.until.value), previously until \(old.until.value)", at: waiver.until.range,
          was: old.until.range, waiver: isLonger ? waiver : nil))
    }
  }

  private mutating func compareProse(_ name: String, _ before: Falsifier, _ after: Falsifier) {
    if Self.folded(before.prediction?.value) != Self.folded(after.prediction?.value) {
      // Without checks, the prediction is all that is claimed.
      let isClaim = before.checks.isEmpty && after.checks.isEmpty
      add(
        ClaimChange(
          "\(name)/prediction", isClaim ? .unclear : .neutral, "the prediction reads differently",
          at: after.prediction?.range ?? after.id.range, was: before.prediction?.range))
    }
    if (before.varies == nil) != (after.varies == nil) {
      // Where bits vary, no digest of an output says any more that it is the same one.
      add(
        ClaimChange(
          "\(name)/bits", after.varies == nil ? .harder : .easier,
          after.varies.map { "its bits may vary from run to run: \($0.value)" } ?? "its bits no longer vary",
          at: after.varies?.range ?? after.id.range, was: before.varies?.range))
    }
    guard before.test?.value != after.test?.value || before.run.map(\.value) != after.run.map(\.value) else { return }
    let (was, now) = (before.run.first ?? before.test, after.run.first ?? after.test)
    add(
      ClaimChange(
        "\(name)/\(after.isRecorded || before.isRecorded ? "run" : "test")", .neutral,
        "\(after.isRecorded || before.isRecorded ? "something else" : "another test") runs it: "
          + "\(before.runner ?? "none") became \(after.runner ?? "none")",
        at: now?.range ?? after.id.range, was: was?.range))
  }

  /// Clauses that some falsifier bound and none does now.
  mutating func compareBindings() {
    func bound(_ contract: Contract) -> Set<String> {
      Set(contract.falsifiers.flatMap(\.clauses).map { $0.qualified(in: contract.id) })
    }
    let (before, after) = (bound(old), bound(new))
    for clause in new.clauses {
      guard before.contains(clause.qualified(in: old.id)), !after.contains(clause.qualified(in: new.id)) else {
        continue
      }
      let equation = new.equation(clause.equation)
      let place = equation?.invariants.first { $0.id.value == clause.invariant }?.id.range ?? equation?.id.range
      add(ClaimChange(clause.description, .easier, "no falsifier binds the clause any more", at: place))
    }
  }
}

extension Falsifier {
  /// The impostors that it may be blind to, as `IMPOSTOR` or `IMPOSTOR of METRIC`.
  fileprivate var blindnesses: [Located<String>] {
    blindTo.flatMap { blindness in
      blindness.impostors.flatMap { impostor in
        blindness.of.isEmpty
          ? [impostor] : blindness.of.map { Located("\(impostor.value) of \($0.value)", at: impostor.range) }
      }
    }
  }

  /// The mutants that checks let pass, as `METRIC/MUTANT`.
  fileprivate var exceptions: [Located<String>] {
    checks.flatMap { check in
      check.letsPass.map { Located("\(check.metric.value)/\($0.mutant.value)", at: $0.mutant.range) }
    }
  }
}
