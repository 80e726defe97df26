import Provenance

/// The contracts of a project on their way past rules and evidence, some at a time.
struct JudgingRun {
  private let inputs: ContractInputs
  private let judged: JudgedContracts
  /// What is kept of the files, in their order.
  private(set) var files: [JudgedFile] = []
  /// By the place of a file; nil where it is no contract.
  private var judgments: [ContractJudgment?]
  /// What evidence shows of the tests that hypotheses in files of their own predict, which are read first.
  private var seen: [Hypothesis.Test: HypothesisJudge.Seen] = [:]

  init(_ inputs: ContractInputs, _ judged: JudgedContracts) {
    (self.inputs, self.judged) = (inputs, judged)
    judgments = Array(repeating: nil, count: inputs.files.count)
  }

  /// Reads all files, and judges each by itself.
  ///
  /// All processors take part. Contracts are taken some at a time, and stay in memory while others among these ask for them.
  mutating func judgeFiles() {
    let all = inputs.files.indices
    let ofInvestigations = all.filter { inputs.files[$0].path.contains("\(InvestigationFolder.name)/") }
    let first = Set(ofInvestigations)
    let order = ofInvestigations + all.filter { !first.contains($0) }
    var files = [JudgedFile?](repeating: nil, count: all.count)
    let packages = Packages(sharing: judged.recordings)
    var predicted: [String: Set<Hypothesis.Test>] = [:]
    let (judged, terms, today, progress) = (judged, inputs.terms, judged.options.asOf, judged.options.progress)
    let piece = 64
    for start in stride(from: 0, to: order.count, by: piece) {
      progress?(start, order.count)
      let places = Array(order[start..<min(start + piece, order.count)])
      let read = Parallel.map(places) { place in
        let file = judged.read(place)
        return JudgedFile(
          .read(file), terms: terms, packages: packages, today: today, usesComments: false,
          isOneOfMany: true)
      }
      for (place, file) in zip(places, read) {
        files[place] = file
        _ = judged.setRejected(file.findings.contains { $0.severity == .error }, place)
        for test in file.hypotheses.flatMap({ $0.predictions.compactMap(\.test) }) {
          predicted[test.falsifier, default: []].insert(test)
        }
      }
      for (place, judgment) in zip(places, Parallel.map(places) { ContractJudgment($0, judged) }) {
        judgments[place] = judgment
        for entry in judged.entries(place) {
          for test in predicted[entry.falsifier.id.value] ?? [] { seen[test] = HypothesisJudge.Seen(test, entry) }
        }
      }
    }
    self.files = files.compactMap(\.self)
    // Hardly any contract is judged again, and what is known of very many sources would stay in memory beside the index.
    judged.recordings.forget()
  }

  /// Judges those contracts again that are not fit to be judged because of what stands in others, or are for all that.
  mutating func judgeAgain(rejected paths: Set<String>) {
    for (place, file) in files.enumerated() where judged.setRejected(paths.contains(file.outline.path), place) {
      judgments[place] = ContractJudgment(place, judged)
      for entry in judged.entries(place) {
        for test in seen.keys where test.falsifier == entry.falsifier.id.value {
          seen[test] = HypothesisJudge.Seen(test, entry)
        }
      }
    }
  }

  /// Hands over what was judged, in the order of the files; nothing of it stays here.
  mutating func takeJudgments() -> [ContractJudgment] {
    defer { judgments = [] }
    return judgments.compactMap(\.self)
  }

  /// What is kept of the contracts, in the order of their files, with what binds clauses of other contracts.
  func standings(_ judgments: [ContractJudgment], _ index: ContractIndex) -> [Verification.ContractStanding] {
    var standings = judgments.map(\.standing)
    let places = Dictionary(grouping: standings.indices) { standings[$0].id }
    var bound = judgments.flatMap(\.bound)
    for (id, places) in places where places.count > 1 {
      // Contracts with one id bind the clauses of one another.
      for place in places {
        let contract = judged.file(standings[place].file).contract
        for (falsifier, standing) in zip(contract?.falsifiers ?? [], standings[place].falsifiers) {
          bound += falsifier.clauses.filter { $0.contract ?? id == id }.map {
            (ClauseReference(contract: id, equation: $0.equation, invariant: $0.invariant), standing.holds)
          }
        }
      }
    }
    for (id, bound) in Dictionary(grouping: bound, by: { $0.clause.contract ?? "" }) {
      let places = places[id] ?? []
      for place in places {
        let contract = places.count == 1 ? index.contract(id) : judged.file(standings[place].file).contract
        let clauses = contract?.clauses ?? []
        let positions = Dictionary(grouping: clauses.indices) { clauses[$0] }
        for (reference, holds) in bound {
          let own = ClauseReference(equation: reference.equation, invariant: reference.invariant)
          for clause in positions[own] ?? [] { standings[place].bind(clause, holds: holds) }
        }
      }
    }
    return standings
  }

  /// The questions that hypotheses answer: those of contracts come first.
  func questions(
    _ standings: [Verification.ContractStanding], _ bearers: Verification.Bearers
  ) -> [JudgedQuestion] {
    let ordered = files.filter(\.outline.isContract) + files.filter { !$0.outline.isContract }
    let nodes = ordered.flatMap { file in
      file.hypotheses.map { HypothesisGraph.Node(hypothesis: $0, path: file.outline.path) }
    }
    return HypothesisJudge(nodes) { test in
      let all = bearers[test.falsifier]
      if all.count == 1, let known = seen[test] { return .of(known) }
      return .init(
        test,
        all.flatMap { place in
          judged.entries(standings[place.contract].file).dropFirst(place.falsifier).prefix(1)
        })
    }.questions
  }
}
