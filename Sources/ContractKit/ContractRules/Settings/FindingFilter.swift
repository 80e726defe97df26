/// What a project says about findings, applied in this order: comments in the files, settings, baseline.
public struct FindingFilter: Sendable {
  /// The file pv.yaml, where there is one.
  public var project: ProjectFile?
  /// The findings of the start, where there are any.
  package var baseline: Baseline?
  /// Whether comments in the files count.
  package var usesComments: Bool
  /// Ids of contracts of other repositories, as patterns: what is there is no matter of taste.
  package var external: [PathPattern]

  /// A filter; without arguments only comments in the files count.
  public init(project: ProjectFile? = nil, baseline: Baseline? = nil) {
    self.project = project
    self.baseline = baseline
    usesComments = true
    external = project?.settings.external.map(PathPattern.init) ?? []
  }

  /// Every finding, as the catalogue has it.
  public static var none: FindingFilter {
    var filter = FindingFilter()
    filter.usesComments = false
    return filter
  }

  /// What a file's comments and the settings leave of its findings.
  package func apply(to findings: consuming [Diagnostic], _ comments: Suppressions?, today: CalendarDate) -> Filtered {
    var result = Filtered(diagnostics: findings)
    if usesComments, let comments { result.suppress(comments, today: today) }
    if let settings = project?.settings { result.diagnostics = result.diagnostics.compactMap(settings.applied) }
    return result
  }

  /// Findings, and those taken out of them.
  package struct Filtered {
    package var diagnostics: [Diagnostic]
    package var suppressed: [SuppressedFinding] = []

    /// Takes out what comments let pass; each lets one finding pass.
    mutating func suppress(_ comments: Suppressions, today: CalendarDate) {
      var added = comments.diagnostics
      guard !comments.all.isEmpty else { return diagnostics += added }
      // The findings of each rule on each line, the first one last: a search for each comment would be quadratic.
      var matches: [Key: [Int]] = [:]
      for index in diagnostics.indices.sorted(by: { Diagnostic.inOrder(diagnostics[$1], diagnostics[$0]) }) {
        guard let line = diagnostics[index].range?.start.line else { continue }
        matches[Key(rule: diagnostics[index].rule, line: line), default: []].append(index)
      }
      var taken: Set<Int> = []
      for comment in comments.all {
        let key = Key(rule: comment.rule, line: comment.line)
        let match = matches[key]?.last
        if comment.until < today {
          added.append(
            Rule.suppressionExpired.diagnostic(
              "the suppression of `\(comment.rule)` ended on \(comment.until)", path: comment.path,
              range: comment.range,
              help: match == nil
                ? "remove the comment: there is nothing left to suppress"
                : "fix what it suppresses, or give it a later last day and a reason that still holds"))
        } else if let match {
          matches[key]?.removeLast()
          taken.insert(match)
          suppressed.append(
            SuppressedFinding(
              diagnostics[match], .comment(reason: comment.reason, until: comment.until)))
        } else {
          added.append(
            Rule.suppressionUnused.diagnostic(
              "there is no finding of `\(comment.rule)` on line \(comment.line) to suppress", path: comment.path,
              range: comment.range, help: "remove the comment, or move it to the line of the finding or above it"))
        }
      }
      diagnostics = diagnostics.indices.filter { !taken.contains($0) }.map { diagnostics[$0] } + added
    }

    private struct Key: Hashable {
      let rule: String
      let line: Int
    }
  }
}
