/// A document, or a part of one, that `pv status --write` makes.
package struct GeneratedDocument: Sendable {
  /// Where it stands.
  package let path: String
  /// Its bytes as they are; nil where there is no such file.
  package let current: [UInt8]?
  /// Its bytes as they must be.
  package let expected: [UInt8]

  /// The document has no place for what is generated.
  package struct MarkersMissing: Error, CustomStringConvertible {
    /// The document.
    package let path: String

    /// What to put into it.
    package var description: String {
      "\(path) needs to be UTF-8 with exactly one pair of marker lines for its status block:\n\(GeneratedBlock.markers)"
    }
  }

  /// ship-spec.md, where the package has one, and the evidence folder's page.
  ///
  /// - Throws: `MarkersMissing` or `FileError`.
  package static func all(_ verification: Verification, root: String) throws -> [GeneratedDocument] {
    var documents: [GeneratedDocument] = []
    let specification = "\(root)/\(ShipSpec.fileName)"
    if Files.kind(of: specification) != nil {
      let bytes = try DocumentFile.read(specification)
      guard let document = String(validating: bytes, as: UTF8.self),
        let text = GeneratedBlock.replace(
          in: ShipSpec(document).document(
            Dictionary(verification.criteria.map { ($0.name, $0.status) }, uniquingKeysWith: { first, _ in first })),
          with: Scoreboard(verification).markdown)
      else { throw MarkersMissing(path: specification) }
      documents.append(GeneratedDocument(path: specification, current: bytes, expected: Array(text.utf8)))
    }
    let index = "\(root)/evidence/\(EvidenceFile.indexName)"
    documents.append(
      GeneratedDocument(
        path: index, current: try? DocumentFile.read(index), expected: Array(EvidenceIndex.markdown(verification).utf8))
    )
    return documents
  }
}
