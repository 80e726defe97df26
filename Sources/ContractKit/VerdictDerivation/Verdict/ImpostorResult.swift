/// What became of a wrong array in the place of one that the real kernel gave.
public struct ImpostorResult: Sendable {
  /// Whether the checks could tell it from the kernel's own.
  public enum Outcome: Equatable, Sendable {
    /// A check on this metric was violated.
    case caught(metric: String)
    /// Every check holds.
    case passes
    /// There is no such array, with why.
    case notApplicable(String)
    case didNotRun
  }

  /// The first measurement of the array that it replaces, by which evidence names it; nil where it is of none of the
  /// falsifier's arrays.
  public var array: String?
  /// What stands in its place.
  public var name: ImpostorName
  /// What the evidence shows.
  public var outcome: Outcome
  /// Why the falsifier may be blind to it; nil where it says nothing of it.
  public var reason: String?

  /// Whether the falsifier was to see it, did not, and does not say why.
  var isOpen: Bool { outcome == .passes && reason == nil || outcome == .didNotRun }
}

extension Judge {
  /// The impostors of each array by its name, then those that are of no array at all: what nothing was shown to see.
  ///
  /// A NaN is of no array of integers, and no falsifier is asked for one. Where there is no array, there is no impostor.
  static func impostors(_ falsifier: Falsifier, _ evidence: Evidence) -> [ImpostorResult] {
    let arrays = evidence.impostors.sorted { Files.utf8Order($0.key, $1.key) }
    let results = arrays.flatMap { array, runs in
      let metrics = metrics(of: array, runs)
      return ImpostorName.allCases.map { name in
        let outcome = outcome(runs[name.rawValue], falsifier.checks)
        let blindness = falsifier.blindTo.first { $0.covers(name, metrics) }
        return ImpostorResult(
          array: array, name: name, outcome: outcome, reason: outcome == .passes ? blindness?.reason.value : nil)
      }
    }
    let applicable = Set(results.filter { !$0.isNotApplicable }.map(\.name))
    let missing = ImpostorName.allCases.filter { !arrays.isEmpty && $0 != .nan && !applicable.contains($0) }
    return results
      + missing.map { name in
        let blindness = falsifier.blindTo.first { $0.of.isEmpty && $0.names(name) }
        return ImpostorResult(array: nil, name: name, outcome: .passes, reason: blindness?.reason.value)
      }
  }

  /// Whether nothing is told from a right result: of all impostors only those are caught, if any, of which it shows
  /// nothing, since they are made of what a check forbids, or meet no condition.
  ///
  /// No `blind_to:` is a reason for that.
  static func seesNone(_ results: [ImpostorResult]) -> Bool {
    results.contains { $0.array != nil }
      && !results.contains { result in
        guard case .caught = result.outcome else { return false }
        return result.name != .oneElement && result.name != .nan
      }
  }

  /// Checks whose metric was measured of the kernel and of no impostor.
  static func withoutImpostors(_ falsifier: Falsifier, _ evidence: Evidence) -> [String] {
    let metrics = evidence.impostors.reduce(into: Set<String>()) { $0.formUnion(self.metrics(of: $1.key, $1.value)) }
    return falsifier.checks.map(\.metric.value).filter { metric in
      evidence.measurements[metric].map { !$0.isAsserted } ?? false && !metrics.contains(metric)
    }
  }

  /// What a falsifier need not say under `blind_to:`, as (the word, the metric it is said of).
  package static func needlessBlindness(
    _ falsifier: Falsifier, _ evidence: Evidence, _ results: [ImpostorResult]
  ) -> [(impostor: Located<String>, of: Located<String>?)] {
    let passing = results.filter { $0.outcome == .passes }
    return falsifier.blindTo.flatMap { blindness in
      let places: [Located<String>?] = blindness.of.isEmpty ? [nil] : blindness.of.map { $0 }
      return blindness.impostors.flatMap { impostor in
        places.filter { place in
          !passing.contains { result in
            guard result.name.rawValue == impostor.value else { return false }
            guard let place else { return true }
            return result.array.map { array in
              metrics(of: array, evidence.impostors[array] ?? [:]).contains(place.value)
            } ?? false
          }
        }.map { (impostor, $0) }
      }
    }
  }

  /// The metrics that were taken of an array.
  private static func metrics(of array: String, _ runs: Evidence.Impostors) -> Set<String> {
    runs.values.reduce(into: [array]) { metrics, run in
      if case .measured(let measurements) = run { metrics.formUnion(measurements.keys) }
    }
  }

  private static func outcome(_ run: Evidence.ImpostorRun?, _ checks: [Check]) -> ImpostorResult.Outcome {
    switch run {
    case nil: return .didNotRun
    case .notApplicable(let reason): return .notApplicable(reason)
    case .measured(let measurements):
      let seeing = checks.first { check in
        measurements[check.metric.value].map { !$0.isAsserted && !holds($0.value, check.condition) } ?? false
      }
      return seeing.map { .caught(metric: $0.metric.value) } ?? .passes
    }
  }
}

extension ImpostorResult {
  /// Whether there is no such array.
  package var isNotApplicable: Bool { if case .notApplicable = outcome { true } else { false } }
}

extension Falsifier.Blindness {
  fileprivate func names(_ impostor: ImpostorName) -> Bool { impostors.contains { $0.value == impostor.rawValue } }

  /// Whether it is said of an impostor of an array of which these metrics were taken.
  fileprivate func covers(_ impostor: ImpostorName, _ metrics: Set<String>) -> Bool {
    names(impostor) && (of.isEmpty || of.contains { metrics.contains($0.value) })
  }
}

extension Verdict.Reason {
  /// Why an open result keeps a falsifier from holding.
  package init(_ open: ImpostorResult) {
    switch (open.outcome, open.array) {
    case (.didNotRun, let array?): self = .impostorDidNotRun(open.name.rawValue, of: array)
    default: self = .impostorPasses(open.name.rawValue, of: open.array)
    }
  }
}
