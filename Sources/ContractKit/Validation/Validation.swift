/// The judgement of a set of contracts by all rules.
public struct Validation: Sendable {
  /// What was judged.
  public let set: ContractSet
  /// The project's settings first, then paths, then files in their order, each from top to bottom.
  public let diagnostics: [Diagnostic]
  /// Findings that comments in the files or the baseline let pass, in the same order.
  public let suppressed: [SuppressedFinding]
  /// The project file whose settings were applied.
  public let project: ProjectFile?
  /// The counts that every renderer shows.
  public let summary: ValidationSummary

  /// Judges contracts.
  ///
  /// - Parameters:
  ///   - today: the day on which they are judged, in UTC.
  ///   - filter: what the project says about findings.
  public init(_ set: ContractSet, today: CalendarDate, filter: FindingFilter = FindingFilter()) {
    self.set = set
    project = filter.project
    var packages: [String: PackageSources] = [:]
    var diagnostics = set.diagnostics
    var suppressed: [SuppressedFinding] = []
    for (position, file) in set.files.enumerated() {
      var own = file.diagnostics
      if let contract = file.contract, let root = file.root, let source = file.source {
        let package = PackageRoot.above(file.path).map { root in
          if let known = packages[root] { return known }
          let read = PackageSources(root: root)
          packages[root] = read
          return read
        }
        let context = RuleContext(
          file: file, contract: contract, root: root, source: source, index: set.index, position: position,
          package: package, today: today)
        own += Self.judge(context)
      }
      let filtered = filter.apply(to: own, in: file, today: today)
      diagnostics += filtered.diagnostics.sorted(by: Diagnostic.inOrder)
      suppressed += filtered.suppressed
    }
    if let baseline = filter.baseline {
      var sources: [String: SourceText] = [:]
      for file in set.files { sources[file.path] = file.source }
      let split = baseline.split(diagnostics, sources: sources, judged: set.files.map(\.path))
      diagnostics = split.findings + split.new
      suppressed += split.known.map { SuppressedFinding($0, .baseline) }
    }
    diagnostics = (filter.project?.diagnostics ?? []) + diagnostics
    self.diagnostics = diagnostics
    self.suppressed = suppressed
    summary = ValidationSummary(set, diagnostics)
  }

  private static func judge(_ context: RuleContext) -> [Diagnostic] {
    RuleCatalogue.all.flatMap { rule in
      (rule.check?(context) ?? []).map { finding in
        Diagnostic(
          rule: rule.id, severity: finding.severity ?? rule.severity.severity(strict: context.contract.isStrict),
          message: finding.message, path: context.file.path, range: finding.range, help: finding.help,
          related: finding.related)
      }
    }
  }

  /// What the process answers.
  ///
  /// - Parameter warningsReject: whether a warning weighs as much as an error.
  public func outcome(warningsReject: Bool = false) -> Outcome {
    let absent = diagnostics.filter { $0.rule == Rule.pathNotFound.id || $0.rule == Rule.noContracts.id }
    if summary.errors > absent.count || warningsReject && summary.warnings > 0 { return .rejected }
    return absent.isEmpty && summary.readable > 0 ? .accepted : .nothingJudged
  }
}

/// What a command answers, as its exit code.
public enum Outcome: Int32, Sendable {
  case accepted = 0
  /// Something was judged and is wrong.
  case rejected = 1
  /// Nothing could be judged, or a path is missing.
  case nothingJudged = 2
  /// The command line makes no sense.
  case usage = 64
  /// `pv` itself failed.
  case internalError = 70
}

/// The denominators of a judgement.
public struct ValidationSummary: Equatable, Sendable {
  /// Files, those that cannot be read included.
  public var contracts = 0
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

  init(_ set: ContractSet, _ diagnostics: [Diagnostic]) {
    contracts = set.files.count
    for file in set.files {
      unknownKeys += file.unknownKeys
      guard let contract = file.contract else { continue }
      readable += 1
      equations += contract.equations.count
      invariants += contract.equations.reduce(0) { $0 + $1.invariants.count }
      falsifiers += contract.falsifiers.count
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
