import ContractKit

/// What puts findings right: the fixes of `pv validate --fix`, the names that were probably meant, suppressions.
enum CodeActions {
  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    let document = try server.document(parameters)
    guard let range = TextRange(parameters["range"]) else { throw .invalid("no `range`") }
    let (start, end) = (
      document.lines.offset(of: range.start, server.encoding), document.lines.offset(of: range.end, server.encoding)
    )
    let only = parameters["context"]?["only"]?.array?.compactMap(\.string)
    func isWanted(_ kind: String) -> Bool { only?.contains { kind == $0 || kind.hasPrefix($0 + ".") } ?? true }
    var actions: [JSON] = []
    if isWanted("quickfix") {
      let findings = server.workspace.findings(of: document.path).filter { finding in
        finding.range.map { $0.offsets.lowerBound <= end && start <= $0.offsets.upperBound } ?? (start == 0)
      }
      actions += fixes(of: document, in: start...end, findings, server)
      actions += findings.compactMap { meant($0, document, server) }
      actions += findings.compactMap { suppression($0, document, server) }
    }
    if isWanted("source.fixAll") { actions += [all(document, server)].compactMap { $0 } }
    return .value(.array(actions))
  }

  /// The days after which a suppression that is written here ends.
  private static let daysOfGrace = 90

  private static func action(
    _ title: String, _ kind: String, _ edit: WorkspaceEdit, _ finding: Diagnostic? = nil, _ server: Server,
    isPreferred: Bool = false
  ) -> JSON {
    var members: [String: JSON] = ["title": .string(title), "kind": .string(kind), "edit": edit.json(server)]
    if isPreferred { members["isPreferred"] = .bool(true) }
    if let finding, let lines = server.workspace.lines(of: finding.path) {
      members["diagnostics"] = [DiagnosticText.json(finding, lines, server)]
    }
    return .object(members)
  }

  private static func fixes(
    of document: TextDocument, in range: ClosedRange<Int>, _ findings: [Diagnostic], _ server: Server
  ) -> [JSON] {
    FixedFile(document.file).fixes.filter { fix in
      fix.offsets.lowerBound <= range.upperBound && range.lowerBound <= fix.offsets.upperBound
        // The line end at the end of the file, which is seen nowhere else.
        || fix.rule == nil && document.lines.line(of: range.upperBound) == document.lines.count - 1
    }.map { fix in
      let finding = findings.first { $0.rule == fix.rule && $0.range?.offsets.overlaps(fix.offsets) == true }
      return action(
        sentence(fix.title), "quickfix", WorkspaceEdit(document.path, fix.offsets, fix.replacement), finding, server,
        isPreferred: true)
    }
  }

  private static func all(_ document: TextDocument, _ server: Server) -> JSON? {
    let fixes = FixedFile(document.file).fixes
    guard !fixes.isEmpty else { return nil }
    var edit = WorkspaceEdit()
    for fix in fixes { edit.replace(document.path, fix.offsets, fix.replacement) }
    return action("Make all safe fixes of `pv validate --fix` (\(fixes.count))", "source.fixAll", edit, nil, server)
  }

  /// Writes the name that was probably meant in the place of one that is wrong.
  private static func meant(_ finding: Diagnostic, _ document: TextDocument, _ server: Server) -> JSON? {
    // Misspelled keys are among the safe fixes.
    guard finding.rule != "near-miss-key", let range = finding.range, let help = finding.help,
      let name = Self.name(in: help), range.offsets.upperBound <= document.bytes.count
    else { return nil }
    let written = document.bytes[range.offsets]
    var offsets = range.offsets
    if let first = written.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'"), written.count > 1,
      written.last == first
    {
      offsets = offsets.lowerBound + 1..<offsets.upperBound - 1
    }
    guard !document.bytes[offsets].contains(UInt8(ascii: "\n")) else { return nil }
    return action(
      "Write `\(name)`", "quickfix", WorkspaceEdit(document.path, offsets, name), finding, server, isPreferred: true)
  }

  /// The name of `did you mean ‘NAME’?`.
  private static func name(in help: String) -> String? {
    let opening = "did you mean `"
    guard help.hasPrefix(opening), let end = help.dropFirst(opening.count).firstIndex(of: "`") else { return nil }
    return String(help.dropFirst(opening.count)[..<end])
  }

  /// Writes a comment above a finding, up to its reason: only a person knows that.
  private static func suppression(_ finding: Diagnostic, _ document: TextDocument, _ server: Server) -> JSON? {
    guard let rule = RuleCatalogue.rule(finding.rule), [.format, .contract].contains(rule.stage),
      let range = finding.range, document.file.root != nil
    else { return nil }
    let start = document.lines.line(document.lines.line(of: range.offsets.lowerBound)).lowerBound
    let indent = document.bytes[start...].prefix { $0 == UInt8(ascii: " ") }
    let until = CalendarDate.today().adding(days: daysOfGrace)
    let comment = "\(String(decoding: indent, as: UTF8.self))# pv:ignore \(rule.id) until \(until): \n"
    return action(
      "Suppress `\(rule.id)` until \(until); the reason is yours to write", "quickfix",
      WorkspaceEdit(document.path, start..<start, comment), finding, server)
  }

  private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

extension CalendarDate {
  /// The day that is so many days later.
  func adding(days: Int) -> CalendarDate {
    // Day by day: a few months at the most, and no calendar of its own.
    var date = self
    for _ in 0..<days { date = date.next }
    return date
  }

  private var next: CalendarDate {
    for candidate in [(year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1)] {
      func padded(_ value: Int, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
      }
      let text = "\(padded(candidate.0, 4))-\(padded(candidate.1, 2))-\(padded(candidate.2, 2))"
      if let date = CalendarDate(text) { return date }
    }
    return self
  }
}
