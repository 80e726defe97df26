import Base

extension Comparison {
  /// A line a pair, the worst elements of those that differ, what could not be compared, and a summary with the verdict.
  ///
  /// - Parameter criteria: what every pair must meet.
  public func text(limit: Int, criteria: [ComparisonCriterion] = []) -> String {
    let summary = ComparisonSummary(self, criteria: criteria)
    return (lines(limit: limit) + summary.lines() + [summary.verdict]).joined(separator: "\n") + "\n"
  }

  /// The same without summary and verdict.
  func lines(limit: Int) -> [String] {
    // Of captures, the norms of differences over those of the first side's values, each position for itself.
    let hasPositions = pairs.contains { $0.positions != nil }
    var rows = [["tensor", "types", "shape", "identical", "max abs", "rms", "cosine", "norm ratio", "max ulps"]]
    if hasPositions { rows[0] += ["worst position", "at", "median position"] }
    for pair in pairs {
      let d = pair.difference
      let shape = pair.shape.map(String.init).joined(separator: "x")
      rows.append(
        [
          pair.a == pair.b ? pair.a : "\(pair.a) = \(pair.b)",
          pair.typeA == pair.typeB ? pair.typeA : "\(pair.typeA)/\(pair.typeB)",
          pair.isTransposed ? "\(shape) transposed" : shape, "\(d.identical)/\(d.count)",
        ] + (pair.stored == nil ? Self.measures(d) : ["by bytes", "", "", "", ""]))
      if hasPositions { rows[rows.count - 1] += Self.measures(pair.positions) }
    }
    var lines = rows.count > 1 ? TextTable.lines(rows) : []
    for pair in pairs where limit > 0 && !pair.difference.worst.isEmpty {
      lines.append("")
      lines.append("\(pair.a), worst elements:")
      for element in pair.difference.worst.prefix(limit) {
        lines.append(
          "  \(Coordinates.of(element.index, pair.shape)): \(FloatText.bits(element.a)) (\(FloatText.display(element.a)))"
            + " against \(FloatText.bits(element.b)) (\(FloatText.display(element.b)))")
      }
      if pair.difference.tied > 0 {
        lines.append("  and \(pair.difference.tied) more that differ by as much as the last")
      }
    }
    for pair in pairs where pair.stored.map({ !$0.first.isEmpty }) ?? false {
      lines += ["", "\(pair.a), first blocks that differ:"]
      lines += pair.stored!.first.prefix(limit).map {
        "  \(Coordinates.of($0.index, pair.shape)): \(StoredDifference.hexadecimal($0.a)) against "
          + StoredDifference.hexadecimal($0.b)
      }
    }
    if !notes.isEmpty { lines += [""] + notes }
    if !problems.isEmpty { lines += [""] + problems.map { "not compared: \($0)" } }
    let same = pairs.count { $0.difference.isIdentical }
    lines += ["", "\(pairs.count) pairs compared, \(same) identical in every bit, \(problems.count) not compared"]
    return lines
  }

  private static func measures(_ d: ValueDifference) -> [String] {
    [d.maxAbsolute, d.rms, d.cosine, d.normRatio].map(StageStatistics.display) + [
      d.maxULPs == .max ? "none" : "\(d.maxULPs)"
    ]
  }

  private static func measures(_ positions: StageDifference?) -> [String] {
    guard let positions else { return ["0", "-", "0"] }
    return [
      StageStatistics.display(positions.worst), "\(positions.worstPosition)", StageStatistics.display(positions.median),
    ]
  }

  /// The comparison for programs.
  ///
  /// - Parameter criteria: what every pair must meet.
  public func json(criteria: [ComparisonCriterion] = []) -> JSON {
    .object([
      "schema": .string("pv-comparison"), "version": .integer(1),
      "summary": ComparisonSummary(self, criteria: criteria).json, "identical": .bool(isIdentical),
      "problems": .array(problems.map { .string("\($0)") }),
      "notes": .array(notes.map(JSON.string)),
      "pairs": .array(
        pairs.map { pair in
          .object([
            "a": .string(pair.a), "b": .string(pair.b), "type_a": .string(pair.typeA), "type_b": .string(pair.typeB),
            "shape": .array(pair.shape.map(JSON.integer)), "transposed": .bool(pair.isTransposed),
            "positions": pair.positions?.json ?? .null, "compared": .string(pair.stored == nil ? "values" : "bytes"),
            "difference": pair.stored?.json(shape: pair.shape) ?? pair.difference.json(shape: pair.shape),
          ])
        }),
    ])
  }
}
