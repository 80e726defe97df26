/// Why a falsifier could not run to its end.
public enum FalsifierError: Error, Equatable, CustomStringConvertible {
  case noPackage(file: String)
  case contractUnreadable(path: String, reason: String)
  case unknownFalsifier(String, contractPath: String, known: [String])
  case otherTest(falsifier: String, declared: String, running: String)
  case unlistedMutant(String, falsifier: String)
  /// No source of a kernel is watched, so that the evidence would never be stale.
  case nothingWatched(String)
  /// What was measured differs from what the same key gave before.
  case anotherResult(String, evidence: String)
  /// What stands in the contract's binding.txt is no binding, or one of another version: it is not written over.
  case binding(path: String, reason: String)
  /// An XCTest assertion failed beside what is recorded.
  case assertionFailed(String)
  /// The contract asks for metrics or mutants that the body left out.
  case incomplete([String])
  case mutantThrew(String, reason: String)
  /// A further run of a kernel whose bits vary measured something else.
  case unlikeRun
  /// A mutant's output has not the name, type and shape of one of the real kernel's.
  case unlikeOutput(mutant: String, output: String, shape: [Int], dtype: String)
  /// The contract names no bound for what is compared with one.
  case boundMissing(String, falsifier: String)
  /// No function of that name is known, nor registered.
  case boundUnknown(String, falsifier: String, known: [String])
  case boundVersion(String, falsifier: String, named: Int, known: Int)
  /// A parameter or an array of a bound is missing, or is not what it must be.
  case bound(String, falsifier: String, reason: String)
  /// A function of a package's own has the name of another one.
  case boundName(String, problem: String)
  /// A file that the contract does not list under `fixtures:`.
  case undeclaredFixture(String, falsifier: String)
  /// A member of an exact case is missing or is something else.
  case exactCaseMember(String)
  case exactCasesUnreadable(path: String, line: Int, reason: String)
  /// A file of weights is not there, or is another one than the contract names.
  case weights(String, reason: String)
  /// A variable of the environment asks for something that cannot be done.
  case environment(String, reason: String)

  /// What stopped it, with the ids and paths that are to be corrected.
  public var description: String {
    switch self {
    case .noPackage(let file): "neither Package.swift nor pv.yaml with contracts/ is in a folder above \(file)"
    case .contractUnreadable(let path, let reason): "\(path): \(reason)"
    case .unknownFalsifier(let id, let path, let known):
      "\(id) is not declared in \(path), which has \(known.joined(separator: ", "))"
    case .otherTest(let falsifier, let declared, let running):
      "\(falsifier) declares test: \(declared), but \(running) is running it"
    case .unlistedMutant(let name, let falsifier):
      "the mutant \(name) runs but is not listed under mutants: of \(falsifier)"
    case .nothingWatched(let falsifier):
      "no change of a kernel would make the evidence of \(falsifier) stale: "
        + "its test must call them, and the equation that it binds can name them under implementation:"
    case .anotherResult(let falsifier, let evidence):
      "\(falsifier) gave another result under the same key: it is not repeatable, or depends on something that the key "
        + "does not cover; to take the new result, remove \(evidence) and run again"
    case .binding(let path, let reason):
      "\(path): \(reason); restore it (git checkout), or remove it and run all of the contract's falsifiers: their words are "
        + "then entered as they read now"
    case .assertionFailed(let falsifier):
      "an assertion failed in \(falsifier); record what it compares instead, so that evidence shows it"
    case .incomplete(let missing): "the run is incomplete: \(missing.joined(separator: "; "))"
    case .mutantThrew(let name, let reason):
      "the mutant \(name) threw instead of computing something wrong: \(reason)"
    case .unlikeRun: "a further run of the real kernel was measured by other metrics than the first"
    case .unlikeOutput(let mutant, let output, let shape, let dtype):
      "the mutant \(mutant) returns \(output) as \(dtype) \(shape), which the real kernel does not"
    case .boundMissing(let subject, let falsifier):
      "\(falsifier) compares \(subject.isEmpty ? "its results" : subject) with a bound, and no check of the contract names "
        + "one: write `bound: {function: NAME, version: N}` (docs/bounds.md) at the check of "
        + "`\(subject.isEmpty ? "" : subject + ".")bound_ratio` or of `outside_bound`"
    case .boundUnknown(let name, let falsifier, let known):
      "the bound \(name) that the contract names for \(falsifier) is neither in docs/bounds.md nor registered"
        + (known.isEmpty
          ? "; `run.register(bound:)` makes one of your own known" : ", as \(known.joined(separator: ", ")) are")
    case .boundVersion(let name, let falsifier, let named, let known):
      "the contract names version \(named) of the bound \(name) for \(falsifier), and it is \(known): read what changed, "
        + "then write version: \(known)"
    case .bound(let subject, let falsifier, let reason):
      "the bound of \(subject.isEmpty ? "the results" : subject) of \(falsifier): \(reason)"
    case .boundName(let name, let problem): "the bound \(name) cannot be registered: \(problem)"
    case .undeclaredFixture(let path, let falsifier):
      "\(falsifier) reads \(path); list it under fixtures: in the contract, so that evidence goes stale with it"
    case .exactCaseMember(let name): "\(name) is missing, or is not what stands there in an exact case"
    case .exactCasesUnreadable(let path, let line, let reason): "\(path):\(line): \(reason)"
    case .weights(let name, let reason): "the weights \(name): \(reason)"
    case .environment(let name, let reason): "\(name): \(reason)"
    }
  }
}
