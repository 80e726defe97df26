/// What is kept of a contract's file that has been judged by itself.
package final class JudgedFile: Sendable {
  /// What it names, what others can name, and what is counted.
  let outline: ContractOutline
  /// Its hypotheses as they are written.
  let hypotheses: [Hypothesis]
  /// What reading it and the rules about one contract found.
  let findings: [Diagnostic]
  /// What its comments let pass; nil where they do not count, or cannot be trusted.
  let comments: Suppressions?
  /// Its text, unless it can be read again.
  let text: SourceText?
  /// What it was when it was read; nil where it cannot be read again.
  let stamp: FileStamp?

  /// Reads a file and judges it.
  ///
  /// - Parameter isOneOfMany: whether it is kept as long as many others; false for what is soon replaced by another.
  init(
    _ input: ContractInputs.Input, terms: Terms, packages: Packages, today: CalendarDate, usesComments: Bool,
    isOneOfMany: Bool
  ) {
    let file = input.file(keepsProse: false, terms: terms)
    outline = ContractOutline(file, isOneOfMany: isOneOfMany)
    hypotheses = file.hypotheses
    stamp = file.stamp
    text = file.stamp == nil ? file.source : nil
    comments =
      if usesComments, let source = file.source, let root = file.root { Suppressions(source, root: root) } else { nil }
    guard let context = RuleContext(file, outline, packages: packages, today: today) else {
      findings = file.diagnostics
      return
    }
    // Whether a contract is strict is never guessed.
    let isStrict = file.contract?.isStrict ?? false
    var findings = file.diagnostics
    RuleCatalogue.check(context, path: file.path, isStrict: isStrict, into: &findings)
    self.findings = findings
  }
}

extension ContractOutline {
  /// Adds what is found in the file among the others.
  ///
  /// - Parameter position: its place among those that are judged.
  func judge(in index: ContractIndex, at position: Int, into findings: inout [Diagnostic]) {
    if !bindings.isEmpty { bindings.judge(in: index, path: path, into: &findings) }
    guard id != nil || !hypotheses.isEmpty else { return }
    RuleCatalogue.check(NameContext(self, among: index, at: position), into: &findings)
  }
}
