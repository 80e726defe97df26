import ContractKit

/// The exact cases of one falsifier: found once, tried first in every run.
///
/// A file holds one JSON object a line, `{"case": {…}, "domain": "…", "falsifier": "…"}`; see
/// docs/search.md.
package struct ExactCases {
  /// One line.
  package struct Line: Equatable {
    package let falsifier: String
    package let domain: String
    package let fields: [String: CaseField]

    init(falsifier: String, domain: String, fields: [String: CaseField]) {
      self.falsifier = falsifier
      self.domain = domain
      self.fields = fields
    }

    /// - Throws: `JSONError`, or `FalsifierError.exactCaseMember` with the name of what is wrong.
    package init(_ text: [UInt8]) throws {
      let json = try JSON.read(text)
      guard let members = json.object, Set(members.keys) == ["case", "domain", "falsifier"],
        let falsifier = json["falsifier"]?.string, let domain = json["domain"]?.string,
        let fields = json["case"]?.object
      else { throw FalsifierError.exactCaseMember("case, domain or falsifier") }
      self.falsifier = falsifier
      self.domain = domain
      self.fields = try fields.reduce(into: [:]) { result, member in
        guard let field = CaseField(member.value) else { throw FalsifierError.exactCaseMember(member.key) }
        result[member.key] = field
      }
    }

    /// The line, without its end.
    package var text: String {
      let json = JSON.object([
        "case": .object(fields.mapValues(\.json)), "domain": .string(domain), "falsifier": .string(falsifier),
      ])
      return String(decoding: json.compactBytes, as: UTF8.self)
    }
  }

  /// From the package's root.
  let path: String
  let lines: [Line]

  /// The cases that stand in a falsifier's file; none where it has no file.
  ///
  /// - Throws: `FalsifierError.exactCasesUnreadable`, with the line: a case is never left out in silence.
  init(path: String, falsifier: String, root: String) throws {
    let isThere = Files.kind(of: "\(root)/\(path)") != nil
    try self.init(path: path, falsifier: falsifier, bytes: isThere ? try Files.read("\(root)/\(path)") : [])
  }

  /// The cases of a file whose bytes are given.
  init(path: String, falsifier: String, bytes: [UInt8]) throws {
    self.path = path
    let texts = bytes.split(separator: UInt8(ascii: "\n"))
    lines = try texts.enumerated().map { index, text in
      do {
        let line = try Line(Array(text))
        guard line.falsifier == falsifier else { throw FalsifierError.exactCaseMember("falsifier") }
        return line
      } catch {
        throw FalsifierError.exactCasesUnreadable(path: path, line: index + 1, reason: "\(error)")
      }
    }
  }
}
