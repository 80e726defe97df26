import Provenance

extension Verification {
  /// Judges contracts that have been read against evidence; every file is judged on its own.
  public init(_ set: ContractSet, options: Options) {
    self.init(
      ContractInputs(files: set.files.map { .read($0) }, diagnostics: set.diagnostics, terms: set.terms),
      among: set.index, options)
  }

  /// Reads contracts and judges them against evidence, some at a time: what was read is not kept in memory.
  ///
  /// - Complexity: linear in what contracts and evidence say.
  public init(_ inputs: ContractInputs, options: Options) { self.init(inputs, among: nil, options) }

  private init(_ inputs: ContractInputs, among known: ContractIndex?, _ options: Options) {
    let inputs = inputs.once
    let judged = JudgedContracts(inputs, options)
    var run = JudgingRun(inputs, judged)
    run.judgeFiles()
    let index = known ?? ContractIndex(among: run.files.map(\.outline))
    // What cannot be decoded is left out of a contract, a check for instance: judging the rest could
    // discharge a claim that nothing has tried. Judged by the catalogue alone: a suppression or a milder
    // severity lets a contract pass, and never makes a broken one fit to be judged.
    var filter = FindingFilter.none
    filter.external = options.external.map(PathPattern.init)
    let validation = Validation(
      run.files, diagnostics: inputs.diagnostics, among: index, today: options.asOf, filter: filter)
    let errors = validation.diagnostics.filter { $0.severity == .error }
    run.judgeAgain(rejected: Set(errors.map(\.path)))
    var judgments = run.takeJudgments()
    let standings = run.standings(judgments, index)
    let placed = judgments.flatMap(\.gates)
    let unwitnessed = judgments.flatMap(\.unwitnessed)
    let rewordings = judgments.flatMap(\.rewordings)
    var diagnostics = errors
    diagnostics += judgments.flatMap(\.findings.verdicts) + judgments.flatMap(\.findings.misplaced)
    diagnostics += judgments.flatMap(\.findings.ownFaults) + judgments.flatMap(\.findings.undeclared)
    diagnostics += judgments.flatMap(\.findings.bindings) + rewordings.map(\.diagnostic)
    let numbers = judgments.filter(\.hasNumbers).map { (file: $0.standing.file, known: $0.findings.numbers) }
    // There is one for each contract: they are let go before gates and questions take memory.
    judgments = []
    let bearers = Bearers(standings)
    let questions = run.questions(standings, bearers)
    let gates = GateJudge(placed, standings, bearers, questions).results
    let specification = options.isWholeProject ? Specification(options, standings, bearers, gates) : nil
    let isWhole = options.isWholeProject
    diagnostics += gates.filter { isWhole || !$0.isBeyond(index) }.flatMap(VerdictFindings.findings(for:))
    diagnostics += questions.flatMap(\.hypotheses).compactMap(HypothesisFindings.finding)
    if isWhole {
      diagnostics += options.settings + options.keys.diagnostics + judged.witnesses.diagnostics
      diagnostics += TableFindings.findings(root: options.root)
      diagnostics += Self.findings(about: specification, options)
    }
    let outlines = run.files.map(\.outline)
    let unreadable = outlines.filter { !$0.isReadable }.map(\.path)
    if isWhole && inputs.diagnostics.isEmpty {
      diagnostics += VerdictFindings.orphans(
        standings, unreadable: Set(unreadable.map(ContractFile.stem)), options)
    }
    self.init(
      Judgment(
        inputs: inputs, index: index, sources: validation.sources, contractCount: outlines.count(where: \.isContract),
        unreadable: unreadable,
        foreignCount: outlines.count { $0.foreign != nil }, standings: standings, bearers: bearers, gates: gates,
        questions: questions, criteria: specification?.criteria ?? [],
        unwitnessed: unwitnessed, rewordings: rewordings, diagnostics: diagnostics),
      judged, options)
    let prose = ProseFindings(self, root: options.root)
    for (file, known) in numbers {
      // An id that several contracts have is nobody's.
      if let known, bearers.areUnique { add(known) } else { add(prose.findings(in: judged.file(file))) }
    }
    guard isWhole else { return }
    add(prose.findings(root: options.root, listed: options.pages))
    guard !options.pages.isEmpty else { return }
    add(PageFindings(self, options).findings(options.pages))
  }
}
