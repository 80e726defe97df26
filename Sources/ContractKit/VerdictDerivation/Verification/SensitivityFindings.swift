/// Findings about what a falsifier could see: thresholds outside their windows, checks that nobody
/// has seen fail.
enum SensitivityFindings {
  static func findings(for entry: Verification.Entry) -> [Diagnostic] {
    let id = entry.falsifier.id.value
    let path = entry.contract.path
    var found: [Diagnostic] = []
    for result in entry.verdict.checks
    where result.outcome == .holds && !result.isShown && entry.contract.isStrict && !entry.falsifier.mutants.isEmpty {
      let metric = result.check.metric.value
      found.append(
        Rule.checkNeverViolated.diagnostic(
          result.violators.isEmpty
            ? "no mutant of \(id) violates the check of \(metric)"
            : "only mutants of \(id) that return a constant violate the check of \(metric): "
              + result.violators.joined(separator: ", "), path: path, range: result.check.range,
          help: result.violators.isEmpty
            ? "measure this metric for mutants too and add a mutant that the check catches, or remove the check"
            : "add a mutant with a fault that leaves a plausible result, or remove the check"))
    }
    for window in entry.verdict.windows {
      let metric = window.check.metric.value
      for order in window.violatingOrders {
        found.append(
          Rule.thresholdBelowNoise.diagnostic(
            "\(id): the order \(order.name) gives \(metric) \(order.measurement.display), "
              + "but this value \(window.check.condition)", path: path, range: window.check.range,
            help: "take the threshold from an error analysis that covers any order of summation"))
      }
      for mutant in window.escaping {
        found.append(
          Rule.thresholdAboveMutant.diagnostic(
            "\(id): the mutant \(mutant.name) gives \(metric) \(mutant.measurement.display), beyond the noise of "
              + "\(window.noise.measurement.display) (\(window.noise.name)), but the threshold lets it pass",
            path: path, range: window.check.range,
            help: "tighten the threshold; or say under `lets_pass:` why this check cannot tell, and which one can"))
      }
      for exception in window.needless {
        found.append(
          Rule.exceptionNeedless.diagnostic(
            "\(id): the check of \(metric) need not let \(exception.mutant.value) pass: the mutant is caught, or is within the noise",
            path: path, range: exception.mutant.range, help: "remove it from `lets_pass:`"))
      }
    }
    if let evidence = entry.verdict.evidence, entry.verdict.isJudged {
      for (impostor, place) in Judge.needlessBlindness(entry.falsifier, evidence, entry.verdict.impostors) {
        let array = place.map { " of \($0.value)" } ?? ""
        found.append(
          Rule.exceptionNeedless.diagnostic(
            "\(id) is not blind to \(impostor.value)\(array)", path: path, range: (place ?? impostor).range,
            help: "remove it from `blind_to:`"))
      }
    }
    return found
  }
}
