import Base
import Models

/// A trace as text for people.
public enum TraceText {
  /// One line a stage with its statistics, then the ids and the hash.
  public static func summary(_ manifest: TraceManifest, _ folder: String) -> String {
    let header = ["stage", "shape", "min", "max", "mean", "std", "nan", "inf", "zeros"]
    let rows = manifest.stages.map { stage -> [String] in
      let s = stage.statistics
      func text(_ value: Double?) -> String { value.map(StageStatistics.display) ?? "-" }
      return [
        "\(stage.point)", stage.shape.map(String.init).joined(separator: "x"), text(s?.min.map(Double.init)),
        text(s?.max.map(Double.init)), text(s?.mean), text(s?.deviation), "\(s?.nan ?? 0)", "\(s?.infinite ?? 0)",
        "\(s?.zero ?? 0)",
      ]
    }
    return TextTable.lines([header] + rows).joined(separator: "\n") + "\n" + facts(manifest, folder)
  }

  /// The ids, the largest logits and the hashes.
  public static func facts(_ manifest: TraceManifest, _ folder: String) -> String {
    var lines = ["", "tokens in: \(manifest.tokensIn.map(String.init).joined(separator: " "))"]
    if !manifest.tokensOut.isEmpty {
      lines.append("tokens out: \(manifest.tokensOut.map(String.init).joined(separator: " "))")
    }
    let logits = manifest.topLogits.map { "\($0.id) \(FloatText.bits($0.value)) (\(FloatText.display($0.value)))" }
    lines.append("largest logits, id, bits, rounded: \(logits.joined(separator: "; "))")
    lines.append("\(manifest.stages.count) stages in \(folder); statistics are rounded, over finite elements")
    lines.append("trace hash: \(manifest.traceHash)")
    lines.append("run hash: \(manifest.runHash)")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Columns of text.
enum TextTable {
  /// The first column to the left, the others to the right, two blanks between.
  static func lines(_ rows: [[String]]) -> [String] {
    guard let columns = rows.first?.count else { return [] }
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max()! }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + blanks : blanks + cell
      }
      var line = cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
