import ContractKit

/// A report with everything that a renderer must get right.
enum SampleReport {
  static let text = """
    metadata: 1
    σ日e\u{301}: {domian: x}
    formula: "a | b < c & `d`"
    multi:
      - 1

    """

  static func report() -> Report {
    let source = SourceText(path: "contracts/a b.yaml", bytes: Array(text.utf8))
    func range(_ word: String) -> SourceRange {
      let start = text.utf8.firstRange(of: word.utf8)!
      let offset = text.utf8.distance(from: text.startIndex, to: start.lowerBound)
      return source.range(offset..<offset + word.utf8.count)
    }
    let path = source.path
    return Report(
      command: "validate",
      diagnostics: [
        Diagnostic(
          rule: "near-miss-key", severity: .error, message: "an equation has no key `domian`", path: path,
          range: range("domian"), help: "did you mean `domain`?",
          related: [.init(message: "first here", path: path, range: range("metadata"))]),
        Diagnostic(
          rule: "wrong-type", severity: .warning, message: "100% of `a | b` <b>&amp;</b> \"is\" 'odd'\r\nand more",
          path: path, range: range("\"a | b < c & `d`\""), help: "ask @someone, [here](x): *now*"),
        Diagnostic(rule: "duplicate-id", severity: .note, message: "many", path: path, range: range("multi:\n  - 1")),
        Diagnostic(
          rule: "path-not-found", severity: .error, message: "gone\u{1B}[2J\u{202E}\u{9B}",
          path: "::b,\n##[set-env]%é.yaml"),
      ],
      denominators: [.init("contracts", 3), .init("readable", 2)], outcome: .rejected,
      conclusion: "rejected: 3 contracts: 2 errors, 1 warning, 1 note, 2 suppressed",
      sources: [path: source, "contracts/good.yaml": SourceText(path: "contracts/good.yaml", bytes: [])],
      suppressed: [
        SuppressedFinding(
          Diagnostic(rule: "clause-unbound", severity: .error, message: "unbound", path: path, range: range("formula")),
          .comment(reason: "mended in June", until: CalendarDate("2026-06-30")!)),
        SuppressedFinding(
          Diagnostic(rule: "test-name", severity: .error, message: "old", path: path, range: range("multi")), .baseline),
      ], details: ["contracts/a b.yaml: 2 clauses"])
  }
}
