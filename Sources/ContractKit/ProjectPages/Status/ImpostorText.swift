/// What falsifiers see of impostors, for people: a page of text, and a table.
enum ImpostorText {
  /// For each array the impostors that were seen, then those that were not, with why; nothing where none was measured.
  static func lines(_ results: [ImpostorResult]) -> [String] {
    byArray(results).flatMap { array, results in
      var seen: [String] = []
      var others: [String] = []
      for result in results {
        switch result.outcome {
        case .caught: seen.append(result.name.rawValue)
        case .passes where array == nil:
          others.append("    \(result.name.rawValue) applies to none: \(result.reason ?? "")")
        case .passes:
          others.append(
            "    \(result.reason == nil ? "PASSES" : "blind to") \(result.name.rawValue): \(result.reason ?? "")")
        case .notApplicable(let why): others.append("    no \(result.name.rawValue): \(why)")
        case .didNotRun: others.append("    \(result.name.rawValue) did not run")
        }
      }
      let title = array ?? "all arrays"
      return [seen.isEmpty ? "  \(title)" : "  \(title): caught are \(seen.joined(separator: ", "))"] + others
    }
  }

  /// One line an array, in the contracts' order; nothing where there is none.
  static func table(_ verification: Verification) -> [String] {
    let rows = verification.entries.flatMap { entry in
      byArray(entry.verdict.impostors).filter { $0.array != nil }.map { array, results in
        let words = ImpostorName.allCases.map { name in
          results.first { $0.name == name }.map(word) ?? ""
        }
        return "| \(entry.falsifier.id.value) | `\(array ?? "")` | \(words.joined(separator: " | ")) |"
      }
    }
    guard !rows.isEmpty else { return [] }
    let names = ImpostorName.allCases.map(\.rawValue)
    return [
      "", "## Impostors", "",
      "Each impostor is a wrong array that replaces one of the real kernel's. The table names the replaced array by its",
      "first measurement: `x` means that the impostor violates a check of the falsifier, `blind` that it violates none and",
      "the contract says why, `-` that there is no such array. `pv explain` has the checks and the reasons.", "",
    ] + ImpostorName.allCases.map { "- `\($0.rawValue)`: \($0.meaning);" } + [
      "", "| falsifier | array | \(names.joined(separator: " | ")) |",
      "| --- | --- |" + String(repeating: " :---: |", count: names.count),
    ] + rows
  }

  private static func word(_ result: ImpostorResult) -> String {
    switch result.outcome {
    case .caught: "x"
    case .passes: result.reason == nil ? "**passes**" : "blind"
    case .notApplicable: "-"
    case .didNotRun: "**did not run**"
    }
  }

  /// In the order of the results.
  private static func byArray(_ results: [ImpostorResult]) -> [(array: String?, results: [ImpostorResult])] {
    var groups: [(array: String?, results: [ImpostorResult])] = []
    for result in results {
      if groups.last?.array == result.array, !groups.isEmpty {
        groups[groups.count - 1].results.append(result)
      } else {
        groups.append((result.array, [result]))
      }
    }
    return groups
  }
}
