import Models

/// Which points of a pass are captured.
public struct StageSelection: Equatable, Sendable {
  /// The stages; those of the whole model are not subject to the layers.
  public let stages: Set<Stage>
  /// The layers; nil for all.
  public let layers: ClosedRange<Int>?

  /// A selection.
  public init(stages: Set<Stage>, layers: ClosedRange<Int>? = nil) { (self.stages, self.layers) = (stages, layers) }

  /// Everything.
  public static let all = StageSelection(stages: Set(Stage.allCases))

  /// The selection that two texts spell: `all` or names with commas between; `all`, `N` or `N-M`.
  ///
  /// - Throws: `SelectionError` that says what would have been right.
  public init(stages: String, layers: String) throws {
    if stages == "all" {
      self.stages = Set(Stage.allCases)
    } else {
      self.stages = Set(
        try stages.split(separator: ",", omittingEmptySubsequences: false).map { name in
          guard let stage = Stage(named: String(name)) else { throw SelectionError.unknownStage(String(name)) }
          return stage
        })
    }
    if layers == "all" {
      self.layers = nil
    } else {
      let bounds = layers.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard let first = bounds[0], let last = bounds.last ?? nil, bounds.count <= 2, first >= 0, first <= last else {
        throw SelectionError.noRange(layers)
      }
      self.layers = first...last
    }
  }

  /// Whether a point belongs to the selection.
  public func contains(_ point: StagePoint) -> Bool {
    stages.contains(point.stage) && (point.layer.map { layers?.contains($0) ?? true } ?? true)
  }

  /// The stages as a manifest writes them, in the order of the pass.
  var stagesText: String {
    stages.count == Stage.allCases.count
      ? "all" : Stage.allCases.filter(stages.contains).map(\.rawValue).joined(separator: ",")
  }

  /// The layers as a manifest writes them.
  var layersText: String {
    guard let layers else { return "all" }
    return layers.count == 1 ? "\(layers.lowerBound)" : "\(layers.lowerBound)-\(layers.upperBound)"
  }
}

/// A selection that cannot be understood.
public enum SelectionError: Error, Equatable, CustomStringConvertible {
  case unknownStage(String)
  case noRange(String)
  case noSuchLayer(Int, layers: Int)
  case notInModel([String])

  /// What was written and what can be.
  public var description: String {
    switch self {
    case .unknownStage(let name):
      "\"\(name)\" is no stage; there are \(Stage.allCases.map(\.rawValue).joined(separator: ", ")), layer_output "
        + "for post_ffn_residual, and all"
    case .noRange(let text): "\"\(text)\" is not a range of layers; write all, 3 or 0-3"
    case .noSuchLayer(let layer, let layers): "there is no layer \(layer); the model has 0 to \(layers - 1)"
    case .notInModel(let names): "the model has no stage \(names.joined(separator: ", "))"
    }
  }
}
