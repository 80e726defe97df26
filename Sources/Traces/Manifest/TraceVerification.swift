import Base
import Kernels
import Metrics
import Models

/// A trace run again and compared with what its manifest says.
public struct TraceVerification: Equatable, Sendable {
  /// How a run differs from a manifest.
  public enum Difference: Equatable, Sendable, CustomStringConvertible {
    /// A file of the model, or of the tokenizer, has other bytes.
    case source(path: String)
    /// The prompt gives other token ids now.
    case tokensIn([Int])
    /// The chat template is another now, or makes another text of the messages.
    case chat(String)
    /// A stage has another shape, or was not captured.
    case shape(StagePoint, expected: [Int]?, actual: [Int]?)
    /// The first element that differs; index in row-major order.
    case element(StagePoint, position: Int, index: Int, recorded: Float, rerun: Float, ulps: UInt64)
    /// The digest of a stage is another, and its raw file is gone or has other bytes than were digested.
    case digest(StagePoint, reason: String)
    /// Greedy decoding chose other ids.
    case tokensOut([Int])

    /// What differs, and where.
    public var description: String {
      switch self {
      case .source(let path): "\(path) is not the file of the manifest: its SHA-256 is another"
      case .chat(let reason): reason
      case .tokensIn(let ids): "the prompt now gives the token ids \(ids)"
      case .shape(let point, let expected, let actual):
        "\(point): shape \(expected.map { "\($0)" } ?? "none") recorded, \(actual.map { "\($0)" } ?? "none") now"
      case .element(let point, let position, let index, let recorded, let rerun, let ulps):
        "\(point): position \(position), element \(index): recorded \(FloatText.bits(recorded)) "
          + "(\(FloatText.display(recorded))), now \(FloatText.bits(rerun)) (\(FloatText.display(rerun))), "
          + (ulps == .max ? "not comparable in ulps" : "\(ulps) ulps apart")
      case .digest(let point, let reason): "\(point): \(reason)"
      case .tokensOut(let ids): "greedy decoding now gives the token ids \(ids)"
      }
    }
  }

  /// The first difference in the order of the pass; nil where all is the same.
  public let difference: Difference?
  /// The hash in the manifest.
  public let recorded: Digest
  /// The hash of the run; nil where it was not run, or not to its end.
  public let rerun: Digest?

  /// Runs the trace of a manifest again.
  ///
  /// - Parameters:
  ///   - path: the manifest; raw files beside it are used to name the first element that differs.
  ///   - model: where the model is now; as recorded if nil.
  /// - Throws: what running throws; a difference is a result.
  public static func run(
    manifest path: String, model: String? = nil, threads: Int = 1, implementation: Implementation = .preferred
  ) throws -> TraceVerification {
    let manifest = try TraceManifest(path: path)
    let loaded = try LoadedModel(path: model ?? manifest.model)
    func stop(_ difference: Difference) -> TraceVerification {
      TraceVerification(difference: difference, recorded: manifest.traceHash, rerun: nil)
    }
    let recordedSources = manifest.sources + [manifest.tokenizer].compactMap { $0 }
    let paths = loaded.files + [loaded.tokenizerFile].compactMap { $0 }
    let digests = SourceDigests(paths)
    for (index, source) in recordedSources.enumerated() {
      guard paths.indices.contains(index), try digests[paths[index]].sha256 == source.sha256 else {
        return stop(.source(path: paths.indices.contains(index) ? paths[index] : source.path))
      }
    }
    if let difference = try Self.difference(of: manifest, loaded) { return stop(difference) }
    let sink = VerifyingSink(manifest: manifest, folder: Files.parent(of: path) ?? ".")
    let rerun = try TraceRun.run(
      .init(
        tokens: manifest.tokensIn, selection: manifest.selection, path: manifest.path,
        generated: manifest.tokensOut.count, threads: threads, implementation: implementation),
      of: loaded, sink: sink)
    var difference = sink.difference
    if difference == nil, let missing = manifest.stages.first(where: { !sink.points.contains($0.point) }) {
      difference = .shape(missing.point, expected: missing.shape, actual: nil)
    }
    if difference == nil, rerun.tokensOut != manifest.tokensOut { difference = .tokensOut(rerun.tokensOut) }
    return TraceVerification(
      difference: difference, recorded: manifest.traceHash, rerun: TraceHash.of(sink.stages))
  }
}

extension TraceVerification {
  /// Whether the prompt of a manifest gives the same text and ids now; nil where it does, or where there is none.
  fileprivate static func difference(of manifest: TraceManifest, _ model: LoadedModel) throws -> Difference? {
    guard let text = manifest.prompt else { return nil }
    let prompt = Prompt(text, isSpecial: manifest.isSpecial, chat: manifest.chat.map { .init(system: $0.system) })
    let encoded = try model.encode(prompt)
    if let chat = manifest.chat {
      guard encoded.template == chat.template else {
        return .chat("the model's chat template is not that of the manifest: its SHA-256 is another")
      }
      guard encoded.rendered.map({ $0.utf8.elementsEqual(chat.rendered.utf8) }) == true else {
        return .chat("the chat template now makes another text of the messages")
      }
    }
    return encoded.ids == manifest.tokensIn ? nil : .tokensIn(encoded.ids)
  }
}

/// Compares each stage with a manifest as it comes; keeps the first difference.
private final class VerifyingSink: StageSink {
  private(set) var difference: TraceVerification.Difference?
  private(set) var stages: [CapturedStage] = []
  var points: Set<StagePoint> { Set(stages.map(\.point)) }

  private let manifest: TraceManifest
  private let folder: String
  private let recorded: [StagePoint: CapturedStage]

  init(manifest: TraceManifest, folder: String) {
    (self.manifest, self.folder) = (manifest, folder)
    recorded = Dictionary(manifest.stages.map { ($0.point, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func wants(_ point: StagePoint) -> Bool { manifest.selection.contains(point) }

  func take(_ point: StagePoint, shape: [Int], _ values: UnsafeBufferPointer<Float>) throws {
    let digest = StageBytes(point, values).digest
    stages.append(CapturedStage(point: point, shape: shape, sha256: digest, statistics: nil))
    guard difference == nil else { return }
    guard let expected = recorded[point], expected.shape == shape else {
      difference = .shape(point, expected: recorded[point]?.shape, actual: shape)
      return
    }
    // The raw file, where there is one, must be what was digested, too.
    let path = PathText.join(folder, expected.path)
    if Files.kind(of: path) != nil, let element = try firstDifference(path, values) {
      difference = .element(
        point, position: element.index / max(values.count / max(shape[0], 1), 1), index: element.index,
        recorded: element.recorded, rerun: values[element.index], ulps: element.ulps)
    } else if digest != expected.sha256 {
      difference = .digest(
        point,
        reason: Files.kind(of: path) == nil
          ? "the digest differs; the raw file, which would show where, is gone"
          : "the digest in the manifest is neither that of the raw file nor of this run")
    }
  }

  private func firstDifference(
    _ path: String, _ values: UnsafeBufferPointer<Float>
  ) throws -> (index: Int, recorded: Float, ulps: UInt64)? {
    let file = try APRT.File(path: path)
    guard file.count == values.count else {
      throw ModelFileError(
        path: path, byte: 8, reason: "\(file.count) elements, where the manifest has \(values.count)")
    }
    defer { withExtendedLifetime(file) {} }
    for index in values.indices {
      let bits = UInt32(littleEndian: file.elements.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
      guard bits != values[index].bitPattern else { continue }
      let value = Float(bitPattern: bits)
      return (index, value, ULPs.distance(value, values[index]))
    }
    return nil
  }
}
