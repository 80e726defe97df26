/// Escape sequences for a terminal, or none.
package struct TextStyle: Sendable {
  let isOn: Bool

  /// - Parameter isOn: whether escape sequences are written at all.
  package init(isOn: Bool) { self.isOn = isOn }

  /// Whether escape sequences are wanted.
  ///
  /// `NO_COLOR` says no, then `CLICOLOR_FORCE` says yes, else a terminal that is not dumb gets them.
  package static func isWanted(environment: [String: String], isTerminal: Bool) -> Bool {
    if let no = environment["NO_COLOR"], !no.isEmpty { return false }
    if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" { return true }
    return isTerminal && environment["TERM"] != "dumb"
  }

  func bold(_ text: String) -> String { wrap(text, "1") }
  func faint(_ text: String) -> String { wrap(text, "2") }
  func help(_ text: String) -> String { wrap(text, "36") }
  func caret(_ text: String) -> String { wrap(text, "32") }

  func severity(_ severity: Diagnostic.Severity) -> String {
    guard isOn else { return severity.label }
    let code =
      switch severity {
      case .error: "1;31"
      case .warning: "1;33"
      case .note: "1;36"
      }
    return wrap(severity.label, code)
  }

  private func wrap(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

extension Diagnostic.Severity {
  /// The word before a message.
  fileprivate var label: String {
    switch self {
    case .error: "error:"
    case .warning: "warning:"
    case .note: "note:"
    }
  }
}
