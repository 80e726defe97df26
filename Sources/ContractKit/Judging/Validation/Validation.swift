/// The judgment of a set of contracts by all rules.
///
/// Each file is read, judged by itself, and let go, but for its findings and what contracts name in one another; then
/// each is judged among the others.
public struct Validation: Sendable {
  /// What is kept of each file, in the order in which they were given.
  package let files: [ContractOutline]
  /// The texts that findings point into.
  public let sources: SourceTexts
  /// The project's settings first, then paths, then files in their order, each from top to bottom.
  public let diagnostics: [Diagnostic]
  /// Findings that comments in the files or the baseline let pass, in the same order.
  public let suppressed: [SuppressedFinding]
  /// The project file whose settings were applied.
  public let project: ProjectFile?
  /// The counts that every renderer shows.
  public let summary: ValidationSummary

  /// Judges contracts that have been read.
  ///
  /// - Parameters:
  ///   - today: the day on which they are judged, in UTC.
  ///   - filter: what the project says about findings.
  public init(_ set: ContractSet, today: CalendarDate, filter: FindingFilter = FindingFilter()) {
    self.init(
      ContractInputs(files: set.files.map { .read($0) }, diagnostics: set.diagnostics), among: set.index, today: today,
      filter: filter)
  }

  /// Reads contracts and judges them; files that have been judged are not kept in memory.
  ///
  /// - Parameter progress: told now and then, by any thread, how many files of all have been read and judged.
  /// - Complexity: linear in what the contracts say.
  public init(
    _ inputs: ContractInputs, today: CalendarDate, filter: FindingFilter = FindingFilter(),
    progress: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil
  ) {
    self.init(inputs, among: nil, today: today, filter: filter, progress: progress)
  }

  private init(
    _ inputs: ContractInputs, among known: ContractIndex?, today: CalendarDate, filter: FindingFilter,
    progress: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil
  ) {
    let read = Self.judgedAlone(inputs, today: today, usesComments: filter.usesComments, progress: progress)
    let judged = Inode.once(read) { (inode: $0.outline.inode, path: $0.outline.path, isOnDisk: $0.stamp != nil) }
    self.init(
      judged, diagnostics: inputs.diagnostics, among: known ?? ContractIndex(among: judged.map(\.outline)),
      today: today,
      filter: filter)
  }

  /// Judges each file by itself. What is known of packages, which takes memory for each of their files, ends here.
  private static func judgedAlone(
    _ inputs: ContractInputs, today: CalendarDate, usesComments: Bool,
    progress: (@Sendable (_ done: Int, _ all: Int) -> Void)?
  ) -> [JudgedFile] {
    let packages = Packages()
    return Parallel.map(inputs.files, progress: progress) { input in
      JudgedFile(
        input, terms: inputs.terms, packages: packages, today: today, usesComments: usesComments,
        isOneOfMany: true)
    }
  }

  /// Judges files among each other that have been judged by themselves.
  init(
    _ judged: [JudgedFile], diagnostics pathDiagnostics: [Diagnostic], among known: ContractIndex, today: CalendarDate,
    filter: FindingFilter
  ) {
    project = filter.project
    var index = known
    index.external = filter.external
    let (names, notes) = (index, ProjectNotes(among: judged, index))
    let filtered = Parallel.map(Array(judged.indices)) { position in
      let file = judged[position]
      var findings = file.findings
      file.outline.judge(in: names, at: position, into: &findings)
      notes.apply(to: &findings, of: file.outline)
      var filtered = filter.apply(to: consume findings, file.comments, today: today)
      filtered.diagnostics.sort(by: Diagnostic.inOrder)
      return filtered
    }
    var diagnostics = pathDiagnostics
    diagnostics.reserveCapacity(filtered.reduce(diagnostics.count) { $0 + $1.diagnostics.count })
    var suppressed: [SuppressedFinding] = []
    for file in filtered {
      diagnostics += file.diagnostics
      suppressed += file.suppressed
    }
    var sources = SourceTexts(capacity: judged.count)
    for file in judged { sources.add(file.outline.path, file.text, stamp: file.stamp) }
    if let project = filter.project { sources.add(project.path, project.source, stamp: nil) }
    files = judged.map(\.outline)
    self.sources = sources
    if let baseline = filter.baseline {
      let split = baseline.split(diagnostics, sources: sources, judged: files.map(\.path))
      diagnostics = split.findings + split.new
      suppressed += split.known.map { SuppressedFinding($0, .baseline) }
    }
    if let project, !project.diagnostics.isEmpty { diagnostics = project.diagnostics + diagnostics }
    self.diagnostics = diagnostics
    self.suppressed = suppressed
    summary = ValidationSummary(files, diagnostics)
  }

  /// What the process answers.
  ///
  /// - Parameter warningsReject: whether a warning weighs as much as an error.
  public func outcome(warningsReject: Bool = false) -> Outcome {
    let absent = diagnostics.indices.count {
      diagnostics[$0].rule == Rule.pathNotFound.id || diagnostics[$0].rule == Rule.noContracts.id
    }
    if summary.errors > absent || warningsReject && summary.warnings > 0 { return .rejected }
    return absent == 0 && summary.readable + summary.investigations > 0 ? .accepted : .nothingJudged
  }
}
