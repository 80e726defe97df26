extension Coverage {
  /// The counts of each link, then each hole with its place.
  public var text: String {
    let width = links.map { "\($0.linked) of \($0.total)".count }.max() ?? 0
    var lines = links.map { link in
      let count = "\(link.linked) of \(link.total)"
      let justified = link.justified > 0 ? ", \(link.justified) with a reason why not" : ""
      let holes = link.holes.isEmpty ? "" : ", \(Plural.count(link.holes.count, "hole"))"
      return String(repeating: " ", count: width - count.count) + "\(count) \(link.title)\(justified)\(holes)"
    }
    for link in links where !link.holes.isEmpty {
      lines += ["", "\(link.key):"]
      lines += link.holes.map { hole in
        let line = hole.range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
        return SafeText.line("  \(hole.path)\(line): \(hole.subject): \(hole.message)")
      }
    }
    lines += ["", summary]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The whole chain on one line.
  public var summary: String {
    "\(reached) of \(clauses) clauses reach fresh evidence, \(holding) hold; "
      + "\(Plural.count(holeCount, "hole")) in \(links.count) links"
  }

  /// The same for programs.
  public var json: JSON {
    .object([
      "schema": .string("pv-coverage/1"),
      "summary": .object([
        "clauses": .integer(clauses), "clauses_reached": .integer(reached), "clauses_holding": .integer(holding),
        "holes": .integer(holeCount),
      ]),
      "links": .array(
        links.map { link in
          .object([
            "link": .string(link.key), "title": .string(link.title), "total": .integer(link.total),
            "linked": .integer(link.linked), "justified": .integer(link.justified),
            "holes": .array(
              link.holes.map { hole in
                .object([
                  "subject": .string(hole.subject), "message": .string(hole.message), "path": .string(hole.path),
                  "line": hole.range.map { .integer($0.start.line) } ?? .null,
                  "column": hole.range.map { .integer($0.start.column) } ?? .null,
                ])
              }),
          ])
        }),
    ])
  }
}
