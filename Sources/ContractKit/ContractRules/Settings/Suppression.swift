/// A comment that lets one finding pass, with a reason and a last day:
///
///     # pv:ignore RULE until YYYY-MM-DD: REASON
///
/// It stands at the end of the finding's line, or on a line of its own above it.
package struct Suppression: Sendable {
  /// The id of the rule.
  package let rule: String
  /// The last day on which it counts, in UTC.
  package let until: CalendarDate
  /// Why the finding may stand.
  package let reason: String
  /// The file.
  package let path: String
  /// The place of the comment.
  package let range: SourceRange
  /// The line that the finding must start on.
  package let line: Int

  /// How one is written, for help lines.
  static let form = "# pv:ignore RULE until YYYY-MM-DD: REASON"

  /// The rules whose findings can be suppressed: those about a place in a contract.
  static func allows(_ rule: Rule) -> Bool { [.reading, .format, .contract].contains(rule.stage) }
}

/// The suppressions of a file, and what is wrong with those that are none.
package struct Suppressions {
  private(set) var all: [Suppression] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// Reads the comments of a file; one that is not YAML has none that can be trusted.
  package init(_ source: SourceText, root: YAMLNode) {
    for comment in Comments.marked(in: source, root: root) { read(comment, source) }
  }

  private mutating func read(_ comment: Comments.Comment, _ source: SourceText) {
    func report(_ comment: Comments.Comment, _ message: String, _ help: String) {
      diagnostics.append(
        Rule.suppressionInvalid.diagnostic(
          message, path: source.path, range: source.range(comment.offsets), help: help))
    }
    var rest = Substring(String(decoding: source.bytes[comment.offsets], as: UTF8.self).drop { $0 == "#" })
    func word() -> Substring {
      rest = rest.drop(while: \.isWhitespace)
      let word = rest.prefix { !$0.isWhitespace }
      rest = rest.dropFirst(word.count)
      return word
    }
    let marker = word()
    guard marker == "pv:ignore" else {
      // Prose that starts with the name of this program is nobody's mistake.
      if marker.lowercased() == "pv:" {
        let following = String(word())
        guard following == "ignore" || Suggestion.nearest(to: following, among: ["ignore"]) != nil else { return }
      }
      return report(comment, "`\(marker.prefix(40))` is not a comment that pv knows", "did you mean `pv:ignore`?")
    }
    let id = String(word())
    guard !id.isEmpty, id != "until" else {
      return report(comment, "the suppression names no rule", "write `\(Suppression.form)`")
    }
    guard let rule = RuleCatalogue.rule(id) else {
      let near = Suggestion.nearest(to: id, among: RuleCatalogue.all.filter(Suppression.allows).map(\.id))
      return report(
        comment, "there is no rule `\(id.prefix(60))` to suppress",
        near.map { "did you mean `\($0)`?" } ?? "`pv rules` lists them")
    }
    guard Suppression.allows(rule) else {
      return report(
        comment, "`\(id)` cannot be suppressed in a contract", "remove the comment; `pv explain \(id)` says what to do")
    }
    guard word() == "until", let (until, hasColon) = Self.day(word()) else {
      return report(
        comment, "the suppression of `\(id)` has no last day", "write `# pv:ignore \(id) until YYYY-MM-DD: REASON`")
    }
    let reason = rest.drop(while: \.isWhitespace)
    guard hasColon, !reason.isEmpty else {
      return report(
        comment, "the suppression of `\(id)` has no reason", "write `# pv:ignore \(id) until \(until): REASON`")
    }
    all.append(
      Suppression(
        rule: id, until: until, reason: String(reason), path: source.path, range: source.range(comment.offsets),
        line: comment.target))
  }

  private static func day(_ word: Substring) -> (CalendarDate, hasColon: Bool)? {
    let hasColon = word.hasSuffix(":")
    return CalendarDate(String(hasColon ? word.dropLast() : word)).map { ($0, hasColon) }
  }

}
