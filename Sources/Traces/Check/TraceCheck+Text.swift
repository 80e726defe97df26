import Base
import Models

extension TraceCheck {
  /// Whether nothing is wrong.
  public var isRight: Bool { problems.isEmpty }

  /// A line a stage, what is wrong, and one word.
  public var text: String {
    func text(_ value: Double?) -> String { value.map(StageStatistics.display) ?? "-" }
    let header = [
      "stage", "shape", "min", "median", "max", "mean", "std", "last: median", "mean", "std", "spread", "growth", "nan",
      "inf", "zeros",
    ]
    let rows = entries.map { entry -> [String] in
      let (all, last) = (entry.all, entry.last)
      return [
        "\(entry.point)", entry.shape.map(String.init).joined(separator: "x"), text(all.min.map(Double.init)),
        text(entry.median), text(all.max.map(Double.init)), text(all.mean), text(all.deviation),
        text(entry.lastMedian), text(last.mean), text(last.deviation), text(entry.spread), text(entry.growth),
        "\(all.nan)", "\(all.infinite)", "\(all.zero)",
      ]
    }
    let stages = options.stages.map(\.rawValue).joined(separator: ", ")
    let legend =
      "Rounded, over finite elements; last: of the last position. Spread: the standard deviation over "
      + "\(options.positions); growth: over that of the layer before, of \(stages) at most "
      + StageStatistics.display(options.factor)
    let end = isRight ? ["right: no NaN, and no spread grows by more"] : problems.map { "wrong: \($0)" }
    return (TextTable.lines([header] + rows) + ["", legend] + end).joined(separator: "\n") + "\n"
  }

  /// The check for programs; what is no count is rounded for display.
  public var json: JSON {
    func text(_ value: Double?) -> JSON { value.map { .string(StageStatistics.display($0)) } ?? .null }
    return .object([
      "schema": .string("pv-trace-check"), "version": .integer(1), "right": .bool(isRight),
      "factor": .string(StageStatistics.display(options.factor)),
      "positions_left_out": .array(options.except.sorted().map(JSON.integer)),
      "spread_stages": .array(options.stages.map { .string($0.rawValue) }),
      "problems": .array(problems.map { .string("\($0)") }),
      "stages": .array(
        entries.map { entry in
          .object([
            "point": .string("\(entry.point)"), "shape": .array(entry.shape.map(JSON.integer)),
            "statistics": entry.all.json, "last_position": entry.last.json,
            "rounded_display": .object([
              "median": text(entry.median), "last_position_median": text(entry.lastMedian),
              "spread": text(entry.spread), "growth": text(entry.growth),
            ]),
          ])
        }),
    ])
  }
}
