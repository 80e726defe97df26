/// What libFuzzer calls with bytes of its own: they are read, judged by every rule, shown in every form and
/// fixed, and every place of a finding must be one of the file.
///
/// scripts/fuzz compiles the layers of ContractKit with coverage and this file as a part of its facade, so that the reader,
/// the rules and the renderers report which of their branches an input reached.
///
/// - Returns: 0, as libFuzzer wants it; what is wrong traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzContract(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let file = ContractFile(path: "/nowhere/fuzz-v1.yaml", bytes: bytes)
  let project = ProjectFile(path: "/nowhere/pv.yaml", bytes: bytes)
  let day = CalendarDate("2026-07-01")!
  let validation = Validation(ContractSet(files: [file]), today: day, filter: FindingFilter(project: project))
  for diagnostic in validation.diagnostics + validation.suppressed.map(\.diagnostic) {
    precondition(!diagnostic.message.isEmpty, diagnostic.rule)
    for range in [diagnostic.range] + diagnostic.related.map(\.range) { check(range, in: bytes) }
  }
  let outlined = ContractFile(path: file.path, bytes: bytes, keepsProse: false)
  let others = Validation(ContractSet(files: [outlined]), today: day, filter: FindingFilter(project: project))
  precondition(
    others.diagnostics.map(\.message) == validation.diagnostics.map(\.message), "a rule reads texts for people")
  precondition(validation.summary.errors == validation.diagnostics.count { $0.severity == .error })
  for format in ReportFormat.allCases { precondition(!format.render(validation.report()).isEmpty) }
  // Duplicate ids make a version differ from itself, so only that it is compared is asked for.
  _ = ContractSetDiff(old: [file], new: [file], asOf: day).changes
  if let contract = file.contract {
    for format in EquationText.Format.allCases { _ = EquationText.render([contract], as: format) }
    _ = ContractGraph([contract])
    for text in contract.falsifiers.compactMap(\.prediction?.value) { _ = ProseNumber.plain(text) }
  }
  let fixed = ContractFile(path: file.path, bytes: FixedFile(file).new)
  precondition(fixed.diagnostics.count <= file.diagnostics.count, "a fix made a file worse")
  return 0
}

/// Traps where a place is none of the file.
private func check(_ range: SourceRange?, in bytes: [UInt8]) {
  guard let range else { return }
  precondition(range.start.offset <= range.end.offset && range.end.offset <= bytes.count, "\(range)")
  // CR ends lines where LF ends none.
  let lineEnd: UInt8 = bytes.contains(0x0A) ? 0x0A : 0x0D
  for position in [range.start, range.end] {
    precondition(position.line == 1 + bytes[..<position.offset].count { $0 == lineEnd }, "\(position)")
    precondition(position.column >= 1, "\(position)")
  }
}
