import Base
import Models

/// Writes each captured point to a file as it comes, with a JSON file beside it.
///
/// Nothing is kept in memory but digests and statistics.
public final class TraceWriter: StageSink {
  /// What was written so far, in the order of the pass.
  public private(set) var stages: [CapturedStage] = []
  private let folder: String
  private let selection: StageSelection

  /// A writer into a folder, which is made where it is missing.
  public init(folder: String, selection: StageSelection) { (self.folder, self.selection) = (folder, selection) }

  /// What the selection says.
  public func wants(_ point: StagePoint) -> Bool { selection.contains(point) }

  /// Writes the raw file and the JSON beside it.
  public func take(_ point: StagePoint, shape: [Int], _ values: UnsafeBufferPointer<Float>) throws {
    let bytes = StageBytes(point, values)
    let stage = CapturedStage(
      point: point, shape: shape, sha256: bytes.digest, statistics: StageStatistics(values))
    let file = try OutputFile(PathText.join(folder, stage.path))
    try file.write(bytes.header)
    try file.write(bytes.elements)
    try file.finish()
    try Files.replace(PathText.join(folder, "\(CapturedStage.name(of: point)).json"), with: stage.json.canonicalBytes)
    stages.append(stage)
  }
}
