/// The forms in which a report can be written.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// With the source and a caret.
  case human
  /// One line a finding.
  case concise
  /// One object.
  case json
  /// One object a line: the findings, then the summary.
  case jsonl
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// Annotations of GitHub Actions.
  case github
  /// JUnit, as Jenkins reads it.
  case junit
  /// A table for a summary page or a comment.
  case markdown

  /// Whether the form is for people and may say more or less; the others always say everything.
  package var isText: Bool { self == .human || self == .concise }

  /// The report in this form, its last line end included.
  ///
  /// - Parameters:
  ///   - color: whether escape sequences may be used; only `human` and `concise` do.
  ///   - verbose: whether text also lists what was judged and what is suppressed.
  public func render(_ report: Report, color: Bool = false, verbose: Bool = false) -> String {
    switch self {
    case .human: HumanRenderer(color: color, verbose: verbose).render(report)
    case .concise: ConciseRenderer(color: color, verbose: verbose).render(report)
    case .json: JSONRenderer().render(report)
    case .jsonl: JSONLinesRenderer().render(report)
    case .sarif: SARIFRenderer().render(report)
    case .github: GitHubRenderer().render(report)
    case .junit: JUnitRenderer().render(report)
    case .markdown: MarkdownRenderer().render(report)
    }
  }
}
