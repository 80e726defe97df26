extension ContractSetDiff {
  /// The findings as a report, with the changes counted by direction.
  public func report(warningsReject: Bool = false) -> Report {
    var sources: [String: SourceText] = [:]
    for file in entries.flatMap({ [$0.old, $0.new] }) { if let file { sources[file.path] = file.source } }
    let outcome = outcome(warningsReject: warningsReject)
    return Report(
      command: "diff", diagnostics: diagnostics,
      denominators: [
        .init("contracts", contractCount), .init("investigations", entries.count - contractCount),
        .init("compared", entries.count { $0.changes != nil }),
        .init("changed", changedCount),
      ]
        + ClaimChange.Direction.allCases.map { direction in
          .init(direction.rawValue, changes.count { $0.direction == direction })
        } + [.init("waived", waivedCount)],
      outcome: outcome, conclusion: conclusion(outcome), sources: SourceTexts(sources))
  }

  private var contractCount: Int { entries.count { $0.isContract } }
  private var changedCount: Int { entries.count { !($0.changes ?? []).isEmpty } }
  private var waivedCount: Int { changes.count { $0.isLoosening && $0.isWaived(asOf: asOf) } }

  private func conclusion(_ outcome: Outcome) -> String {
    let directions = ClaimChange.Direction.allCases.map { direction in
      "\(changes.count { $0.direction == direction }) \(direction.rawValue)"
    }
    let others = entries.count - contractCount
    let hypotheses = others == 0 ? "" : ", \(Plural.count(others, "file")) of hypotheses"
    return """
      \(outcome.word): \(Plural.count(contractCount, "contract"))\(hypotheses) (\(entries.count { $0.changes != nil }) compared), \
      \(changedCount) changed: \(directions.joined(separator: ", ")); \(waivedCount) waived
      """
  }

  /// The changes of each contract that has some, one line each, and the version that they call for.
  public var text: String {
    let changed = entries.filter { !($0.changes ?? []).isEmpty }
    guard !changed.isEmpty else { return "no contract changed\n" }
    return changed.map { entry in
      let changes = entry.changes ?? []
      let width = changes.map(\.subject.count).max() ?? 0
      let lines = changes.map { change in
        let direction = change.direction.rawValue.padded(to: 7)
        let waived = change.isLoosening && change.isWaived(asOf: asOf) ? " (waived)" : ""
        return "  \(direction)  \(SafeText.line(change.subject.padded(to: min(width, 44))))  "
          + "\(SafeText.line(change.message))\(waived)\n"
      }
      return "\(headline(entry))\n\(lines.joined())"
    }.joined(separator: "\n")
  }

  private func headline(_ entry: Entry) -> String {
    let isContract = (entry.new ?? entry.old)?.isContract ?? true
    guard entry.old != nil, entry.new != nil, isContract else { return SafeText.line(entry.id) }
    let versions = [entry.old, entry.new].map { $0?.contract?.metadata.version?.value ?? "none" }
    let declared = SafeText.line(versions.joined(separator: " became "))
    let needed = entry.oldVersion.map { entry.bump == .none ? "" : " (\(entry.bump.next(after: $0)))" } ?? ""
    return "\(SafeText.line(entry.id)): version \(declared); the changes call for "
      + (entry.bump == .none ? "no other" : "a \(entry.bump.rawValue) one") + needed
  }

  /// Changes and findings for programs.
  ///
  /// - Parameter root: where paths start from; the current folder where none is given.
  public func json(warningsReject: Bool = false, relativeTo root: ReportRoot? = nil) -> JSON {
    let report = report(warningsReject: warningsReject).relative(to: root)
    var paths = root.map(ReportRoot.Paths.init)
    func shown(_ path: String) -> JSON { .string(paths?.path(path) ?? path) }
    return .object([
      "schema": .string("pv-diff/1"), "exit_code": .integer(Int(report.outcome.rawValue)),
      "summary": .object(Dictionary(uniqueKeysWithValues: report.counts.map { ($0.key, JSON.integer($0.value)) })),
      "contracts": .array(entries.map { json(of: $0, shown) }),
      "findings": .array(report.diagnostics.map(JSONRenderer.finding)),
    ])
  }

  private func json(of entry: Entry, _ shown: (String) -> JSON) -> JSON {
    let needed = entry.oldVersion.map { JSON.string(entry.bump.next(after: $0)) }
    return .object([
      "id": .string(entry.id), "old": entry.old.map { shown($0.path) } ?? .null,
      "new": entry.new.map { shown($0.path) } ?? .null,
      "old_version": entry.oldVersion.map { .string($0.description) } ?? .null,
      "new_version": entry.newVersion.map { .string($0.description) } ?? .null,
      "bump": .string(entry.bump.rawValue), "needed_version": needed ?? .null,
      "changes": entry.changes.map { changes in
        .array(
          changes.map { change in
            .object([
              "subject": .string(change.subject), "direction": .string(change.direction.rawValue),
              "bump": .string(change.bump.rawValue), "message": .string(change.message),
              "waived": .bool(change.isWaived(asOf: asOf)),
              "line": change.place.map { .integer($0.start.line) } ?? .null,
              "old_line": change.oldPlace.map { .integer($0.start.line) } ?? .null,
            ])
          })
      } ?? .null,
    ])
  }
}

extension String {
  /// The text with blanks after it, to so many characters at least.
  package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
