/// What is kept of a contract's file that has been judged by itself.
package final class JudgedFile: Sendable {
  /// What it names, and what others can name.
  let outline: ContractOutline
  /// Its hypotheses as they are written.
  let hypotheses: [Hypothesis]
  /// What reading it and the rules about one contract found.
  let findings: [Diagnostic]
  /// What its comments let pass; nil where they do not count, or cannot be trusted.
  let comments: Suppressions?
  let summary: Summary
  /// Its text, unless it can be read again.
  let text: SourceText?
  /// What it was when it was read; nil where it cannot be read again.
  let stamp: FileStamp?

  /// What is shown of a file among others.
  package struct Summary: Sendable {
    package let path: String
    /// Whether it counts as a contract: all files do but those of hypotheses and those that other tools read.
    package let isContract: Bool
    /// What it is, in words, where another tool reads it.
    package let foreign: String?
    /// Whether it was read; all counts are 0 where it was not.
    package let isReadable: Bool
    package let equations: Int
    package let invariants: Int
    package let falsifiers: Int
    package let hypotheses: Int
    /// Keys that the format does not know and that resemble none, and how often each is there.
    package let unknownKeys: [String: Int]

    init(_ file: ContractFile) {
      path = file.path
      (isContract, isReadable, foreign) = (file.isContract, file.isReadable, file.foreign?.name)
      equations = file.contract?.equations.count ?? 0
      invariants = file.contract?.invariantCount ?? 0
      falsifiers = file.contract?.falsifiers.count ?? 0
      hypotheses = file.hypotheses.count
      unknownKeys = file.unknownKeys
    }
  }

  /// Reads a file and judges it.
  init(
    _ input: ContractInputs.Input, terms: Terms, packages: Packages, today: CalendarDate, usesComments: Bool
  ) {
    let file = input.file(keepsProse: false, terms: terms)
    outline = ContractOutline(file)
    hypotheses = file.hypotheses
    summary = Summary(file)
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
  /// Adds what the rules about names find in a contract among the others.
  ///
  /// - Parameter position: its place among those that are judged.
  func judge(in index: ContractIndex, at position: Int, into findings: inout [Diagnostic]) {
    if !hypotheses.isEmpty { RuleCatalogue.check(HypothesisContext(outline: self, index: index), into: &findings) }
    if !bindings.isEmpty { bindings.judge(in: index, path: path, into: &findings) }
    guard let (meant, falsifierIDs) = meantNames else { return }
    let context = NameContext(
      contract: meant, falsifierIDs: falsifierIDs, outline: self, index: index, position: position)
    RuleCatalogue.check(context, path: path, isStrict: isStrict, into: &findings)
  }
}
