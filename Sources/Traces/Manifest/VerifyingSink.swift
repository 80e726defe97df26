import Base
import Metrics
import Models

/// Compares each stage with a manifest as it comes; keeps the first difference.
final class VerifyingSink: StageSink {
  private(set) var difference: TraceVerification.Difference?
  private(set) var stages: [CapturedStage] = []
  var points: Set<StagePoint> { Set(stages.map(\.point)) }

  private let manifest: TraceManifest
  /// Of the raw files; nil where they are not looked at.
  private let folder: String?
  private let recorded: [StagePoint: CapturedStage]

  init(manifest: TraceManifest, folder: String?) {
    (self.manifest, self.folder) = (manifest, folder)
    recorded = Dictionary(manifest.stages.map { ($0.point, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func wants(_ point: StagePoint) -> Bool { manifest.selection.contains(point) }

  func take(_ point: StagePoint, shape: [Int], _ values: UnsafeBufferPointer<Float>) throws {
    let digest = StageBytes(point, values).digest
    stages.append(CapturedStage(point: point, shape: shape, sha256: digest, statistics: StageStatistics(values)))
    guard difference == nil else { return }
    guard let expected = recorded[point], expected.shape == shape else {
      difference = .shape(point, expected: recorded[point]?.shape, actual: shape)
      return
    }
    // The raw file, where there is one, must be what was digested, too.
    let raw = folder.map { PathText.join($0, expected.path) }.flatMap { Files.kind(of: $0) == nil ? nil : $0 }
    if let raw, let found = try firstDifference(raw, point, shape, values) {
      difference = found
    } else if digest != expected.sha256 {
      difference = .digest(
        point,
        reason: raw == nil
          ? "the digest differs, and there is no raw file, which would show where"
          : "the digest in the manifest is neither that of the raw file nor of this run")
    }
  }

  private func firstDifference(
    _ path: String, _ point: StagePoint, _ shape: [Int], _ values: UnsafeBufferPointer<Float>
  ) throws -> TraceVerification.Difference? {
    let file = try APRT.File(path: path)
    guard file.count == values.count else {
      throw ModelFileError(
        path: path, byte: 8, reason: "\(file.count) elements, where the manifest has \(values.count)")
    }
    guard file.layer == CapturedStage.layer(of: point) else {
      throw ModelFileError(path: path, byte: 4, reason: "the layer in the header is another")
    }
    defer { withExtendedLifetime(file) {} }
    for index in values.indices {
      let bits = UInt32(littleEndian: file.elements.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
      guard bits != values[index].bitPattern else { continue }
      let value = Float(bitPattern: bits)
      let width = max(values.count / max(shape[0], 1), 1)
      return .element(
        point, position: index / width, index: index, recorded: value, rerun: values[index],
        ulps: ULPs.distance(value, values[index]))
    }
    return nil
  }
}
