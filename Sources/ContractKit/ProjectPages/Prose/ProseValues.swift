/// The values that numbers in prose can point at: measurements, counts, and statistics of traces.
struct ProseValues {
  /// How much there is; asked for by hardly any number.
  let counts: () throws(Unresolved) -> ProjectCounts
  /// The falsifiers with an id.
  private let entries: (String) throws(Unresolved) -> [Verification.Entry]
  private let traces: TraceStatistics

  init(_ verification: Verification, root: String) {
    var known: ProjectCounts?
    self.init(root: root) { () throws(Unresolved) in
      let counts = known ?? ProjectCounts(verification)
      known = counts
      return counts
    } entries: { (id) throws(Unresolved) in
      verification.bearers[id].compactMap(verification.entry)
    }
  }

  init(
    root: String, counts: @escaping () throws(Unresolved) -> ProjectCounts,
    entries: @escaping (String) throws(Unresolved) -> [Verification.Entry]
  ) {
    (self.counts, self.entries) = (counts, entries)
    traces = TraceStatistics(root: root)
  }

  /// Why a pointer leads to no value, in words.
  struct Unresolved: Error {
    let reason: String
  }

  /// What a pointer leads to.
  func value(of pointer: ProsePointer) throws(Unresolved) -> ProseValue {
    switch pointer {
    case .measurement(let contract, let falsifier, let metric, let mutant):
      return try measured(evidence(of: falsifier, in: contract), metric, mutant)
    case .count(let contract, let noun):
      let counts = try counts()
      let known = contract.map { counts.byContract[$0] } ?? counts.total
      guard let known else { throw Unresolved(reason: "there is no contract \(contract ?? "")") }
      guard let count = known[noun] else {
        throw Unresolved(reason: "the counts are \(known.keys.sorted(by: Files.utf8Order).joined(separator: ", "))")
      }
      return ProseValue(count)
    case .trace(let file, let stage, let statistic): return try traces.value(statistic, of: stage, in: file)
    case .ratio(let first, let second):
      guard let ratio = try value(of: first) / value(of: second) else {
        throw Unresolved(reason: "a ratio needs two numbers, the second of which is not 0")
      }
      return ratio
    }
  }

  /// The file that a pointer's value is in, by its path from the project's folder; nil for counts, ratios, and what leads nowhere.
  func file(of pointer: ProsePointer) -> String? {
    switch pointer {
    case .measurement(let contract, let falsifier, _, _):
      (try? bearer(of: falsifier, in: contract)).map { "evidence/\($0.contract.id)/\(falsifier).json" }
    case .trace(let file, _, _): file
    case .count, .ratio: nil
    }
  }

  private func bearer(of falsifier: String, in contract: String?) throws(Unresolved) -> Verification.Entry {
    let bearers = try entries(falsifier).filter { contract == nil || $0.contract.id == contract }
    guard bearers.count == 1 else {
      throw Unresolved(
        reason: bearers.isEmpty ? "there is no such falsifier" : "several contracts have that falsifier")
    }
    return bearers[0]
  }

  private func evidence(of falsifier: String, in contract: String?) throws(Unresolved) -> Evidence {
    guard let evidence = try bearer(of: falsifier, in: contract).verdict.evidence else {
      throw Unresolved(reason: "it has no readable evidence")
    }
    return evidence
  }

  private func measured(_ evidence: Evidence, _ metric: String, _ mutant: String?) throws(Unresolved) -> ProseValue {
    let measurements = mutant.map { evidence.mutants[$0]?.measurements ?? [:] } ?? evidence.measurements
    if let measurement = measurements[metric] { return ProseValue(measurement.value) }
    if mutant == nil, let count = Self.counts(in: evidence)[metric] { return ProseValue(count) }
    throw Unresolved(
      reason: "the evidence has \(measurements.keys.sorted(by: Files.utf8Order).joined(separator: ", "))")
  }

  /// How much was tried: `inputs.NAME.cases`, and `.elements` of inputs and outputs.
  private static func counts(in evidence: Evidence) -> [String: Int] {
    var counts: [String: Int] = [:]
    for input in evidence.inputs {
      counts["inputs.\(input.name).cases"] = input.cases
      counts["inputs.\(input.name).elements"] = elements(input.shape)
    }
    for output in evidence.outputs { counts["outputs.\(output.name).elements"] = elements(output.shape) }
    return counts
  }

  /// The product of extents; nil where it is beyond an `Int`.
  private static func elements(_ shape: [Int]) -> Int? {
    shape.reduce(1) { product, extent in
      product.flatMap {
        let (result, overflows) = $0.multipliedReportingOverflow(by: extent); return overflows ? nil : result
      }
    }
  }

  /// A pointer to what a falsifier measured and a number says; nil where it says nothing of it.
  ///
  /// The real kernel's values come before the mutants', shorter names before longer ones. Counts of mutants are left
  /// out: most are how many elements there are, all of which a fault moved.
  func pointer(
    to number: PrintedNumber, of falsifier: String, own: (contract: String, falsifier: String)?
  ) -> String? {
    let bearers = ((try? entries(falsifier)) ?? []).filter {
      own?.falsifier != falsifier || $0.contract.id == own?.contract
    }
    for entry in bearers {
      guard let evidence = entry.verdict.evidence else { continue }
      let owner =
        own?.falsifier == falsifier ? "" : (bearers.count > 1 ? "\(entry.contract.id)#" : "") + falsifier + "/"
      func first(_ measurements: [String: Evidence.Measurement], counts: Bool = true) -> String? {
        measurements.filter { (counts || !$0.value.value.isCount) && number.matches($0.value.value) }.keys
          .min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
      }
      if let metric = first(evidence.measurements) { return owner + metric }
      for (name, run) in evidence.mutants.sorted(by: { Files.utf8Order($0.key, $1.key) }) {
        if let metric = first(run.measurements, counts: false) { return "\(owner)\(metric)@\(name)" }
      }
    }
    return nil
  }
}
