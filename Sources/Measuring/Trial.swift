import ContractKit
import Metrics

/// One experiment on kernels that are not ours, judged by the checks of its contract: it is never evidence.
///
/// The kernels stand in the place of ours while the body runs; mutants, orders of summation and implementations of ours
/// are not tried.
package struct Trial {
  /// What a trial needs beside the kernels.
  package struct Setting {
    let mode: SearchMode
    let calls: () -> Int
    let readFile: (String) throws -> [UInt8]
    let exactCases: [UInt8]

    /// - Parameters:
    ///   - mode: `trial`, or `only` for one case.
    ///   - exactCases: the bytes of the falsifier's file of exact cases.
    ///   - calls: how many calls were made so far of the kernels on trial.
    ///   - readFile: gives the bytes of a fixture by its path in the package.
    package init(
      _ mode: SearchMode, exactCases: [UInt8] = [], calls: @escaping () -> Int,
      readFile: @escaping (String) throws -> [UInt8]
    ) {
      (self.mode, self.exactCases, self.calls, self.readFile) = (mode, exactCases, calls, readFile)
    }
  }

  /// One check of the contract.
  package struct Check {
    package enum Outcome { case holds, violated, notOfKernel }

    package let metric: String
    /// The threshold in words.
    package let condition: String
    package let measured: String?
    package let outcome: Outcome
    /// The worst elements, where they are, and the shape of the error.
    package let report: [String]
    /// Whether it asks for bits.
    package let asksForBits: Bool
    /// How many NaNs and infinities stand where others, or numbers, are expected: an overflow depends on the order, too.
    package let specialsDiffering: Int
    /// How many NaNs have another sign or payload than those that are expected, where nothing else differs; 0 where
    /// something does.
    package let onlyNaNsDiffering: Int
  }

  package let checks: [Check]
  package let inputs: [Evidence.Input]
  package let counterexamples: [Counterexample]

  /// Runs an experiment.
  ///
  /// - Throws: what the kernels throw, and what the recorder does.
  package init(_ experiment: Experiment, _ falsifier: Falsifier, in contract: Contract, _ setting: Setting) throws {
    let search = Search(
      mode: setting.mode,
      exact: try ExactCases(
        path: "\(experiment.falsifier).jsonl", falsifier: experiment.falsifier, bytes: setting.exactCases))
    let recorder = Recorder(
      falsifier: falsifier, contract: contract, search: search, foreignCalls: setting.calls, readFile: setting.readFile)
    try experiment.body(recorder)
    let evidence = recorder.evidence()
    inputs = evidence.inputs
    counterexamples = search.counterexamples
    checks = Verdict.judge(evidence, falsifier).checks.map { result in
      let metric = result.check.metric.value
      let isOurs = recorder.aloof.contains(metric) || result.measurement == nil
      let comparison = recorder.comparisons[metric]
      return Check(
        metric: metric, condition: result.check.condition.description, measured: result.measurement?.display,
        outcome: isOurs ? .notOfKernel : result.outcome == .holds ? .holds : .violated,
        report: isOurs || result.outcome == .holds ? [] : comparison?.report ?? [],
        asksForBits: Self.asksForBits(metric), specialsDiffering: comparison.map(Self.specialsDiffering) ?? 0,
        onlyNaNsDiffering: comparison.map(Self.onlyNaNsDiffering) ?? 0)
    }
  }

  private static func asksForBits(_ metric: String) -> Bool {
    Terms.builtIn.metric(metric)?.traits.elementLimit == .bits
  }

  private static func onlyNaNsDiffering(_ comparison: Probe.Comparison) -> Int {
    let (actual, expected) = (comparison.actual, comparison.expected)
    guard actual.dtype == expected.dtype, case .bits = comparison.measure else { return 0 }
    let differing = (0..<actual.count).filter { actual.pattern($0) != expected.pattern($0) }
    return differing.allSatisfy { actual.value($0).isNaN && expected.value($0).isNaN } ? differing.count : 0
  }

  private static func specialsDiffering(_ comparison: Probe.Comparison) -> Int {
    (0..<comparison.actual.count).count { index in
      let (actual, expected) = (comparison.actual.value(index), comparison.expected.value(index))
      guard !actual.isFinite || !expected.isFinite else { return false }
      return actual != expected && !(actual.isNaN && expected.isNaN)
    }
  }
}
