/// The catalogue for people and machines: `pv rules`, `pv explain` and the documentation.
package enum RuleText {
  /// One line a rule.
  package static func table(_ rules: [Rule]) -> String {
    let width = rules.map(\.id.utf8.count).max() ?? 0
    return rules.map { rule in
      let padding = String(repeating: " ", count: width - rule.id.utf8.count)
      let severity = rule.severity.word
      return
        "\(rule.id)\(padding)  \(severity)\(String(repeating: " ", count: 8 - severity.utf8.count)) \(rule.reason)\n"
    }.joined()
      + "\n\(rules.count) rules; `strict` means an error in pv/1 and a warning in the public format. "
      + "`pv explain RULE` says more.\n"
  }

  /// All that is known of a rule.
  package static func explanation(_ rule: Rule) -> String {
    var text =
      "\(rule.id) (\(severityProse(rule)))\n\n\(rule.reason.prefix(1).uppercased())\(rule.reason.dropFirst()).\n"
    if let details = rule.details { text += "\n\(details)\n" }
    if !rule.covers.isEmpty {
      text += "\nThis rule covers a rule of the public validator: \(rule.covers.joined(separator: ", ")).\n"
    }
    if let failing = rule.failing { text += "\nFound in:\n\n\(indented(failing.displayText))" }
    if let passing = rule.passing, !passing.displayText.isEmpty {
      text += "\nInstead:\n\n\(indented(passing.displayText))"
    }
    return text
  }

  /// The catalogue as JSON.
  package static func json(_ rules: [Rule]) -> String {
    let value = JSON.array(
      rules.map { rule in
        .object([
          "id": .string(rule.id), "stage": .string(rule.stage.rawValue), "severity": .string(rule.severity.word),
          "reason": .string(rule.reason), "details": rule.details.map(JSON.string) ?? .null,
          "covers": .array(rule.covers.map(JSON.string)),
          "failing": rule.failing.map { .string($0.displayText) } ?? .null,
          "passing": rule.passing.map { .string($0.displayText) } ?? .null,
        ])
      })
    return String(decoding: value.canonicalBytes, as: UTF8.self)
  }

  private static func severityProse(_ rule: Rule) -> String {
    switch rule.severity {
    case .strict: "error in contracts that declare format pv/1, warning in others"
    default: rule.severity.word
    }
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
      .map { $0.isEmpty ? "\n" : "    \(SafeText.line(String($0)))\n" }.joined()
  }
}

extension Rule.SeverityPolicy {
  /// The policy in one word.
  package var word: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    case .strict: "strict"
    }
  }
}
