import ContractKit

/// What a run does with the domains of its falsifiers.
package enum SearchMode: Equatable {
  /// Tries exact cases and the cases of derived seeds, and writes evidence.
  case evidence
  /// Tries this many times as many cases from fresh seeds on the real kernel alone, and keeps what it
  /// finds as exact cases. No evidence is written.
  case explore(rounds: Int, seed: UInt64)
  /// Tries one case alone, on the real kernel. No evidence is written.
  case only(ExactCases.Line)
  /// Tries the same on kernels that are not ours, without mutants; with fresh seeds where a word is mixed into them. No
  /// evidence is written.
  case trial(freshBy: String?)

  /// Tries the same cases as evidence is made of, and stops at the first violation. No evidence is written.
  case screening(ScreeningDepth)
  /// Looks for a mutant and measures nothing: what a library of a wrong kernel is made of.
  case mutant(String)

  /// Whether all cases are measured together, and not only those of searches one by one.
  var measuresAll: Bool {
    switch self {
    case .evidence, .trial, .screening: true
    case .explore, .only, .mutant: false
    }
  }

  /// `PV_EXPLORE=ROUNDS`, `PV_CASE=LINE`, `PV_SCREEN=DEPTH`, or none of them.
  static func fromEnvironment(_ environment: [String: String] = Surroundings.variables) throws -> Self {
    if let depth = environment[ScreeningDepth.variable] {
      if let other = ["PV_CASE", "PV_EXPLORE"].first(where: { environment[$0] != nil }) {
        throw FalsifierError.environment(ScreeningDepth.variable, reason: "\(other) asks for something else")
      }
      guard let depth = ScreeningDepth(rawValue: depth) else {
        throw FalsifierError.environment(ScreeningDepth.variable, reason: "\(depth) is neither kernel nor whole")
      }
      return .screening(depth)
    }
    if let line = environment["PV_CASE"] {
      do { return .only(try ExactCases.Line(Array(line.utf8))) } catch {
        throw FalsifierError.environment("PV_CASE", reason: "\(error)")
      }
    }
    guard let rounds = environment["PV_EXPLORE"] else { return .evidence }
    guard let count = Int(rounds), count > 0 else {
      throw FalsifierError.environment("PV_EXPLORE", reason: "\(rounds) is not a number of rounds")
    }
    return .explore(rounds: count, seed: UInt64.random(in: .min ... .max))
  }
}
