import Base
import Kernels
import Models
import Synchronization

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
    let path = PathText.join(folder, CapturedStage.path(of: point))
    // Three things that read the same values, on as many threads: to compute the digest takes as long as the disk.
    nonisolated(unsafe) let values = values
    let results = Mutex<(digest: Digest?, statistics: StageStatistics?, error: (any Error)?)>((nil, nil, nil))
    Workers.perform(3, threads: 3) { part in
      let bytes = StageBytes(point, values)
      switch part {
      case 0:
        let digest = bytes.digest
        results.withLock { $0.digest = digest }
      case 1: do { try Self.write(bytes, to: path) } catch { results.withLock { $0.error = error } }
      default:
        let statistics = StageStatistics(values)
        results.withLock { $0.statistics = statistics }
      }
    }
    let (digest, statistics, error) = results.withLock { $0 }
    if let error { throw error }
    let stage = CapturedStage(point: point, shape: shape, sha256: digest!, statistics: statistics)
    try Files.replace(PathText.join(folder, "\(CapturedStage.name(of: point)).json"), with: stage.json.canonicalBytes)
    stages.append(stage)
  }

  private static func write(_ bytes: StageBytes, to path: String) throws {
    let file = try OutputFile(path)
    try file.write(bytes.header)
    try file.write(bytes.elements)
    try file.finish()
  }
}
