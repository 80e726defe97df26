/// Reads one YAML document into a tree with places.
///
/// Nothing is guessed: scalars stay text. What would be lost or ambiguous is a finding: a second
/// document, a duplicate key, an alias, a key that is not text, depth beyond the limit.
package struct YAMLReader {
  /// The document's value; nil where the file has none or is not YAML.
  package let root: YAMLNode?
  package let diagnostics: [Diagnostic]

  /// Reads a file.
  package init(_ source: SourceText) {
    let findings = Encoding.findings(in: source)
    guard findings.isEmpty else {
      (root, diagnostics) = (nil, findings)
      return
    }
    var events = YAMLEvents(source)
    events.read()
    diagnostics = events.diagnostics
    root = events.root()
  }
}
