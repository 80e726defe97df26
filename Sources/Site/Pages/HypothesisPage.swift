import ContractKit

/// The hypotheses of each question as a tree, what decided each, when each was opened and closed, and what to try next.
struct HypothesisPage: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? {
    content.verification.questions.isEmpty ? nil : .init(name: "hypotheses", title: "Hypotheses")
  }

  func answers(_ content: SiteContent) -> [(question: HTML, answer: HTML)] {
    guard !content.verification.questions.isEmpty else { return [] }
    let next: HTML = content.verification.nextStep.map(Self.words) ?? "Nothing is open."
    return [("Hypothesis to test next", "\(next) <a href=\"hypotheses.html\">All hypotheses</a>")]
  }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    guard place(content) != nil else { return }
    var page = Page(name: "hypotheses", title: "Hypotheses", section: "hypotheses")
    page.add(
      "<p>As <code>pv hypotheses</code> has them: every state is derived from what was predicted and measured.</p>\n")
    for (index, question) in content.verification.questions.enumerated() {
      page.heading("\(question.text.isEmpty ? "No question" : question.text)", id: "question-\(index + 1)")
      page.add("<p>\(Self.counts(question)). Next: \(question.next.map(Self.words) ?? "nothing is open.")</p>\n")
      page.add(Timeline.figure(question, id: "timeline-\(index + 1)"))
      page.add("<ul class=\"tree whole\">\n\(Self.tree(question, content))</ul>\n")
      page.add(Self.predictions(question, content))
    }
    try write(page)
  }

  /// The place of a hypothesis on the page.
  static func anchor(_ id: String) -> String { FileNames.anchor("hypothesis-\(id)") }

  /// A state of a hypothesis, or of so many of them.
  static func chip(_ state: Hypothesis.State, of count: Int = 1) -> HTML {
    let word = state.word(of: count)
    return switch state {
    case .survives: Words.chip(.good, word)
    case .falsified: Words.chip(.bad, word)
    case .untested: Words.chip(.open, word)
    case .undecidable: Words.chip(.asked, word)
    }
  }

  private static func counts(_ question: JudgedQuestion) -> HTML {
    Hypothesis.State.allCases.map { (state: $0, count: question.count($0)) }.filter { $0.count > 0 }
      .map { "\($0.count) \(chip($0.state, of: $0.count))" as HTML }.joined(", ")
  }

  /// A step on one line, with its command as code.
  private static func words(_ step: NextStep) -> HTML {
    let parts = step.text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      index.isMultiple(of: 2) ? HTML.clipped(String(part)) : "<code>\(String(part))</code>"
    }.joined()
  }

  // MARK: The tree

  /// The branches as lists within each other.
  private static func tree(_ question: JudgedQuestion, _ content: SiteContent) -> HTML {
    var html = HTML()
    var depth = 0
    for (index, branch) in question.tree.enumerated() {
      if index > 0 {
        if branch.depth > depth {
          html += "<ul>"
        } else {
          html += "</li>\n"
          for _ in branch.depth..<depth { html += "</ul></li>\n" }
        }
      }
      depth = branch.depth
      html += "<li>\(item(branch.hypothesis))"
    }
    guard !html.isEmpty else { return html }
    html += "</li>\n"
    for _ in 0..<depth { html += "</ul></li>\n" }
    return html
  }

  private static func item(_ judged: JudgedHypothesis) -> HTML {
    let hypothesis = judged.hypothesis
    let origins = [("refines", hypothesis.refines), ("supersedes", hypothesis.supersedes)]
      .filter { !$0.1.isEmpty }
      .map { "\($0.0) \($0.1.map(\.value).joined(separator: ", "))" }
    let days = [
      hypothesis.opened.map { "opened \($0.value.description)" },
      hypothesis.closed.map { "closed \($0.value.description)" },
    ].compactMap(\.self)
    let facts = (origins + days).joined(separator: "; ")
    let decided: HTML =
      judged.deciding.map { "<br>Decided by: <em>\($0.text)</em> was predicted\(measured($0))." }
      ?? (judged.indistinct.isEmpty
        ? "" : "<br>Nothing tells it from \(judged.indistinct.joined(separator: ", ")).")
    return """
      <strong id="\(anchor(hypothesis.id.value))">\(hypothesis.id.value)</strong> \(chip(judged.state)) \
      <span class="note">\(facts)</span><br>\(Words.prose(hypothesis.statement?.value))\(decided)
      """
  }

  private static func measured(_ judged: JudgedPrediction) -> HTML {
    guard let measured = judged.measured, let demand = judged.demand else { return "" }
    return ", and \(measured) was measured, which \(demand)"
  }

  // MARK: Predictions

  private static func predictions(_ question: JudgedQuestion, _ content: SiteContent) -> Table {
    var table = Table(
      "Predictions and what came of them",
      [
        .init("hypothesis"), .init("prediction"), .init("result", .choice), .init("measured"), .init("demanded"),
        .init("command"),
      ])
    for judged in question.hypotheses {
      for prediction in judged.predictions {
        let result: HTML
        var why = HTML()
        switch prediction.result {
        case .confirmed: result = Words.chip(.good, prediction.result.word)
        case .contradicted: result = Words.chip(.bad, prediction.result.word)
        case .untested(let reason):
          result = Words.chip(.open, prediction.result.word)
          why = " <span class=\"note\">\(HTML.clipped(reason))</span>"
        }
        table.add([
          .init("<a href=\"#\(anchor(judged.hypothesis.id.value))\">\(judged.hypothesis.id.value)</a>"),
          .init(text(prediction, content) + why, style: "wide"), .init(result), "\(prediction.measured ?? "–")",
          "\(prediction.demand ?? "–")", .init(prediction.command.map { "<code>\($0)</code>" } ?? "–", style: "wide"),
        ])
      }
    }
    return table
  }

  private static func text(_ judged: JudgedPrediction, _ content: SiteContent) -> HTML {
    guard let test = judged.prediction.test, let outcome = judged.prediction.outcome else {
      return HTML.clipped(judged.text)
    }
    let mutant: HTML = test.mutant.map { " (mutant <code>\($0)</code>)" } ?? ""
    return "\(content.link(falsifier: test.falsifier)) <code>\(test.check)</code>\(mutant) \(outcome.rawValue)"
  }
}

/// When hypotheses were opened and closed: a bar each, from its day to the last day that is known.
private enum Timeline {
  static func figure(_ question: JudgedQuestion, id: String) -> HTML {
    let dated = question.hypotheses.compactMap { judged -> (judged: JudgedHypothesis, from: Int, to: Int?)? in
      guard let opened = judged.hypothesis.opened?.value else { return nil }
      return (judged, day(opened), judged.hypothesis.closed.map { day($0.value) })
    }
    guard let first = dated.map(\.from).min(), let last = dated.map({ max($0.from, $0.to ?? $0.from) }).max() else {
      return ""
    }
    guard first < last else {
      let day = dated[0].judged.hypothesis.opened?.value.description ?? ""
      return "<p class=\"note\">All that have a date were opened on \(day): there is no line of time to draw.</p>\n"
    }
    let (left, right) = (210, 700)
    func x(_ day: Int) -> Int { left + (right - left) * (day - first) / max(last - first, 1) }
    let height = dated.count * 24 + 40
    var svg = HTML()
    for (index, each) in dated.enumerated() {
      let y = 10 + index * 24
      // One that is open goes on to the end, and has no end mark.
      let end = each.to.map(x) ?? right + 16
      svg += "<text x=\"\(left - 10)\" y=\"\(y + 12)\" text-anchor=\"end\">\(each.judged.hypothesis.id.value)</text>"
      svg += "<path class=\"bar\" d=\"M\(x(each.from)) \(y + 3)H\(max(end, x(each.from) + 4))v10H\(x(each.from))z\"/>"
      if each.to != nil { svg += "<path class=\"axis\" d=\"M\(max(end, x(each.from) + 4)) \(y)v16\"/>" }
      svg += "<text x=\"\(x(each.from) + 4)\" y=\"\(y + 12)\">\(each.judged.state.rawValue)</text>"
    }
    let (from, to) = (
      dated.min { $0.from < $1.from }?.judged.hypothesis.opened?.value.description ?? "",
      dated.compactMap { $0.judged.hypothesis.closed?.value ?? $0.judged.hypothesis.opened?.value }
        .max { day($0) < day($1) }?.description ?? ""
    )
    svg += "<text class=\"soft\" x=\"\(left)\" y=\"\(height - 8)\">\(from)</text>"
    svg += "<text class=\"soft\" x=\"\(right)\" y=\"\(height - 8)\" text-anchor=\"end\">\(to)</text>"
    return """
      <figure class="figure"><div class="canvas"><svg viewBox="0 0 740 \(height)" width="740" role="img" \
      aria-labelledby="\(id)">\(svg)</svg></div>
      <figcaption id="\(id)">When each was opened, and closed where a bar ends in a mark; its state of today in the \
      bar.</figcaption></figure>

      """
  }

  /// The number of a day, so that differences are days: from 1 March of the year 0 on.
  private static func day(_ date: CalendarDate) -> Int {
    let (year, month) = date.month < 3 ? (date.year - 1, date.month + 9) : (date.year, date.month - 3)
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1
  }
}
