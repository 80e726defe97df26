/// The statuses of all falsifiers, counted by contract: the scoreboard as text, Markdown and JSON.
public struct Scoreboard: Sendable {
  /// One contract's counts; `total` adds up all rows.
  public struct Row: Sendable {
    /// The contract's id, or `total`.
    public var name: String
    /// Falsifiers by derived status; a status that none has may be absent.
    package var counts: [Status: Int]
    /// How many have a waiver that stands; they are counted under their status as well.
    package var waived: Int

    fileprivate init(name: String, counts: [Status: Int], waived: Int) {
      (self.name, self.counts, self.waived) = (name, counts, waived)
    }

    fileprivate init(_ contract: Verification.ContractStanding) {
      self.init(
        name: contract.id, counts: contract.falsifiers.reduce(into: [:]) { $0[$1.status, default: 0] += 1 },
        waived: contract.falsifiers.count(where: \.isWaived))
    }

    /// The number of falsifiers, whatever their status.
    public var falsifiers: Int { counts.values.reduce(0, +) }
  }

  /// One row for each contract that could be read, in the order given.
  public var rows: [Row] { Array(contracts) }
  /// The same, each made when it is asked for: very many would take more memory than what they are made of.
  private var contracts: LazyMapSequence<[Verification.ContractStanding], Row> {
    verification.standings.lazy.map(Row.init)
  }
  /// The sums over all rows; zero where there are none.
  package let total: Row
  private let verification: Verification

  /// Counts the verdicts of a verification; nothing is judged again.
  public init(_ verification: Verification) {
    self.verification = verification
    total = verification.standings.lazy.map(Row.init).reduce(into: Row(name: "total", counts: [:], waived: 0)) {
      $0.counts.merge($1.counts, uniquingKeysWith: +)
      $0.waived += $1.waived
    }
  }

  private static let header = [
    "contract", "falsifiers", "discharged", "partial", "pending", "falsified", "blocked", "waived",
  ]
  private static let order: [Status] = [.discharged, .partial, .pending, .falsified, .blocked]

  private func cells(_ row: Row) -> [String] {
    [row.name, String(row.falsifiers)] + Self.order.map { String(row.counts[$0] ?? 0) } + [String(row.waived)]
  }

  /// A table in aligned columns, the gates, and the summary.
  public var text: String {
    func forEachLine(_ body: ([String]) -> Void) {
      body(Self.header)
      for contract in contracts { body(cells(contract)) }
      body(cells(total))
    }
    var widths = Self.header.map { _ in 0 }
    forEachLine { cells in
      for (column, cell) in cells.enumerated() { widths[column] = max(widths[column], cell.count) }
    }
    var text = ""
    func add(_ line: String) { text += line + "\n" }
    forEachLine { cells in
      add(
        cells.enumerated().map { column, cell in
          let blanks = String(repeating: " ", count: widths[column] - cell.count)
          return column == 0 ? cell + blanks : blanks + cell
        }.joined(separator: "  "))
    }
    for gate in verification.gates {
      add("gate \(gate.gate.id.value): \(gate.verdict)\(gate.passes ? "" : ": \(gate.basis)")")
    }
    WitnessText.lines(verification).forEach(add)
    for criterion in verification.criteria where criterion.status != "holds" && criterion.status != "by CI" {
      add("criterion \(criterion.name): \(criterion.status)")
    }
    (criteria + hypotheses).forEach(add)
    add(verification.summary)
    return text
  }

  /// The same as Markdown: what stands in the ship spec.
  package var markdown: String {
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    var lines = [line(Self.header), line(["---"] + Self.header.dropFirst().map { _ in "---:" })]
    lines += contracts.map { line(cells($0)) }
    lines.append(line(cells(total).map { "**\($0)**" }))
    if !verification.gates.isEmpty {
      lines += ["", "| gate | requires | verdict |", "| --- | --- | --- |"]
      lines += verification.gates.map { gate in
        line([
          gate.gate.id.value, gate.gate.requires.joined(separator: ", "),
          gate.passes ? gate.verdict : "\(gate.verdict): \(gate.missing.joined(separator: ", "))",
        ])
      }
    }
    lines += WitnessText.markdown(verification)
    // What people wrote must not end the block that this stands in.
    let shown = criteria + hypotheses.map { $0.replacing("<", with: "&lt;") }
    if !shown.isEmpty { lines += [""] + shown.map { $0 + "." } }
    lines += ["", verification.summaryOfAnyRun + "."]
    return lines.joined(separator: "\n") + "\n"
  }

  /// How many criteria there are of each status, and what to do next; nothing where there are none.
  private var criteria: [String] {
    guard !verification.criteria.isEmpty else { return [] }
    func count(_ word: String) -> Int { verification.criteria.count { $0.status.hasPrefix(word) } }
    let total = verification.criteria.count
    return [
      "\(total) criteria: \(count("holds")) hold, \(count("by CI")) by CI, "
        + "\(total - count("holds") - count("by CI")) open",
      "Next: " + (verification.nextAction ?? "no criterion is open that a contract can show"),
    ]
  }

  /// How many hypotheses there are of each state, and what to try next; nothing where there are none.
  private var hypotheses: [String] {
    let questions = verification.questions
    let total = questions.reduce(0) { $0 + $1.hypotheses.count }
    guard total > 0 else { return [] }
    let counts = Hypothesis.State.allCases.map { state in (state, questions.reduce(0) { $0 + $1.count(state) }) }
      .filter { $0.1 > 0 }.map { "\($0.1) \($0.0.word(of: $0.1))" }
    return [
      "\(Plural.count(total, "hypothesis", plural: "hypotheses")): \(counts.joined(separator: ", "))",
      "Next hypothesis: " + (verification.nextStep.map { "\($0.text)" } ?? "nothing that is predicted is open"),
    ]
  }

  /// The same for programs; see `pv schema status`.
  public var json: JSON {
    func counts(_ row: Row) -> [String: JSON] {
      var members: [String: JSON] = ["falsifiers": .integer(row.falsifiers), "waived": .integer(row.waived)]
      for status in Status.allCases { members[status.rawValue] = .integer(row.counts[status] ?? 0) }
      return members
    }
    let members: [String: JSON] = [
      "schema": .object(["name": .string("pv-status"), "version": .integer(1)]),
      "contracts": .array(
        contracts.map { .object(counts($0).merging(["id": .string($0.name)]) { first, _ in first }) }),
      "total": .object(
        counts(total).merging(
          [
            "contracts": .integer(verification.contractCount),
            "unreadable": .integer(verification.contractCount - verification.standings.count),
            "clauses": .integer(verification.clauseCount),
            "clauses_holding": .integer(verification.holdingClauseCount),
            "judged": .integer(verification.judgedCount), "holding": .integer(verification.holdingCount),
            "kept": .integer(verification.keptCount),
          ]) { first, _ in first }),
      "falsifiers": .array(verification.entries.map(Self.json(of:))),
      "criteria": .array(
        verification.criteria.map {
          .object([
            "name": .string($0.name), "text": .string($0.text), "status": .string($0.status),
            "open": .array($0.open.map(JSON.string)), "commands": .array($0.commands.map(JSON.string)),
          ])
        }),
      "next": verification.nextAction.map(JSON.string) ?? .null,
      "questions": HypothesisJSON.json(verification.questions),
      "next_hypothesis": verification.nextStep.map { .string($0.text) } ?? .null,
      "gates": .array(
        verification.gates.map {
          .object([
            "id": .string($0.gate.id.value), "passes": .bool($0.passes),
            "missing": .array($0.missing.map(JSON.string)), "basis": .string($0.basis),
            "requires": .array($0.gate.requires.map { .string($0) }),
          ])
        }),
    ]
    return .object(members.merging(WitnessText.json(verification)) { first, _ in first })
  }

  private static func json(of entry: Verification.Entry) -> JSON {
    .object([
      "contract": .string(entry.contract.id), "id": .string(entry.falsifier.id.value),
      "status": .string(entry.verdict.status.rawValue),
      "declared": entry.falsifier.status.map { .string($0.value) } ?? .null, "waived": .bool(entry.isWaived),
      "bits": .string(entry.falsifier.varies == nil ? "same" : "vary"), "holds": .bool(entry.holds),
      "reasons": .array(entry.verdict.reasons.map { .string($0.description) }),
    ])
  }
}
