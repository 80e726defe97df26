/// The denominators of a judgement.
public struct ValidationSummary: Equatable, Sendable {
  /// Contracts, files that cannot be read included.
  public var contracts = 0
  /// Files of hypotheses.
  public var investigations = 0
  /// Hypotheses with an id, of contracts as well.
  public var hypotheses = 0
  /// Those that were read as contracts.
  public var readable = 0
  /// Equations of the readable contracts.
  public var equations = 0
  /// Their invariants.
  public var invariants = 0
  /// Falsifiers with an id.
  public var falsifiers = 0
  /// Findings that reject.
  public var errors = 0
  /// Findings that reject under `--strict`.
  public var warnings = 0
  /// Findings that never reject.
  public var notes = 0
  /// Keys that no rule knows; they are kept.
  public var unknownKeys = 0

  /// Equations and invariants.
  public var clauses: Int { equations + invariants }

  init(_ files: [JudgedFile.Summary], _ diagnostics: [Diagnostic]) {
    contracts = files.count(where: \.isContract)
    investigations = files.count - contracts
    for file in files where file.isReadable {
      readable += file.isContract ? 1 : 0
      hypotheses += file.hypotheses
      unknownKeys += file.unknownKeys
      equations += file.equations
      invariants += file.invariants
      falsifiers += file.falsifiers
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
