import Base
import Foundation
import ModelFixtures
import Models
import Traces

/// A trace of a small GPT-Neo in a folder of its own.
final class ScratchTrace: Sendable {
  let stages: [CapturedStage]
  var manifest: String { folder.file("trace/manifest.json") }

  private nonisolated(unsafe) let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try GPTNeoFixture().write(to: folder.file("model"))
    let request = TraceRun.Request(
      tokens: [5, 300, 17],
      selection: try StageSelection(stages: "attn_norm,attn_softmax,ffn_gelu,lm_head", layers: "1-2"),
      generated: 2)
    let model = try LoadedModel(path: folder.file("model"))
    stages = try TraceRun.write(request, of: model, to: folder.file("trace")).stages
  }

  func index(of point: StagePoint) -> Int { stages.firstIndex { $0.point == point } ?? -1 }

  func url(_ flip: BitFlip) -> URL { URL(fileURLWithPath: folder.file("trace/\(flip.stage.path)")) }

  /// Changes one bit, calls a body, and changes it back.
  func changed<Result>(_ flip: BitFlip, _ body: () throws -> Result) throws -> Result {
    let url = url(flip)
    let good = try Data(contentsOf: url)
    var bad = good
    bad[12 + 4 * flip.index + flip.bit / 8] ^= 1 << (flip.bit % 8)
    try bad.write(to: url)
    defer { try? good.write(to: url) }
    return try body()
  }

  /// Replaces the manifest, calls a body, and puts the old one back.
  func withManifest<Result>(_ json: JSON, _ body: () throws -> Result) throws -> Result {
    let url = URL(fileURLWithPath: manifest)
    let good = try Data(contentsOf: url)
    try Data(json.canonicalBytes).write(to: url)
    defer { try? good.write(to: url) }
    return try body()
  }

  /// Takes a raw file away while a body runs.
  func without<Result>(_ stage: CapturedStage, _ body: () throws -> Result) throws -> Result {
    let url = URL(fileURLWithPath: folder.file("trace/\(stage.path)"))
    let aside = url.appendingPathExtension("aside")
    try FileManager.default.moveItem(at: url, to: aside)
    defer { try? FileManager.default.moveItem(at: aside, to: url) }
    return try body()
  }
}

extension BitFlip {
  /// The value in the file as it is, or with the bit changed once more.
  func value(in trace: ScratchTrace, flipped: Bool) -> Float {
    let data = (try? Data(contentsOf: trace.url(self))) ?? Data()
    let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[12 + 4 * index + $1]) << (8 * UInt32($1)) }
    return Float(bitPattern: flipped ? bits ^ (1 << UInt32(bit)) : bits)
  }
}
