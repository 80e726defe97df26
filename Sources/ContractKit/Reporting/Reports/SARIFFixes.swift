/// What `pv validate --fix` would do about findings, for viewers that offer it.
struct SARIFFixes {
  private var fixes: [Key: Fix] = [:]
  private let hasRoot: Bool

  private struct Key: Hashable {
    let rule: String
    let path: String
    let offsets: Range<Int>
  }

  /// The fixes of the files in which something that can be fixed was found.
  init(_ report: Report) {
    hasRoot = report.root != nil
    let fixable = [Rule.nearMissKey.id, CheckedRule.versionNotSemver.rule.id]
    var texts = SourceTexts.Reader(report.sources)
    for path in Set(report.diagnostics.filter { fixable.contains($0.rule) }.map(\.path)) {
      guard let source = texts.text(path) else { continue }
      for fix in FixedFile(ContractFile(path: path, bytes: source.bytes)).fixes {
        guard let rule = fix.rule else { continue }
        fixes[Key(rule: rule, path: path, offsets: fix.offsets)] = fix
      }
    }
  }

  /// The member `fixes` of a finding's result; nil where nothing is fixed.
  func members(of diagnostic: Diagnostic) -> JSON? {
    guard let range = diagnostic.range,
      let fix = fixes[Key(rule: diagnostic.rule, path: diagnostic.path, offsets: range.offsets)]
    else { return nil }
    let replacement = JSON.object([
      "deletedRegion": SARIFRenderer.region(range), "insertedContent": SARIFRenderer.message(fix.replacement),
    ])
    let change = JSON.object([
      "artifactLocation": SARIFRenderer.artifact(diagnostic.path, hasRoot),
      "replacements": .array([replacement]),
    ])
    return .array([
      .object(["description": SARIFRenderer.message(fix.title), "artifactChanges": .array([change])])
    ])
  }
}
