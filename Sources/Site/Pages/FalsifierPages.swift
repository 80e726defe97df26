import ContractKit
import Provenance

/// A page for each falsifier: claim, checks as pictures, what is seen of wrong kernels, inputs, digests, how to run it.
struct FalsifierPages: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? { .init(name: "falsifiers", title: "Falsifiers") }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    var list = Page(name: "falsifiers", title: "Falsifiers", section: "falsifiers")
    let entries = content.verification.entries
    let ordered = entries.indices.filter { !entries[$0].holds } + entries.indices.filter { entries[$0].holds }
    list.add("<p>Those that do not hold first.</p>\n")
    list.add(Self.table("All falsifiers", content, ordered[...]))
    try write(list)
    for (index, entry) in entries.enumerated() { try write(Self.page(index, entry, content)) }
  }

  /// Some falsifiers, a line each.
  static func table(_ caption: HTML, _ content: SiteContent, _ indices: ArraySlice<Int>) -> Table {
    var table = Table(
      caption,
      [
        .init("falsifier"), .init("contract", .choice), .init("claim"), .init("status", .choice),
        .init("smallest margin", .number),
        .init("why"),
      ])
    for index in indices {
      let entry = content.verification.entries[index]
      let margins = entry.verdict.checks.compactMap(\.margin)
      let why = entry.verdict.reasons.prefix(3).map { HTML.clipped($0.description) }.joined("; ")
      let more: HTML = entry.verdict.reasons.count > 3 ? "; and \(entry.verdict.reasons.count - 3) more" : ""
      table.add([
        .init(content.link(entry: index)), .init(content.link(contract: entry.contract.id)),
        .init(Words.claim(entry.falsifier), style: "wide"), .init(Words.chip(entry)),
        entry.verdict.isJudged ? Words.margin(margins.min()) : .init("–", key: ""), .init(why + more),
      ])
    }
    return table
  }

  private static func page(_ index: Int, _ entry: Verification.Entry, _ content: SiteContent) -> Page {
    var page = Page(
      name: content.entryNames[index], title: "\(entry.falsifier.id.value)", section: "falsifiers",
      trail: [
        ("contracts", "Contracts"),
        (content.contractPage(entry.contract.id) ?? "contracts", "\(entry.contract.id)"),
      ])
    page.add("<p class=\"lead\">\(Words.claim(entry.falsifier))</p>\n")
    page.add(facts(entry, content))
    addChecks(entry, to: &page)
    addMatrix(entry, to: &page)
    addHistograms(entry, to: &page)
    addInputs(entry, to: &page)
    addDigests(entry, content, to: &page)
    addReproduction(entry, content, to: &page)
    return page
  }

  // MARK: Claim

  private static func facts(_ entry: Verification.Entry, _ content: SiteContent) -> HTML {
    let falsifier = entry.falsifier
    var facts: HTML = "<dl class=\"facts\">\n<dt>status</dt><dd>\(Words.chip(entry))"
    if let declared = falsifier.status?.value, declared != entry.verdict.status.rawValue {
      facts += " <strong>declared \(declared)</strong>"
    }
    if !entry.verdict.reasons.isEmpty {
      facts += "<ul>\(entry.verdict.reasons.map { "<li>\(HTML.clipped($0.description))</li>" as HTML })</ul>"
    }
    facts += "</dd>\n"
    func add(_ name: HTML, _ value: HTML?) { if let value { facts += "<dt>\(name)</dt><dd>\(value)</dd>\n" } }
    if let waiver = falsifier.waiver {
      add(
        "waiver",
        "\(HTML.clipped(waiver.reason.value)) (\(waiver.owner.value), until \(waiver.until.value.description))")
    }
    add("predicts", falsifier.prediction.map { Words.prose($0.value) })
    let clauses = falsifier.clauses.map { clause -> HTML in
      "<li>\(content.link(clause, from: entry.contract.id)) \(statement(clause, entry, content))</li>\n"
    }
    add("binds", clauses.isEmpty ? nil : "<ul>\(clauses)</ul>")
    add("if it fails", falsifier.ifFails.map { Words.prose($0.value) })
    add("exact", falsifier.exact.map { Words.prose($0.value) })
    add("bits vary", falsifier.varies.map { Words.prose($0.value) })
    add("level", entry.verdict.evidence.map { "\($0.level.rawValue)" })
    if !entry.verdict.executed.isEmpty {
      let paths = entry.verdict.executed.sorted { Files.utf8Order($0.key, $1.key) }
        .map { "<code>\($0.key)</code> \($0.value.rawValue)" as HTML }
      add("executed", paths.joined(", "))
    }
    return facts + "</dl>\n"
  }

  private static func statement(_ clause: ClauseReference, _ entry: Verification.Entry, _ content: SiteContent) -> HTML
  {
    let home = clause.contract.map { id in content.verification.contracts.first { $0.id == id } } ?? entry.contract
    guard let equation = home?.equation(clause.equation) else { return "not found" }
    guard let invariant = clause.invariant else {
      return equation.formula.map { "<code>\(HTML.clipped(Mathematics.folded($0.value)))</code>" } ?? ""
    }
    return equation.invariant(invariant).map { Words.prose($0.statement.value) } ?? "not found"
  }

  // MARK: Checks

  private static func addChecks(_ entry: Verification.Entry, to page: inout Page) {
    page.heading("Checks", id: "checks")
    guard entry.verdict.isJudged, let evidence = entry.verdict.evidence else {
      page.add("<p>Not judged. What would be asked:</p>\n")
      let checks = entry.falsifier.checks.map {
        "<li><code>\($0.metric.value)</code> must be \($0.demand)</li>\n" as HTML
      }
      page.add(checks.isEmpty ? "<p>It has no check.</p>\n" : "<ul>\n\(checks)</ul>\n")
      return
    }
    var table = Table(
      "What was measured",
      [
        .init("metric"), .init("measured", .number), .init("over"), .init("must be"), .init("margin", .number),
        .init("outcome"), .init("violated by"),
      ], isInteractive: false)
    for result in entry.verdict.checks {
      let violators = result.violators.map { "<code>\($0)</code>" as HTML }
      table.add([
        .init("<code>\(result.check.metric.value)</code>"), Words.measured(result.measurement),
        "\(result.measurement?.over ?? "")", .init(Words.short(result.check.demand, limit: 60)),
        Words.margin(result.margin), .init(Words.chip(result.outcome)),
        .init(
          violators.isEmpty
            ? "no mutant"
            : "\(violators.prefix(8).joined(", "))\(violators.count > 8 ? " and \(violators.count - 8) more" : "")"),
      ])
    }
    page.add(table)
    addPictures(entry, evidence, to: &page)
    let exceptions = entry.falsifier.checks.flatMap { check in
      check.letsPass.map { exception -> HTML in
        """
        <li><code>\(check.metric.value)</code> lets <code>\(exception.mutant.value)</code> pass: \
        \(HTML.clipped(exception.reason.value))</li>

        """
      }
    }
    if !exceptions.isEmpty { page.add("<ul>\n\(exceptions)</ul>\n") }
  }

  private static func addPictures(_ entry: Verification.Entry, _ evidence: Evidence, to page: inout Page) {
    var exact: [HTML] = []
    var isFirst = true
    for (index, result) in entry.verdict.checks.enumerated() {
      let window = entry.verdict.windows.first { $0.check.range == result.check.range }
      guard let picture = CheckPicture(result, window: window, evidence: evidence) else {
        exact.append("<code>\(result.check.metric.value)</code>")
        continue
      }
      if isFirst {
        page.add(legend)
        isFirst = false
      }
      page.add(picture.figure(id: "check-\(index + 1)"))
    }
    if !exact.isEmpty {
      page.add("<p class=\"note\">Compared as text, without an axis: \(exact.joined(", ")).</p>\n")
    }
  }

  private static let legend: HTML = """
    <ul class="legend" aria-label="Marks of the pictures"><li>◆ measured</li><li>¦ threshold</li><li>| order of summation</li>\
    <li>△ mutant</li><li>▲ weakest mutant beyond the noise</li><li>▬ what the check accepts</li></ul>

    """

  // MARK: Wrong kernels and wrong arrays

  private static func addMatrix(_ entry: Verification.Entry, to page: inout Page) {
    guard let matrix = KillMatrix(entry), !matrix.rows.isEmpty else { return }
    page.heading("What the checks see", id: "matrix")
    page.add(
      """
      <p>Wrong kernels (mutants) and wrong arrays (<a href="mutants.html#impostors">impostors</a>) by checks: ✖ is violated, \
      and so has seen it; – is of another array. A mutant shows its fault, and where it first differs, on focus.</p>

      """)
    let columns =
      [Table.Column("fault"), .init("outcome")] + matrix.checks.map { .init("<code>\($0.metric.value)</code>") }
    var table = Table("Kill matrix of \(entry.falsifier.id.value)", columns)
    for row in matrix.rows {
      let head: HTML
      let outcome: HTML
      switch row.fault {
      case .mutant(let result, let run):
        head = """
          <span class=fault tabindex=0><code>\(result.name)</code></span><span class=tip>\
          \(HTML.clipped(run?.fault ?? "")); first differs at \(MutantPage.place(run))</span>
          """
        if case .killed = result.outcome { outcome = "killed" } else { outcome = Words.chip(result.outcome) }
      case .impostor(let result):
        head = "<code>\(result.name.rawValue)</code> of <code>\(result.array ?? "")</code>"
        if case .caught = result.outcome { outcome = "seen" } else { outcome = Words.chip(result) }
      }
      table.add([.init(head), .init(outcome)] + row.cells.map(cell))
    }
    page.add(table)
    let none = entry.verdict.impostors.filter {
      if case .notApplicable = $0.outcome { true } else { $0.array == nil }
    }
    if !none.isEmpty {
      let items = none.map { result -> HTML in
        let place: HTML = result.array.map { " of <code>\($0)</code>" } ?? " of any array"
        return "<li><code>\(result.name.rawValue)</code>\(place): \(Words.chip(result))</li>\n"
      }
      page.add("<details><summary>Impostors of which there are none</summary>\n<ul>\n\(items)</ul></details>\n")
    }
  }

  private static func cell(_ cell: KillMatrix.Cell) -> Table.Cell {
    switch cell {
    case .violated(let measurement): .init(Words.short(measurement.display), style: "s")
    case .holds(let measurement): .init("\(Words.short(measurement.display))")
    case .notMeasured: "–"
    }
  }

  private static func addHistograms(_ entry: Verification.Entry, to page: inout Page) {
    guard let evidence = entry.verdict.evidence else { return }
    var figures = HTML()
    var exact: [HTML] = []
    // One array under two names has one picture.
    let groups = Dictionary(grouping: evidence.ulps, by: \.value).map { histogram, named in
      (histogram: histogram, names: named.map(\.key).sorted(by: Files.utf8Order))
    }.sorted { Files.utf8Order($0.names[0], $1.names[0]) }
    for (index, each) in groups.enumerated() {
      let names = each.names.map { $0.isEmpty ? "the output" : "<code>\($0)</code>" as HTML }.joined(", ")
      if let figure = ULPChart.figure(each.histogram, of: names, id: "ulps-\(index + 1)") {
        figures += figure
      } else {
        exact.append("\(names) (\(each.histogram.values.reduce(0, +)) elements)")
      }
    }
    guard !evidence.ulps.isEmpty else { return }
    page.heading("How far off", id: "ulps")
    if !exact.isEmpty { page.add("<p>Bit for bit what is expected: \(exact.joined(", ")).</p>\n") }
    page.add(figures)
    page.add("<p class=\"note\">No picture of the error by magnitude: evidence does not record it.</p>\n")
  }

  // MARK: Inputs

  private static func addInputs(_ entry: Verification.Entry, to page: inout Page) {
    guard let evidence = entry.verdict.evidence else { return }
    page.heading("Inputs and corners", id: "inputs")
    var table = Table(
      "What the kernel was given",
      [
        .init("input"), .init("generator"), .init("cases", .number), .init("shape"), .init("classes"), .init("seed"),
      ], isInteractive: false)
    for input in evidence.inputs {
      let classes = input.classes.sorted { Files.utf8Order($0.key, $1.key) }.map { "\($0.key) \($0.value)" }
      let parameters = input.parameters.sorted { Files.utf8Order($0.key, $1.key) }.map { "\($0.key) = \($0.value)" }
      let version: HTML = input.generatorVersion == 1 ? "" : ", version \(input.generatorVersion)"
      let told: HTML = parameters.isEmpty ? "" : "; \(HTML.clipped(parameters.joined(separator: ", ")))"
      table.add([
        .init("<code>\(input.name)</code>"),
        .init(
          "\(HTML.clipped(input.generator))\(version)\(told)",
          style: "wide"),
        "\(input.cases)", "\(input.dtype) \(input.shape.map(String.init).joined(separator: "×"))",
        "\(classes.joined(separator: ", "))", .init(input.seed.map { "<code>\($0)</code>" } ?? "none drawn"),
      ])
    }
    page.add(table)
    var corners = Table(
      "Corners of the domain", [.init("input"), .init("corner"), .init("cases", .number), .init("hit")],
      isInteractive: false)
    for input in evidence.inputs {
      for (corner, count) in input.corners.sorted(by: { Files.utf8Order($0.key, $1.key) }) {
        corners.add([
          .init("<code>\(input.name)</code>"), "\(corner)", "\(count)",
          .init(count > 0 ? Words.chip(.good, "hit") : Words.chip(.bad, "missed")),
        ])
      }
    }
    page.add(corners)
  }

  // MARK: Digests, and how to run it

  private static func addDigests(_ entry: Verification.Entry, _ content: SiteContent, to page: inout Page) {
    page.heading("Digests", id: "digests")
    var table = Table("SHA-256", [.init("of"), .init("digest")], isInteractive: false)
    func add(_ name: HTML, _ digest: Digest?) {
      table.add([.init(name), .init(digest.map { "<code>\($0.description)</code>" } ?? "none: the bits vary")])
    }
    if let result = entry.verdict.result { add("the evidence file", result) }
    if let key = entry.key { add("the key: everything that the result depends on", key.digest) }
    for input in entry.verdict.evidence?.inputs ?? [] { add("input <code>\(input.name)</code>", input.sha256) }
    for output in entry.verdict.evidence?.outputs ?? [] {
      let shape = output.shape.map(String.init).joined(separator: "×")
      add("output <code>\(output.name)</code>, \(output.dtype) \(shape)", output.sha256)
    }
    if table.rows.isEmpty { page.add("<p>There is no evidence that can be read.</p>\n") }
    page.add(table)
  }

  private static func addReproduction(_ entry: Verification.Entry, _ content: SiteContent, to page: inout Page) {
    page.heading("Reproduce", id: "reproduce")
    let falsifier = entry.falsifier
    if let command = falsifier.command {
      page.add("<pre tabindex=\"0\"><code>\(command)</code></pre>\n")
    } else {
      page.add("<p>The contract names no test and nothing to run.</p>\n")
    }
    let evidence = EvidenceFile.relativePath(contract: entry.contract.id, falsifier: falsifier.id.value)
    page.add(
      """
      <dl class="facts">
      <dt>evidence</dt><dd><code>\(content.verification.evidenceFolder)/\(evidence)</code></dd>
      <dt>contract</dt><dd><code>\(entry.contract.path):\(falsifier.id.range.start.line)</code></dd>
      </dl>

      """)
  }
}
