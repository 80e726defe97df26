/// The judgment of checks and mutants: thresholds from the contract, numbers from the evidence,
/// compared exactly.
package enum Judge {
  /// Whether a measured value meets a condition; anything that is not a finite number fails.
  package static func holds(_ value: Evidence.Measurement.Value, _ condition: Check.Condition) -> Bool {
    switch condition {
    case .equalsText(let text): return self.text(of: value) == text.value.lowercased()
    case .notEqualsText(let text): return self.text(of: value).map { $0 != text.value.lowercased() } ?? false
    case .atMost(let bound): return number(value).map { $0 <= bound.value.fraction } ?? false
    case .atLeast(let bound): return number(value).map { bound.value.fraction <= $0 } ?? false
    case .equals(let target, within: nil): return number(value).map { $0 == target.value.fraction } ?? false
    case .equals(let target, let within?):
      guard let number = number(value) else { return false }
      return (number - target.value.fraction).magnitude <= within.value.fraction
    case .notEquals(let target):
      return number(value).map { $0 != target.value.fraction } ?? false
    }
  }

  /// - Parameter mutants: what became of them.
  static func judge(_ check: Check, mutants: [MutantResult], _ evidence: Evidence) -> CheckResult {
    let violating = mutants.filter { violates(check, evidence.mutants[$0.name]) }
    let (violators, isShown) = (violating.map(\.name), violating.contains { !$0.isConstant })
    guard let measurement = evidence.measurements[check.metric.value] else {
      return CheckResult(
        check: check, measurement: nil, outcome: .notMeasured, violators: violators, isShown: isShown, margin: nil)
    }
    let holds = holds(measurement.value, check.condition)
    let outcome: CheckResult.Outcome = measurement.isAsserted ? .asserted : holds ? .holds : .violated
    return CheckResult(
      check: check, measurement: measurement, outcome: outcome, violators: violators, isShown: isShown,
      margin: Margin.of(measurement.value, check.condition, metric: check.metric.value))
  }

  /// - Parameter others: the mutants that stand before it.
  static func judge(
    _ mutant: String, after others: some Sequence<String>, checks: [Check], evidence: Evidence
  ) -> MutantResult {
    guard let run = evidence.mutants[mutant] else { return MutantResult(name: mutant, outcome: .didNotRun) }
    let other = others.first { !run.outputs.isEmpty && evidence.mutants[$0]?.outputs == run.outputs }
    let outcome: MutantResult.Outcome =
      if run.firstDifference == nil { .inactive } else if let other { .repeats(other) } else {
        checks.first { violates($0, run) }.map { .killed(metric: $0.metric.value) } ?? .survived
      }
    return MutantResult(name: mutant, outcome: outcome, isConstant: run.isConstant(like: evidence.outputs))
  }

  private static func violates(_ check: Check, _ run: Evidence.MutantRun?) -> Bool {
    guard let measurement = run?.measurements[check.metric.value], !measurement.isAsserted else { return false }
    return !holds(measurement.value, check.condition)
  }

  static func number(_ value: Evidence.Measurement.Value) -> Fraction? {
    switch value {
    case .real(let number): Fraction(exactly: number)
    case .count(let count): Fraction(count)
    case .text: nil
    }
  }

  private static func text(of value: Evidence.Measurement.Value) -> String? {
    if case .text(let text) = value { text.lowercased() } else { nil }
  }
}

extension Check.Condition {
  /// Whether a number meets the condition, compared exactly; NaN and infinities do not, and no number is a text.
  public func holds(_ value: Double) -> Bool { Judge.holds(.real(value), self) }
}
