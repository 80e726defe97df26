import Models

/// Numbers of stages by layer, in the order of a pass.
struct StageGrid {
  private let layers: [Int]
  private let stages: [Stage]
  private let values: [StagePoint: Double]

  /// Those of stages of layers; what has no number is left blank.
  init(_ values: [(point: StagePoint, value: Double?)]) {
    let known = values.compactMap { each in each.value.map { (each.point, $0) } }
    self.values = Dictionary(known, uniquingKeysWith: { first, _ in first })
    layers = Set(values.compactMap(\.point.layer)).sorted()
    let present = Set(values.filter { $0.point.layer != nil }.map(\.point.stage))
    stages = Stage.allCases.filter(present.contains)
  }

  /// The numbers as shades; nil where no layer has any.
  var map: HeatMap? {
    guard !layers.isEmpty, !stages.isEmpty else { return nil }
    return HeatMap(
      rows: layers.map { layer in stages.map { values[StagePoint($0, layer: layer)] } },
      rowNames: layers.map { "layer \($0)" }, columnNames: stages.map(\.rawValue), isLogarithmic: true)
  }

  /// The cell of a point.
  func cell(_ point: StagePoint?) -> (row: Int, column: Int)? {
    guard let point, let layer = point.layer, let row = layers.firstIndex(of: layer),
      let column = stages.firstIndex(of: point.stage)
    else { return nil }
    return (row, column)
  }

  /// The point that a capture's name spells: `layer-N/STAGE`, or `STAGE` alone.
  static func point(_ name: String) -> StagePoint? {
    let parts = name.split(separator: "/")
    guard let stage = parts.last.flatMap({ Stage(named: String($0)) }) else { return nil }
    guard parts.count == 2, parts[0].hasPrefix("layer-"), let layer = Int(parts[0].dropFirst(6)) else {
      return stage.isWholeModel ? StagePoint(stage) : nil
    }
    return stage.isWholeModel ? StagePoint(stage) : StagePoint(stage, layer: layer)
  }
}
