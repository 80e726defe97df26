import Base
import Models

extension Bisection {
  /// A line a stage, a line a layer, and who is first.
  public var text: String {
    var rows = [
      ["stage", "total: worst", "at", "median", "whole", "local", "inherited", "amplification", "outside", "allowed"]
    ]
    for blame in stages {
      rows.append([
        "\(blame.point)", Self.text(blame.total.worst), Self.place(blame.total), Self.text(blame.total.median),
        Self.text(blame.total.whole), Self.text(blame.local.worst), Self.text(blame.inherited.worst),
        blame.amplification.map(Self.text) ?? "-", "\(blame.violations)", "\(blame.allowance)",
      ])
    }
    var layers = [["layer", "total at its end: worst", "at", "median", "whole", "largest local", "at", "outside"]]
    for (layer, blames) in byLayer {
      let (end, worst) = (blames.last!.total, blames.max { $0.local.worst < $1.local.worst }!)
      layers.append([
        "\(layer)", Self.text(end.worst), Self.place(end), Self.text(end.median), Self.text(end.whole),
        Self.text(worst.local.worst), worst.point.stage.rawValue, "\(blames.reduce(0) { $0 + $1.violations })",
      ])
    }
    return (TextTable.lines(rows) + [""] + TextTable.lines(layers) + ["", Self.legend, verdict])
      .joined(separator: "\n") + "\n"
  }

  /// What the columns are.
  private static let legend = """
    Norms of differences over those of the reference's values, each position for itself: the worst and its position,
    the median, and whole, over all positions together. Local and inherited are the worst of the positions,
    amplification is the median.
    """

  /// One line: the first stage that exceeds its contract, or that there is none.
  public var verdict: String {
    guard let first else { return "no stage exceeds its contract" }
    let blame = stages.first { $0.point == first }!
    return "first: \(first): \(blame.violations) elements are outside of what its contract allows "
      + "(\(blame.allowance)), local difference \(Self.text(blame.local.worst)) at position "
      + "\(blame.local.worstPosition)"
  }

  /// The stages of each layer, in order.
  private var byLayer: [(layer: Int, blames: [Blame])] {
    Dictionary(grouping: stages.filter { $0.point.layer != nil }) { $0.point.layer! }
      .sorted { $0.key < $1.key }.map { (layer: $0.key, blames: $0.value) }
  }

  private static func text(_ value: Double) -> String { StageStatistics.display(value) }

  /// The position of the worst; none where nothing differs.
  private static func place(_ difference: StageDifference) -> String {
    difference.worst == 0 ? "-" : "\(difference.worstPosition)"
  }

  /// The blame for programs; numbers are rounded for display.
  public var json: JSON {
    .object([
      "first": first.map { .string("\($0)") } ?? .null, "verdict": .string(verdict),
      "stages": .array(
        stages.map { blame in
          .object([
            "point": .string("\(blame.point)"), "violations": .integer(blame.violations),
            "allowance": .string("\(blame.allowance)"),
            "rounded_display": .object([
              "total": blame.total.json, "local": blame.local.json, "inherited": blame.inherited.json,
              "amplification": blame.amplification.map { .string(Self.text($0)) } ?? .null,
            ]),
          ])
        }),
    ])
  }
}
