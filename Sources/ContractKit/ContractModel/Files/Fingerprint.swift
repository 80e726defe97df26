/// What makes a finding the same one after the lines around it have moved.
///
/// It is made of the rule, the path, the text of the line without its indentation, the text under the
/// caret (256 bytes of each), and a number for findings that are alike in all of these. Neither line
/// numbers nor messages are in it, so neither an insertion above nor better prose makes an old finding
/// new.
package enum Fingerprint {
  /// The name under which SARIF carries it; its version changes with its recipe.
  package static let name = "pvFinding/v1"

  /// The fingerprints of findings, in their order.
  ///
  /// - Parameters:
  ///   - sources: the texts that the findings are in, by path.
  ///   - path: the path that goes into the fingerprint, for the path of a finding.
  package static func all(
    of diagnostics: [Diagnostic], sources: SourceTexts, path: (String) -> String
  ) -> [String] {
    var seen: [String: Int] = [:]
    var texts = SourceTexts.Reader(sources)
    return diagnostics.map { diagnostic in
      let key = parts(diagnostic, texts.text(diagnostic.path), path(diagnostic.path)).joined(separator: "\0")
      let ordinal = seen[key, default: 0]
      seen[key] = ordinal + 1
      // 128 bits are plenty against accidents, and nobody gains by a collision.
      return String(Digest(of: "\(key)\0\(ordinal)".utf8).description.prefix(32))
    }
  }

  private static func parts(_ diagnostic: Diagnostic, _ source: SourceText?, _ path: String) -> [String] {
    guard let source, let range = diagnostic.range else { return [diagnostic.rule, path] }
    let line = source.lineOffsets(range.start.line)
    let end = min(range.offsets.upperBound, line.upperBound)
    let start = min(range.offsets.lowerBound, end)
    let content = source.bytes[line].drop { $0 == 0x20 || $0 == 0x09 }
    // A limit, since a file on one line can have as many findings as it has bytes.
    func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix(256), as: UTF8.self) }
    return [diagnostic.rule, path, text(content), text(source.bytes[start..<end])]
  }
}
