import Base
import FalsifierKit
import Foundation
import Models
import Traces

/// What a trace of a real file leaves in its folder.
enum LiveCapture {
  /// The sizes of a model, as its authors publish them.
  struct Sizes: Sendable {
    let hidden, layers, heads, kvHeads, headDim, feedForward, vocabulary: Int
    /// Whether query, key and value have biases, and so a stage of their own.
    var hasBias = true
  }

  /// How the folder is seen.
  struct Kernel: Sendable {
    /// From the files of a folder, the number of bytes by path.
    var files: @Sendable ([String: Int]) -> [String: Int] = { $0 }
    /// The number of bytes of a capture of so many values a position, of so many positions.
    var bytes: @Sendable (Int, Int) -> Int = { width, positions in
      APRT.header(layer: nil, count: width * positions).count + 4 * width * positions
    }
    /// From what running the trace again differs in, the stage and the element; nil for nothing.
    var difference: @Sendable (TraceVerification.Difference?) -> [Int32] = { LiveCapture.code($0) }
  }

  /// Of `Qwen2.5-7B` and 7 tokens, as published: a stage as wide as the model, one of the feed-forward, query, key and
  /// value, and the logits.
  private static let published: [(width: Int, positions: Int, bytes: Int32)] = [
    (3584, 7, 100_364), (18944, 7, 530_444), (3584 + 2 * 512, 7, 129_036), (152_064, 1, 608_268),
  ]

  /// Every stage stands where the published format has it, with the published number of bytes; the trace runs again to
  /// the same bits, and one changed bit is found.
  static func judge(_ file: LiveFile, _ sizes: Sizes, _ run: Recorder) throws {
    let live = try file.open(run)
    let tokens = live.prompts(4, positions: 7, run)[3]
    let trace = Once { try Trace(of: live.model, tokens) }
    let expected = places(sizes, positions: tokens.count)
    let real = Kernel()
    try run.judge(real, mutants: mutants) { kernel, probe in
      let trace = try trace()
      let seen = kernel.files(trace.files)
      let bytes = expected.map { Int32(seen[$0.path] ?? -1) } + [Int32(Set(seen.keys).count)]
      probe.output("bytes", bytes)
      try probe.compare("bytes", bytes, to: expected.map(\.bytes) + [Int32(expected.count)], .bitsDiffering)
      try probe.compare(
        "published", published.map { Int32(kernel.bytes($0.width, $0.positions)) }, to: published.map(\.bytes),
        .bitsDiffering)
      let named =
        kernel.difference(trace.same.difference) + [trace.same.rerun == trace.same.recorded ? 1 : 0]
        + kernel.difference(trace.changed.difference)
      probe.output("named", named)
      try probe.compare(
        "named", named, to: code(nil) + [1] + code(trace.point, element: trace.element), .bitsDiffering)
    }
  }

  /// A trace that was written, run again, and run again with one bit changed.
  private struct Trace {
    let files: [String: Int]
    let same, changed: TraceVerification
    /// Where the bit was.
    let point: StagePoint
    let element: Int

    init(of model: LoadedModel, _ tokens: [Int]) throws {
      let folder = try ScratchFolder()
      let manifest = try TraceRun.write(.init(tokens: tokens, threads: 2), of: model, to: folder.file("trace"))
      files = try LiveCapture.files(in: folder.file("trace"))
      let path = folder.file("trace/manifest.json")
      same = try TraceVerification.run(manifest: path, threads: 2)
      let stage = manifest.stages[manifest.stages.count / 2]
      (point, element) = (stage.point, stage.shape.reduce(1, *) / 3)
      changed = try flipping(folder.file("trace/\(stage.path)"), byte: 12 + 4 * element) {
        try TraceVerification.run(manifest: path, threads: 2)
      }
    }
  }

  /// Stage, layer and element, -1 where there is none.
  private static func code(_ difference: TraceVerification.Difference?) -> [Int32] {
    guard case .element(let point, _, let index, _, _, _) = difference else {
      return difference == nil ? [-1, -1, -1] : [-2, -2, -2]
    }
    return code(point, element: index)
  }

  private static func code(_ point: StagePoint, element: Int) -> [Int32] {
    [Int32(Stage.allCases.firstIndex(of: point.stage)!), Int32(point.layer ?? -1), Int32(element)]
  }

  /// The captures of a folder and their sizes.
  private static func files(in folder: String) throws -> [String: Int] {
    var found: [String: Int] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) where path.hasSuffix(".bin") {
      found[path] = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")[.size] as? Int
    }
    return found
  }

  /// Changes the lowest bit of a byte, calls a body, and changes it back.
  private static func flipping<Result>(_ path: String, byte: Int, _ body: () throws -> Result) throws -> Result {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    func flip() throws {
      try file.seek(toOffset: UInt64(byte))
      let old = try file.read(upToCount: 1)?.first ?? 0
      try file.seek(toOffset: UInt64(byte))
      try file.write(contentsOf: Data([old ^ 1]))
    }
    try flip()
    defer { try? flip() }
    return try body()
  }

  /// Every capture of a pass, as the published contract has them: written out a second time, without the writer.
  private static func places(_ s: Sizes, positions: Int) -> [(path: String, bytes: Int32)] {
    func bytes(_ values: Int) -> Int32 { Int32(12 + 4 * values) }
    let (query, kv) = (s.heads * s.headDim, s.kvHeads * s.headDim)
    let scores = s.heads * positions
    let stages: [(String, Int)] = [
      ("attn_norm", s.hidden), ("qkv_matmul", query + 2 * kv), ("qkv_bias", query + 2 * kv), ("q_post_rope", query),
      ("k_post_rope", kv), ("attn_scores", scores), ("attn_softmax", scores), ("attention", query),
      ("attn_out", s.hidden), ("post_attn_residual", s.hidden), ("ffn_norm", s.hidden), ("ffn_gate", s.feedForward),
      ("ffn_up", s.feedForward), ("ffn_silu", s.feedForward), ("ffn_swigl", s.feedForward), ("ffn_out", s.hidden),
      ("post_ffn_residual", s.hidden),
    ]
    let layers = (0..<s.layers).flatMap { layer in
      stages.filter { s.hasBias || $0.0 != "qkv_bias" }.map {
        (path: "layer-\(layer)/\($0.0).bin", bytes: bytes(positions * $0.1))
      }
    }
    // The embedding is of layer 0; the logits are those of the last position.
    return [("layer-0/embedding.bin", bytes(positions * s.hidden))] + layers
      + [("final_norm.bin", bytes(positions * s.hidden)), ("lm_head.bin", bytes(s.vocabulary))]
  }

  private static let mutants = [
    Mutant(
      "header_left_out", "captures have no header",
      Kernel(files: { $0.mapValues { $0 - 12 } }, bytes: { 4 * $0 * $1 })),
    Mutant(
      "embedding_at_top", "the embedding is a stage of the whole model",
      Kernel(files: { files in
        var files = files
        files["embedding.bin"] = files.removeValue(forKey: "layer-0/embedding.bin")
        return files
      })),
    Mutant(
      "last_layer_dropped", "the last layer has no captures",
      Kernel(files: { files in
        let last = files.keys.compactMap { $0.split(separator: "/").first?.dropFirst(6) }.compactMap { Int($0) }.max()
        return files.filter { !$0.key.hasPrefix("layer-\(last ?? 0)/") }
      })),
    Mutant(
      "one_position", "captures hold the last position alone",
      Kernel(files: { $0.mapValues { 12 + ($0 - 12) / 7 } }, bytes: { width, _ in 12 + 4 * width })),
    Mutant("never_differs", "what differs is not said", Kernel(difference: { _ in LiveCapture.code(nil) })),
    Mutant(
      "first_element_named", "the first element of the stage is named",
      Kernel(difference: { difference in
        let code = LiveCapture.code(difference)
        return [code[0], code[1], min(code[2], 0)]
      })),
  ]
}
