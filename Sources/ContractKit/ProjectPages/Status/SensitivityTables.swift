/// What reviewers see of what falsifiers can see: the windows of tolerances and the kill matrix.
enum SensitivityTables {
  /// One line a tolerance, in the contracts' order; nothing where there is none.
  static func windows(_ verification: Verification) -> [String] {
    let rows = verification.entries.flatMap { entry in
      entry.verdict.windows.map { window in
        let weakest = window.weakest.map { "\($0.measurement.display) (`\($0.name)`)" } ?? "none"
        let passed = window.check.letsPass.map { "`\($0.mutant.value)`: \(EvidenceIndex.escape($0.reason.value))" }
        return "| \(entry.falsifier.id.value) | `\(window.check.metric.value)` "
          + "| \(window.noise.measurement.display) (\(window.noise.name)) | \(margin(window.marginBelow)) "
          + "| \(EvidenceIndex.escape(window.check.demand)) | \(margin(window.marginAbove)) | \(weakest) "
          + "| \(passed.joined(separator: "; ")) |"
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      "", "## Windows", "",
      "A tolerance must lie between the noise of rounding and the weakest mutant beyond the noise. The noise is the largest",
      "deviation of the real kernel and of other orders of the same sums. A mutant that the check lets pass is named with",
      "the reason. The margins count halvings, as above: from the threshold down to the noise, and from the weakest mutant",
      "down to the threshold; `none` if there is no mutant, or if a quotient means nothing.", "",
      "| falsifier | metric | noise | below by | threshold | above by | weakest mutant | lets pass |",
      "| --- | --- | ---: | ---: | --- | ---: | ---: | --- |",
    ] + rows
  }

  private static func margin(_ margin: Double?) -> String { margin.map(Margin.text) ?? "none" }

  /// One line for each class of faults and clause, with the mutants that try it and what caught them.
  static func killMatrix(_ verification: Verification) -> [String] {
    let rows = verification.contracts.flatMap { contract in
      contract.faults.flatMap { fault in
        fault.violates.map { clause in
          "| \(contract.id) | \(fault.faultClass.value) | `\(clause.value)` "
            + "| \(tries(fault, clause.value, contract, verification).joined(separator: "; ")) |"
        }
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      "", "## Kill matrix", "",
      "For each class of faults and each clause that it can make false: the mutants that try it in a falsifier of the",
      "clause, and the metric that caught each.", "",
      "| contract | class of faults | clause | mutants |", "| --- | --- | --- | --- |",
    ] + rows
  }

  private static func tries(
    _ fault: Fault, _ clause: String, _ contract: Contract, _ verification: Verification
  ) -> [String] {
    let mutants = Set(fault.mutants.map(\.value))
    return verification.entries.filter { entry in
      entry.contract.path == contract.path && entry.falsifier.bindsTo.contains { $0.value == clause }
    }.flatMap { entry in
      entry.verdict.mutants.filter { mutants.contains($0.name) }.map { mutant in
        let outcome: String
        switch mutant.outcome {
        case .killed(let metric): outcome = "`\(metric)`"
        case .survived: outcome = "**survives**"
        case .inactive: outcome = "**inactive**"
        case .didNotRun: outcome = "**did not run**"
        case .repeats(let other): outcome = "**repeats `\(other)`**"
        }
        return "`\(mutant.name)` by \(entry.falsifier.id.value): \(outcome)"
      }
    }
  }
}
