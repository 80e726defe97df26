import ContractKit
import Metrics

extension Recorder {
  /// Measures the real kernel, its computation in other orders and each mutant over cases of a
  /// declared domain: exact cases first, then drawn ones.
  ///
  /// Where the real kernel violates a check, the first case that does so alone is made as small as
  /// possible and shown with a line that reproduces it.
  ///
  /// - Parameters:
  ///   - domain: where cases are drawn from. Its name enters the seed, and so do its corners, as the contract lists them.
  ///   - cases: how many are drawn.
  ///   - real: the kernel that the claim is about.
  ///   - inOrder: as in `judge` without a domain.
  ///   - mutants: wrong kernels; each is named in the contract.
  ///   - expected: what a case should give. It is asked once a case, not once a kernel: an oracle is
  ///     slower than any of them.
  ///   - body: as in `judge` without a domain, for any number of cases from one on, with what is
  ///     expected of each: it is also called with single cases. A check that it measures must make sense
  ///     for one case: an error or a count of errors, not a count of cases.
  public func judge<Case: ExactCase, Expected, Kernel>(
    over domain: CaseDomain<Case>, cases: Int, _ real: Kernel, inOrder: ((SummationOrder) -> Kernel)? = nil,
    mutants: [Mutant<Kernel>], expecting expected: @escaping (Case) throws -> Expected,
    _ body: @escaping (Kernel, [Case], [Expected], Probe) throws -> Void
  ) throws {
    let exact = try search.exactCases(of: domain)
    let measureReal: ([Case], Probe) throws -> Void = { try body(real, $0, $0.map(expected), $1) }
    switch search.mode {
    case .evidence, .trial, .screening:
      let random = random(domain.name)
      let drawn = domain.draw(cases, random)
      let all = exact + drawn.map(\.value)
      record(domain, all, exact: exact.count, seed: random.seed)
      let results = try all.map(expected)
      try judge(real, inOrder: inOrder, mutants: mutants) { try body($0, all, results, $1) }
      // A screening has ended where something is violated.
      if violated(measurements) != [] { try findCounterexample(in: domain, exact, drawn, measureReal) }
    case .explore(let rounds, let seed):
      let random = random(domain.name, beside: String(seed))
      try findCounterexample(in: domain, exact, domain.draw(cases * rounds, random), measureReal)
      search.note("\(domain.name): \(cases * rounds) cases from seed \(random.seed)")
    case .mutant: try judge(real, mutants: mutants) { _, _ in }
    case .only(let line):
      guard line.domain == domain.name else { return }
      let value = try Case(CaseFields(members: line.fields))
      guard let report = failure(of: value, measureReal) else { return }
      try search.keep(Counterexample(line: line, origin: "given by PV_CASE", report: report))
    }
  }

  /// Searches case by case, exact ones first, and keeps the first failing one as small as it can be made.
  private func findCounterexample<Case: ExactCase>(
    in domain: CaseDomain<Case>, _ exact: [Case], _ drawn: [(value: Case, choices: [UInt64])],
    _ measure: @escaping ([Case], Probe) throws -> Void
  ) throws {
    func line(_ value: Case) -> ExactCases.Line {
      ExactCases.Line(falsifier: falsifier.id.value, domain: domain.name, fields: value.fields)
    }
    for (index, value) in exact.enumerated() {
      guard let report = failure(of: value, measure) else { continue }
      return try search.keep(Counterexample(line: line(value), origin: "exact case \(index + 1)", report: report))
    }
    for (index, each) in drawn.enumerated() where failure(of: each.value, measure) != nil {
      var shrinker = Shrinker { tape in
        let replayed = domain.replay(tape)
        return self.failure(of: replayed.value, measure) == nil ? nil : replayed.choices
      }
      let smallest = domain.replay(shrinker.shrink(each.choices)).value
      let origin = "from drawn case \(index + 1) of \(drawn.count) by \(shrinker.tried) smaller ones"
      return try search.keep(
        Counterexample(line: line(smallest), origin: origin, report: failure(of: smallest, measure) ?? []))
    }
  }

  /// What a case violates by itself; nil where it violates nothing, and where it cannot be measured.
  private func failure<Case>(of value: Case, _ measure: ([Case], Probe) throws -> Void) -> [String]? {
    let probe = makeProbe()
    guard (try? measure([value], probe)) != nil else { return nil }
    let violated = violated(probe.measurements)
    guard !violated.isEmpty else { return nil }
    return violated.flatMap { metric in
      ["  \(metric) is \(probe.measurements[metric]?.display ?? "nothing")"] + (probe.comparisons[metric]?.report ?? [])
    }
  }

  /// The metrics whose checks some measurements violate, in the contract's order.
  func violated(_ measurements: [String: Evidence.Measurement]) -> [String] {
    var evidence = evidence()
    evidence.measurements = measurements
    return Verdict.judge(evidence, falsifier).checks.filter { $0.outcome == .violated }.map(\.check.metric.value)
  }

  /// Records what was searched: the sizes of the cases with the corners that they hit, then each
  /// array that they hold, one case after the other.
  private func record<Case: ExactCase>(_ domain: CaseDomain<Case>, _ cases: [Case], exact: Int, seed: String) {
    let fields = cases.map(\.fields)
    let parameters = ["exact_cases": String(exact)]
    let names = (fields.first ?? [:]).keys.sorted(by: Files.utf8Order)
    let sizes = fields.flatMap { fields in names.map { Int32(fields[$0]?.size ?? 0) } }
    input(
      domain.name, sizes, generator: "search: \(domain.declaration)", parameters: parameters, seed: seed,
      cases: cases.count, shape: [cases.count, names.count], corners: domain.hits(cases))
    for name in names {
      let floats = fields.flatMap { $0[name]?.floats ?? [] }
      let bytes = fields.flatMap { $0[name]?.bytes ?? [] }
      if !floats.isEmpty {
        input(
          "\(domain.name): \(name)", floats, generator: "search", parameters: parameters, seed: seed,
          cases: cases.count)
      } else if !bytes.isEmpty {
        input(
          "\(domain.name): \(name)", bytes.map { Int8(bitPattern: $0) }, generator: "search", parameters: parameters,
          seed: seed, cases: cases.count)
      }
    }
  }
}

extension CaseField {
  /// The number, or how many elements the array has.
  fileprivate var size: Int {
    switch self {
    case .integer(let value): value
    case .f32(let values): values.count
    case .bytes(let values): values.count
    }
  }

  fileprivate var floats: [Float]? { if case .f32(let values) = self { values } else { nil } }
  fileprivate var bytes: [UInt8]? { if case .bytes(let values) = self { values } else { nil } }
}
