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
    let packages = Packages(of: set.files)
    let judged = Parallel.map(Array(set.files.indices)) { position in
      let file = set.files[position]
      let found = file.diagnostics + Self.judge(file, position, set.index, packages, today)
      return filter.apply(to: found, in: file, today: today)
    }
    var diagnostics = set.diagnostics
    var suppressed: [SuppressedFinding] = []
    for file in judged {
      diagnostics += file.diagnostics.sorted(by: Diagnostic.inOrder)
      suppressed += file.suppressed
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

  /// What the rules find in a file; nothing where it is no contract.
  private static func judge(
    _ file: ContractFile, _ position: Int, _ index: ContractIndex, _ packages: Packages, _ today: CalendarDate
  ) -> [Diagnostic] {
    guard let contract = file.contract, let root = file.root, let source = file.source else { return [] }
    let context = RuleContext(
      file: file, contract: file.meant?.contract ?? contract, root: file.meant?.root ?? root, source: source,
      index: index, position: position, package: packages.package(of: file), today: today)
    return RuleCatalogue.all.flatMap { rule in
      (rule.check?(context) ?? []).map { finding in
        Diagnostic(
          rule: rule.id, severity: finding.severity ?? rule.severity.severity(strict: contract.isStrict),
          message: finding.message, path: file.path, range: finding.range, help: finding.help,
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

/// The packages that contracts lie in, each looked at once.
private struct Packages: Sendable {
  private var byFolder: [String: PackageSources?] = [:]

  init(of files: [ContractFile]) {
    var byRoot: [String: PackageSources] = [:]
    for file in files where file.contract != nil && byFolder[Self.folder(file)] == nil {
      let package = PackageRoot.above(file.path).map { byRoot[$0] ?? PackageSources(root: $0) }
      if let package { byRoot[package.root] = package }
      byFolder[Self.folder(file)] = .some(package)
    }
  }

  /// The package of a contract.
  func package(of file: ContractFile) -> PackageSources? { byFolder[Self.folder(file)] ?? nil }

  private static func folder(_ file: ContractFile) -> String { Files.parent(of: file.path) ?? "" }
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
