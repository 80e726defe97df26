import Foundation

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

  /// Looks for a mutant and measures nothing: what a library of a wrong kernel is made of.
  case mutant(String)

  /// Whether all cases are measured together, and not only those of searches one by one.
  var measuresAll: Bool {
    switch self {
    case .evidence, .trial: true
    case .explore, .only, .mutant: false
    }
  }

  /// `PV_EXPLORE=ROUNDS`, `PV_CASE=LINE`, or neither.
  static func fromEnvironment(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Self {
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
