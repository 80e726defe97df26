/// What each check of a falsifier sees of each wrong kernel and of each wrong array: one row a fault, one column a check.
package struct KillMatrix: Sendable {
  /// What a row is of.
  package enum Fault: Sendable {
    case mutant(MutantResult, Evidence.MutantRun?)
    case impostor(ImpostorResult)
  }

  /// What one check sees of one fault.
  package enum Cell: Equatable, Sendable {
    /// The check is violated, with what was measured.
    case violated(Evidence.Measurement)
    /// The check holds, with what was measured.
    case holds(Evidence.Measurement)
    /// The metric was not measured of it, as that of another array is not of an impostor.
    case notMeasured
  }

  /// A fault with what the checks see of it.
  package struct Row: Sendable {
    /// The wrong kernel, or the wrong array.
    package let fault: Fault
    /// In the order of the checks.
    package let cells: [Cell]
  }

  /// In the contract's order.
  package let checks: [Check]
  /// The mutants in the contract's order, then the impostors of each array; those of which there is none are left out.
  package let rows: [Row]

  /// The matrix of a falsifier; nil where no fresh evidence was judged.
  package init?(_ entry: Verification.Entry) {
    guard entry.verdict.isJudged, let evidence = entry.verdict.evidence else { return nil }
    let checks = entry.falsifier.checks
    func cells(_ measurements: [String: Evidence.Measurement]) -> [Cell] {
      checks.map { check in
        guard let measurement = measurements[check.metric.value], !measurement.isAsserted else { return .notMeasured }
        return Judge.holds(measurement.value, check.condition) ? .holds(measurement) : .violated(measurement)
      }
    }
    self.checks = checks
    let mutants = entry.verdict.mutants.map { result in
      let run = evidence.mutants[result.name]
      return Row(fault: .mutant(result, run), cells: cells(run?.measurements ?? [:]))
    }
    let impostors = entry.verdict.impostors.compactMap { result -> Row? in
      guard let array = result.array,
        case .measured(let measurements)? = evidence.impostors[array]?[result.name.rawValue]
      else { return nil }
      return Row(fault: .impostor(result), cells: cells(measurements))
    }
    rows = mutants + impostors
  }
}
