/// What became of one falsifier's clauses.
public enum ConformanceVerdict: String, CaseIterable, Sendable {
  /// Every check holds, in the contract's own cases and in fresh ones.
  case holds
  /// The bits are not those of our order of operations, and the bound that is stated for any holds.
  case otherBits = "other bits"
  case falsified
  /// The library does not export what is needed, or says that it has not this type or shape.
  case notExported = "not exported"
  /// The claim is about something that a library cannot have.
  case notApplicable = "not applicable"
}

/// One falsifier tried on a library.
struct ClauseResult: Equatable, Sendable {
  /// One check of the contract.
  struct Check: Equatable, Sendable {
    let metric: String
    /// The threshold in words.
    let condition: String
    /// nil where nothing was measured of the library.
    let measured: String?
    /// nil where the check is not about the library.
    let holds: Bool?
  }

  /// A case that fails, as small as it could be made.
  struct Counterexample: Equatable, Sendable {
    let origin: String
    let members: [String]
    let report: [String]
    /// As `--case` takes it.
    let line: String
  }

  /// The arrays that the library was given, as evidence has them.
  struct Input: Equatable, Sendable {
    let name: String
    let cases: Int
    let sha256: String
  }

  let contract: String
  let falsifier: String
  /// `EQUATION` or `EQUATION/INVARIANT`.
  let clauses: [String]
  var verdict: ConformanceVerdict
  /// Why, where the verdict alone does not say it.
  var reason: String?
  var checks: [Check] = []
  /// The worst elements, where they are, and the shape of the error.
  var report: [String] = []
  var counterexample: Counterexample?
  /// What the wrong results look like: a guess.
  var diagnosis: String?
  /// How often the library was called for it, repetitions left out.
  var calls = 0
  var inputs: [Input] = []
  /// What the library did that no result can make up for.
  var incidents: [Occurrence] = []
  /// A command line that shows it again.
  var command = ""
}
