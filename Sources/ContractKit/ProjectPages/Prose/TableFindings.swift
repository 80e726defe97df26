/// The arithmetic of the tables that `pv status --write` makes, checked as a reader would.
///
/// Sums: in the scoreboard each row's statuses add up to its falsifiers, and each column to its total.
/// Ratios: a margin is log2(threshold / measured) of its own row, and above the threshold its negative,
/// to the digit that is printed.
package enum TableFindings {
  /// What does not add up in ship-spec.md's status block and in the evidence folder's page; nothing
  /// where they are not there.
  package static func findings(root: String) -> [Diagnostic] {
    let specification = PathText.shown("\(root)/ship-spec.md")
    let index = PathText.shown("\(root)/evidence/\(EvidenceFile.indexName)")
    return check(specification) { $0.first == "contract" ? sums($1) : [] }
      + check(index) { header, rows in
        guard let threshold = header.firstIndex(of: "threshold") else { return [] }
        return quotients.flatMap { quotient -> [Fault] in
          guard let value = header.firstIndex(of: quotient.value), let margin = header.firstIndex(of: quotient.margin)
          else { return [] }
          return ratios(rows, measured: value, threshold: threshold, margin: margin, isAbove: quotient.isAbove)
        }
      }
  }

  /// The columns of which one is the margin between another and the threshold.
  private static let quotients = [
    (value: "measured", margin: "margin", isAbove: false), (value: "noise", margin: "below by", isAbove: false),
    (value: "weakest mutant", margin: "above by", isAbove: true),
  ]

  /// A row of a table: its line in the file, and its cells without emphasis.
  package typealias Row = (line: Int, cells: [String])
  /// What is wrong, and on which line.
  package typealias Fault = (line: Int, message: String)

  private static func check(_ path: String, _ judge: ([String], [Row]) -> [Fault]) -> [Diagnostic] {
    guard let bytes = try? DocumentFile.read(path) else { return [] }
    let source = SourceText(path: path, bytes: bytes)
    return tables(String(decoding: bytes, as: UTF8.self)).flatMap { judge($0.header, $0.rows) }.map { fault in
      Rule.tableSum.diagnostic(
        fault.message, path: path, range: source.range(source.lineOffsets(fault.line)), help: "pv status --write")
    }
  }

  private static func tables(_ text: String) -> [(header: [String], rows: [Row])] {
    var tables: [(header: [String], rows: [Row])] = []
    var isInside = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard line.hasPrefix("| ") else {
        isInside = false
        continue
      }
      let cells = line.replacing("\\|", with: "/").split(separator: "|").map { cell in
        cell.filter { $0 != "*" && $0 != "`" }.split(separator: " ").joined(separator: " ")
      }
      if !isInside {
        tables.append((cells, []))
        isInside = true
      } else if !line.hasPrefix("| ---") {
        tables[tables.count - 1].rows.append((index + 1, cells))
      }
    }
    return tables
  }

  /// The first column is a name, the second the sum of the next five; the last row is the total.
  package static func sums(_ rows: [Row]) -> [Fault] {
    guard let total = rows.last else { return [] }
    let numbers = rows.map { row in (line: row.line, values: row.cells.dropFirst().map { Int($0) ?? -1 }) }
    var faults: [Fault] = numbers.filter { $0.values.count >= 6 }.compactMap { row in
      let sum = row.values[1...5].reduce(0, +)
      return sum == row.values[0] ? nil : (row.line, "\(row.values[0]) falsifiers, but the statuses add up to \(sum)")
    }
    for column in total.cells.indices.dropFirst() {
      let sum = numbers.dropLast().reduce(0) {
        $0 + ($1.values.indices.contains(column - 1) ? $1.values[column - 1] : 0)
      }
      if String(sum) != total.cells[column] {
        faults.append((total.line, "column \(column + 1) says \(total.cells[column]), but its rows add up to \(sum)"))
      }
    }
    return faults
  }

  /// Only upper bounds and tolerances have a quotient that the row shows as a whole. What follows a value in its
  /// cell says of what it is.
  package static func ratios(_ rows: [Row], measured: Int, threshold: Int, margin: Int, isAbove: Bool = false)
    -> [Fault]
  {
    rows.compactMap { row -> Fault? in
      guard row.cells.indices.contains(max(measured, threshold, margin)),
        let value = Double(row.cells[measured].prefix { $0 != " " }), value.isFinite,
        let (deviation, limit) = parts(value, row.cells[threshold]), let printed = Double(row.cells[margin]),
        limit > 0
      else { return nil }
      // The value has 7 digits; where they leave nothing of the distance, the row does not show it.
      let slack = value.magnitude * 5e-7
      guard deviation > slack else { return nil }
      let margins = [deviation - slack, deviation + slack].map {
        Margin.logarithm(isAbove ? $0 / limit : limit / $0)
      }
      // Half a unit of the one decimal printed.
      guard printed < margins.min()! - 0.05 - 1e-9 || printed > margins.max()! + 0.05 + 1e-9 else { return nil }
      let (above, below) = isAbove ? (deviation, limit) : (limit, deviation)
      return (row.line, "the margin is printed as \(row.cells[margin]), which is not log2(\(above) / \(below))")
    }
  }

  /// How far a value is from the ideal of a threshold, `≤ LIMIT` or `= TARGET ± LIMIT`, and the limit. What bounds
  /// each element follows behind ` by `.
  private static func parts(_ value: Double, _ cell: String) -> (deviation: Double, limit: Double)? {
    let threshold = cell.split(separator: " by ", maxSplits: 1)[0]
    if threshold.hasPrefix("≤ ") { return Double(threshold.dropFirst(2)).map { (value, $0) } }
    let sides = threshold.split(separator: " ± ")
    guard sides.count == 2, sides[0].hasPrefix("= "), let target = Double(sides[0].dropFirst(2)),
      let limit = Double(sides[1])
    else { return nil }
    return (abs(value - target), limit)
  }
}
