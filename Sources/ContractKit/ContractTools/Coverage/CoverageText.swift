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
      lines += ["", "\(link.key):"] + link.holes.map(\.line)
    }
    for link in links where !link.reasons.isEmpty {
      lines += ["", "\(link.key), with a reason why not:"] + link.reasons.map(\.line)
    }
    lines += sourceFaults.flatMap(\.lines)
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
      "source_faults": .array(sourceFaults.map(\.json)),
      "links": .array(
        links.map { link in
          .object([
            "link": .string(link.key), "title": .string(link.title), "total": .integer(link.total),
            "linked": .integer(link.linked), "justified": .integer(link.justified),
            "holes": .array(link.holes.map(\.json)), "reasons": .array(link.reasons.map(\.json)),
          ])
        }),
    ])
  }
}

extension CoverageLink.Hole {
  fileprivate var line: String {
    let place = range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
    return SafeText.line("  \(path)\(place): \(subject): \(message)")
  }

  fileprivate var json: JSON {
    .object([
      "subject": .string(subject), "message": .string(message), "path": .string(path),
      "line": range.map { .integer($0.start.line) } ?? .null,
      "column": range.map { .integer($0.start.column) } ?? .null,
    ])
  }
}

extension SourceFaults {
  fileprivate var lines: [String] {
    let open = files.filter { $0.unexplained > 0 }
    let sum = "\(all.noticed) of \(all.noticed + all.survived) noticed; of \(all.survived) that survive, "
    return ["", "source faults, by \(page): \(sum)\(all.explained) are explained"]
      + open.map {
        SafeText.line("  \($0.file): \($0.unexplained) of \($0.noticed + $0.survived) survive without an explanation")
      }
  }

  fileprivate var json: JSON {
    func row(_ row: Row) -> JSON {
      .object([
        "file": .string(row.file), "noticed": .integer(row.noticed), "survived": .integer(row.survived),
        "explained": .integer(row.explained),
      ])
    }
    return .object(["page": .string(page), "all": row(all), "files": .array(files.map(row))])
  }
}
