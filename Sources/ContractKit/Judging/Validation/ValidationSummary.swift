/// The denominators of a judgment.
public struct ValidationSummary: Equatable, Sendable {
  /// Contracts, files that cannot be read included.
  public var contracts = 0
  /// Files of hypotheses.
  package var investigations = 0
  /// Hypotheses with an id, of contracts as well.
  package var hypotheses = 0
  /// Those that were read as contracts.
  package var readable = 0
  /// Equations of the readable contracts.
  public var equations = 0
  /// Their invariants.
  package var invariants = 0
  /// Falsifiers with an id.
  public var falsifiers = 0
  /// Findings that reject.
  public var errors = 0
  /// Findings that reject under `--strict`.
  package var warnings = 0
  /// Findings that never reject.
  package var notes = 0
  /// Files that other tools read.
  package var foreign = 0
  /// Keys that no rule knows, and how often each is there; they are kept.
  package var unknownKeys: [String: Int] = [:]

  /// Equations and invariants.
  package var clauses: Int { equations + invariants }

  init(_ files: [ContractOutline], _ diagnostics: [Diagnostic]) {
    contracts = files.count(where: \.isContract)
    foreign = files.count { $0.foreign != nil }
    investigations = files.count - contracts - foreign
    for file in files where file.isReadable {
      readable += file.isContract ? 1 : 0
      unknownKeys.merge(file.unknownKeys, uniquingKeysWith: +)
      equations += file.counts.equations
      invariants += file.counts.invariants
      falsifiers += file.counts.falsifiers
      hypotheses += file.counts.hypotheses
    }
    for diagnostic in diagnostics {
      switch diagnostic.severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .note: notes += 1
      }
    }
  }
}
