import Base

/// A block of a PEM file (RFC 7468) by its label.
struct PEMFile {
  private let path: String
  private let blocks: [(label: String, text: String)]

  /// - Throws: `KeyError` where the file holds no block.
  init(_ bytes: [UInt8], path: String) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw KeyError(path, "it is not a PEM file") }
    var blocks: [(label: String, text: String)] = []
    var open: (label: String, text: String)?
    for line in text.split(whereSeparator: \.isNewline) {
      let line = String(line)
      if let label = Self.label(of: line, "BEGIN") {
        open = (label, "")
      } else if let block = open, Self.label(of: line, "END") == block.label {
        blocks.append(block)
        open = nil
      } else {
        open?.text += line
      }
    }
    guard !blocks.isEmpty else { throw KeyError(path, "it is not a PEM file: no -----BEGIN …----- with its end") }
    (self.path, self.blocks) = (path, blocks)
  }

  private static func label(of line: String, _ word: String) -> String? {
    guard line.hasPrefix("-----\(word) "), line.hasSuffix("-----"), line.utf8.count > word.utf8.count + 11 else {
      return nil
    }
    return String(line.dropFirst(word.count + 6).dropLast(5))
  }

  /// The first block with one of some labels.
  ///
  /// - Parameter wanted: what it should be, for the error.
  /// - Throws: `KeyError` where there is none, or it is no base64.
  func block(_ labels: [String], wanted: String) throws -> (label: String, bytes: [UInt8]) {
    guard let block = blocks.first(where: { labels.contains($0.label) }) else {
      throw KeyError(path, "it holds \(blocks.map(\.label).joined(separator: ", ")), not \(wanted)")
    }
    guard let bytes = Base64.bytes(block.text) else { throw KeyError(path, "\(block.label) is not base64") }
    return (block.label, bytes)
  }
}
