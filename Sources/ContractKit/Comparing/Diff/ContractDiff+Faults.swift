extension ContractDiff {
  /// What must be tried: the operation of an equation, and the kill matrix by class and clause.
  ///
  /// Which of a fault's mutants tries it is no part of the claim; the falsifiers' lists of mutants are.
  mutating func compareFaults() {
    for (name, before, after) in Self.pairs(old.equations, new.equations, by: \.id.value) {
      guard let before, let after, before.operation?.value != after.operation?.value else { continue }
      compareOperation(name, before, after)
    }
    for (name, before, after) in Self.pairs(Self.classes(old), Self.classes(new), by: \.name) {
      let subject = "faults/\(name)"
      guard let before, let after else {
        add(
          ClaimChange(
            subject, after == nil ? .easier : .harder,
            after == nil ? "no fault of the class is tried any more" : "faults of the class are tried, too",
            at: after?.place, was: before?.place))
        continue
      }
      compareLists(subject, before.violates, after.violates, at: after.place) { clause, isAdded in
        isAdded
          ? "faults of the class are tried on `\(clause)`, too"
          : "no fault of the class is tried on `\(clause)` any more"
      }
      if Set(before.mutants) != Set(after.mutants) {
        add(ClaimChange(subject, .neutral, "other mutants stand for the class", at: after.place, was: before.place))
      }
    }
  }

  private mutating func compareOperation(_ name: String, _ before: Equation, _ after: Equation) {
    let (was, now) = (before.operation, after.operation)
    func required(_ operation: Located<String>?, _ terms: Terms) -> Set<String> {
      Set(operation.flatMap { terms.operation($0.value) }?.requiredFaults ?? [])
    }
    let (old, new) = (required(was, self.old.terms), required(now, self.new.terms))
    add(
      ClaimChange(
        "\(name)/operation",
        old == new ? .neutral : new.isSubset(of: old) ? .easier : old.isSubset(of: new) ? .harder : .mixed,
        "the operation \(was?.value ?? "that was not written") became \(now?.value ?? "none")",
        at: now?.range ?? after.id.range, was: was?.range ?? before.id.range))
  }

  /// A class of faults with all that the contract's entries of it say.
  private struct ClassOfFaults {
    let name: String
    let place: SourceRange
    var violates: [Located<String>] = []
    var mutants: [String] = []
  }

  private static func classes(_ contract: Contract) -> [ClassOfFaults] {
    var found: [ClassOfFaults] = []
    var positions: [String: Int] = [:]
    for fault in contract.faults {
      let name = fault.faultClass.value
      let position = positions[name] ?? found.count
      if position == found.count { found.append(ClassOfFaults(name: name, place: fault.faultClass.range)) }
      positions[name] = position
      found[position].violates += fault.violates
      found[position].mutants += fault.mutants.map(\.value)
    }
    return found
  }
}
