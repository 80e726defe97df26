import Base
import Models

/// What is known of one captured point: where, which shape, which bytes.
public struct CapturedStage: Equatable, Sendable {
  /// Stage and layer.
  public let point: StagePoint
  /// Row-major, positions first.
  public let shape: [Int]
  /// SHA-256 of the file: header and elements.
  public let sha256: Digest
  /// For reading.
  public let statistics: StageStatistics?

  /// The path of the file in the folder of a trace.
  public var path: String { Self.path(of: point) }

  /// `layer-N/STAGE.bin` or `STAGE.bin`.
  public static func path(of point: StagePoint) -> String { "\(name(of: point)).bin" }

  /// The path of the JSON beside it.
  var descriptionPath: String { "\(Self.name(of: point)).json" }

  /// The path without its ending.
  static func name(of point: StagePoint) -> String {
    layer(of: point).map { "layer-\($0)/\(point.stage.rawValue)" } ?? point.stage.rawValue
  }

  /// The layer in the file: the published format has the embedding in layer 0.
  static func layer(of point: StagePoint) -> Int? { point.stage == .embedding ? 0 : point.layer }

  /// The element type; the only one of the format.
  public static let dtype = "f32"

  /// As it stands beside the raw file, and in the manifest.
  public var json: JSON {
    .object([
      "path": .string(path), "stage": .string(point.stage.rawValue),
      "layer": Self.layer(of: point).map(JSON.integer) ?? .null, "dtype": .string(Self.dtype),
      "shape": .array(shape.map(JSON.integer)), "positions": .integer(shape.first ?? 0),
      "sha256": .string(sha256.description), "statistics": statistics?.json ?? .null,
    ])
  }

  init(point: StagePoint, shape: [Int], sha256: Digest, statistics: StageStatistics?) {
    (self.point, self.shape, self.sha256, self.statistics) = (point, shape, sha256, statistics)
  }
}
