import Base
import Models

extension Bisection {
  /// A line a stage, a line a layer, and who is first.
  public var text: String {
    var rows = [["stage", "total", "local", "inherited", "amplification", "outside", "allowed"]]
    for blame in stages {
      rows.append([
        "\(blame.point)", Self.text(blame.total), Self.text(blame.local), Self.text(blame.inherited),
        blame.amplification.map(Self.text) ?? "-", "\(blame.violations)", blame.allowance.rawValue,
      ])
    }
    var layers = [["layer", "total at its end", "largest local", "at", "outside"]]
    for (layer, blames) in byLayer {
      let worst = blames.max { $0.local < $1.local }!
      layers.append([
        "\(layer)", Self.text(blames.last!.total), Self.text(worst.local), worst.point.stage.rawValue,
        "\(blames.reduce(0) { $0 + $1.violations })",
      ])
    }
    return (TextTable.lines(rows) + [""] + TextTable.lines(layers) + ["", verdict]).joined(separator: "\n") + "\n"
  }

  /// One line: the first stage that its contract does not cover, or that there is none.
  public var verdict: String {
    guard let first else { return "every stage does what its contract says with the same inputs" }
    let blame = stages.first { $0.point == first }!
    return "first: \(first): \(blame.violations) elements are outside of what its contract allows "
      + "(\(blame.allowance.rawValue)), local difference \(Self.text(blame.local))"
  }

  /// The stages of each layer, in order.
  private var byLayer: [(layer: Int, blames: [Blame])] {
    Dictionary(grouping: stages.filter { $0.point.layer != nil }) { $0.point.layer! }
      .sorted { $0.key < $1.key }.map { (layer: $0.key, blames: $0.value) }
  }

  private static func text(_ value: Double) -> String { StageStatistics.display(value) }

  /// The blame for programs; numbers are rounded for display.
  public var json: JSON {
    .object([
      "first": first.map { .string("\($0)") } ?? .null, "verdict": .string(verdict),
      "stages": .array(
        stages.map { blame in
          .object([
            "point": .string("\(blame.point)"), "violations": .integer(blame.violations),
            "allowance": .string(blame.allowance.rawValue),
            "rounded_display": .object([
              "total": .string(Self.text(blame.total)), "local": .string(Self.text(blame.local)),
              "inherited": .string(Self.text(blame.inherited)),
              "amplification": blame.amplification.map { .string(Self.text($0)) } ?? .null,
            ]),
          ])
        }),
    ])
  }
}
