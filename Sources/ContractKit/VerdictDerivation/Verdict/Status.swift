import Provenance

/// The discharge status of a falsifier, as `pv` derives it and a contract declares it.
public enum Status: String, CaseIterable, Sendable {
  case pending = "PENDING"
  case falsified = "FALSIFIED"
  case partial = "PARTIAL_ALGORITHM_LEVEL"
  case discharged = "DISCHARGED"
  case blocked = "BLOCKED"
}

/// A derived status and everything it was derived from.
package struct Verdict: Sendable {
  /// What contract and evidence give; the contract's own word plays no part, except for BLOCKED.
  package var status: Status
  /// Why it is not DISCHARGED; empty where it is.
  package var reasons: [Reason]
  /// In the contract's order; empty where no fresh evidence was judged.
  package var checks: [CheckResult]
  /// In the contract's order; empty where no fresh evidence was judged.
  package var mutants: [MutantResult]
  /// By array, then those of no array; empty where no fresh evidence was judged.
  package var impostors: [ImpostorResult] = []
  /// Of the checks that are tolerances; empty where no fresh evidence was judged.
  package var windows: [Window] = []
  /// What was executed, by the paths of the implementation; empty where no fresh evidence was judged.
  package var executed: [String: Execution] = [:]
  /// The evidence judged, also where it was stale; nil where none could be read.
  package var evidence: Evidence?
  /// The digest of its file; nil where none could be read.
  package var result: Digest?

  package init(
    status: Status, reasons: [Reason], checks: [CheckResult], mutants: [MutantResult], impostors: [ImpostorResult] = [],
    windows: [Window] = [], executed: [String: Execution] = [:], evidence: Evidence? = nil, result: Digest? = nil
  ) {
    self.status = status
    self.reasons = reasons
    self.checks = checks
    self.mutants = mutants
    self.impostors = impostors
    self.windows = windows
    self.executed = executed
    self.evidence = evidence
    self.result = result
  }

  /// Whether fresh evidence was there and its checks were evaluated.
  package var isJudged: Bool { !checks.isEmpty }

  /// One thing that keeps a falsifier from being discharged.
  package enum Reason: Equatable, Sendable {
    /// The contract has errors, so that what it asks for is not known for certain.
    case contractInvalid
    /// The contract does not declare `metadata.format: pv/1`, so that it is not held to the rules.
    case formatUndeclared
    case noChecks
    /// No wrong kernel was tried, so the falsifier has not been seen to fail.
    case noMutants
    case noEvidence
    case unreadable(String)
    case edited(String)
    case newerSchema(Int)
    case olderSchema(String)
    /// The file is evidence of another falsifier.
    case misfiled(contract: String, falsifier: String)
    /// No line of the contract's binding names the falsifier.
    case notBound
    case bindingUnreadable(String)
    case bindingEdited
    case claimMoved
    /// The bound equations name other paths under `implementation:`.
    case implementationMoved
    case testFileMissing(String)
    case scriptMissing(String)
    case memberMoved(String, EvidenceKey.Kind)
    case memberGone(String)
    /// Another falsifier of the contract has been bound since to what moved.
    case keyMoved
    case sourceUnreadable(String)
    /// The binding is one of another result.
    case otherResult
    /// The run that is asked about did not finish it.
    case notFinished(Ledger.Outcome)
    /// The run finished it, and evidence/ holds another result.
    case notPromoted
    /// The run did not run it because it was fresh, and it is so no more.
    case enteredOtherwise
    case notMeasured(metric: String)
    case asserted(metric: String)
    /// Another bound was evaluated than the contract names.
    case otherBound(metric: String, evaluated: String, named: String)
    /// Less was tried, or judged, than the domain asks for.
    case outsideDomain(String)
    case violated(metric: String)
    case survived(mutant: String)
    case didNotRun(mutant: String)
    /// All of its outputs are those of a mutant that is listed before it: one fault under two names.
    case repeats(mutant: String, other: String)
    /// Only mutants that return a constant are killed: nearly any check tells one from a right result.
    case onlyConstantMutants
    case orderDidNotRun(String)
    /// A wrong array in the place of the one that this metric is taken of passes every check; of nil, there is none in
    /// the place of any array.
    case impostorPasses(String, of: String?)
    case impostorDidNotRun(String, of: String)
    /// No check sees a wrong array but for one that is NaN, or was made to violate it, somewhere.
    case seesNoImpostor
    /// Nothing shows what the check sees of wrong arrays.
    case noImpostors(metric: String)
    /// Not one function at or below this path of the implementation was entered.
    case notExecuted(path: String)
    /// Nobody has looked whether one was.
    case executionNotShown(path: String)
    /// The equation names no implementation, so that nobody can look.
    case noImplementation(equation: String)
    case levelBelow(required: Falsifier.Level, had: Falsifier.Level)
    case noWitness(variant: String)
    case blocked(String)
  }
}

/// A check against what was measured.
public struct CheckResult: Sendable {
  /// Whether the measurement meets the threshold; an asserted number counts as neither holding nor violated.
  public enum Outcome: Equatable, Sendable { case holds, violated, notMeasured, asserted }

  /// The threshold, as the contract states it.
  public var check: Check
  /// What the evidence has under the check's metric; nil where it has nothing.
  public var measurement: Evidence.Measurement?
  /// How the two compare, without rounding; `notMeasured` where there is no measurement.
  public var outcome: Outcome
  /// The mutants that violate it, in the contract's order: without any, nobody has seen it fail.
  package var violators: [String]
  /// Whether one of them returns more than a constant: that zeros are told from a right result shows next to nothing.
  package var isShown: Bool
  /// How far the measurement is from the threshold; nil for an equality without tolerance and where nothing was measured.
  package var margin: Double?

  package init(
    check: Check, measurement: Evidence.Measurement? = nil, outcome: Outcome, violators: [String], isShown: Bool,
    margin: Double? = nil
  ) {
    self.check = check
    self.measurement = measurement
    self.outcome = outcome
    self.violators = violators
    self.isShown = isShown
    self.margin = margin
  }
}

/// What became of a mutant that the contract names.
public struct MutantResult: Sendable {
  /// Whether the falsifier could tell the mutant from the real kernel.
  public enum Outcome: Equatable, Sendable {
    /// A check on this metric was violated.
    case killed(metric: String)
    /// Its output differs from the real kernel's, and every check holds.
    case survived
    /// Its output never differs from the real kernel's: nothing was tried.
    case inactive
    case didNotRun
    /// Its outputs are, bit for bit, those of this mutant, which is listed before it.
    case repeats(String)
  }

  /// As the contract lists it.
  public var name: String
  /// What the evidence shows; `didNotRun` where it does not mention the mutant.
  public var outcome: Outcome
  /// Whether each of its outputs holds one value only; false where it did not run.
  package var isConstant: Bool

  package init(name: String, outcome: Outcome, isConstant: Bool = false) {
    (self.name, self.outcome, self.isConstant) = (name, outcome, isConstant)
  }
}
