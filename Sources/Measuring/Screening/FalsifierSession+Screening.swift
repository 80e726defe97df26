import ContractKit

extension FalsifierSession {
  /// Measures, and says what keeps the falsifier from holding; no file is written, not even in the run's folder.
  ///
  /// - Returns: the first violation, or all that is wrong with what was measured if nothing is violated; nothing where the
  ///   falsifier notices nothing.
  /// - Throws: what the body throws, and `FalsifierError`.
  package func screen(_ depth: ScreeningDepth, _ body: (Recorder) throws -> Void) throws -> [String] {
    do { try body(recorder) } catch let violation as ScreenedViolation { return [violation.description] }
    try recorder.search.checkComplete()
    let failures =
      switch depth {
      case .kernel: kernelFailures()
      case .whole: try wholeFailures()
      }
    // Whoever asks must be able to tell a screening from a run that knows of none.
    if failures.isEmpty { print("\(id): screened, depth \(depth.rawValue): nothing noticed; no evidence written") }
    return failures
  }

  /// What the measurements of the real kernel alone lack.
  private func kernelFailures() -> [String] {
    let evidence = recorder.evidence()
    return missedCorners(of: evidence)
      + Verdict.judge(evidence, falsifier).checks.compactMap { result in
        switch result.outcome {
        case .violated: "\(id): FALSIFIED: \(result.check.metric.value)"
        case .notMeasured: "\(id): \(result.check.metric.value) was not measured"
        default: nil
        }
      }
  }
}

/// The real kernel violates a check: thrown by the part of a screened falsifier that measured it.
struct ScreenedViolation: Error, CustomStringConvertible {
  let falsifier: String
  let metrics: [String]

  var description: String { "\(falsifier): FALSIFIED: \(metrics.joined(separator: ", "))" }
}
