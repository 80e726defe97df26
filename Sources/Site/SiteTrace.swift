import Base
import ContractKit
import Models
import Traces

/// A captured pass: its manifest, and the captures beside it, which are read when their page is made.
public struct SiteTrace: Sendable {
  /// What the pages call it.
  let name: String
  /// The name of its page, given by the site that shows it.
  var page = ""
  /// The folder.
  let path: String
  let manifest: TraceManifest

  /// Reads a trace that is named by its folder or its manifest.
  ///
  /// - Throws: `ModelFileError` for another form; `FileError`.
  public init(path: String) throws {
    let file = TraceManifest.path(of: path)
    manifest = try TraceManifest(path: file)
    let folder = PathText.absolute(Files.parent(of: PathText.absolute(file)) ?? ".")
    self.path = folder
    name = folder.split(separator: "/").last.map(String.init) ?? "trace"
  }

  /// The layers of which something was captured, in ascending order.
  var layers: [Int] { Set(manifest.stages.compactMap(\.point.layer)).sorted() }

  /// What was captured of a layer, or of the whole model, in the order of the pass.
  func stages(layer: Int?) -> [CapturedStage] { manifest.stages.filter { $0.point.layer == layer } }

  /// What a capture's values are like; nil where it cannot be read.
  func statistics(_ stage: CapturedStage) -> StageStatistics? { values(stage).map { StageStatistics($0.values) } }

  /// The values of a capture.
  struct Values {
    let values: UnsafeBufferPointer<Float>
    fileprivate let sha256: Digest
    fileprivate let file: APRT.File

    /// Whether the file's bytes have the digest that the manifest says.
    var isAsRecorded: Bool { Digest(ofPieces: [file.storage.bytes]) == sha256 }
  }

  /// Reads a capture; nil where it is not there, is no capture, or has another length than the manifest says.
  func values(_ stage: CapturedStage) -> Values? {
    guard let file = try? APRT.File(path: PathText.join(path, stage.path)),
      file.count == stage.shape.reduce(1, *)
    else { return nil }
    return Values(
      values: file.elements.assumingMemoryBound(to: Float.self),
      sha256: stage.sha256, file: file)
  }
}

/// Two traces side by side, as `pv bisect A B` compares them.
struct TraceOverlay: Sendable {
  let a, b: SiteTrace
  let bisection: TraceBisection

  /// Compares all captures.
  ///
  /// - Throws: as `Comparison.of`.
  init(_ a: SiteTrace, _ b: SiteTrace) throws {
    (self.a, self.b) = (a, b)
    bisection = try TraceBisection(a.path, b.path, accepted: nil)
  }

  /// The first stage that differs, in one sentence.
  var answer: HTML {
    guard let first = bisection.first else { return "\(a.name) and \(b.name): \(bisection.verdict)." }
    return """
      <a href="trace-overlay.html#first"><strong><code>\(first.a)</code></strong></a> is the first of \
      \(bisection.comparison.pairs.count) captures in which \(a.name) and \(b.name) differ
      """
  }
}

/// What `pv bisect MODEL --json` wrote: for each stage what it adds, what it inherits, and how much it amplifies.
package struct SiteBisection: Sendable {
  /// A stage with its part in the difference, as rounded for display.
  struct Stage: Sendable {
    /// `layer-N/STAGE`, or `STAGE` alone.
    let point: String
    let local, inherited, total: Double
    /// Nil where the inputs are the same.
    let amplification: Double?
    /// How many elements the contract of the stage does not allow.
    let violations: Int
    let allowance: String
  }

  let stages: [Stage]
  /// The first stage that exceeds its contract.
  let first: String?
  let verdict: String

  /// Reads a file.
  ///
  /// - Throws: `SiteError` where it is not such a file; `FileError`.
  package init(path: String) throws {
    let json: JSON
    do { json = try JSON(reading: Files.read(path)) } catch let error as JSONError {
      throw SiteError.unreadable(path, reason: "\(error)")
    }
    func number(_ json: JSON?) -> Double? { (json?.string).flatMap { Double($0) } }
    guard let stages = json["stages"]?.array, let verdict = json["verdict"]?.string else {
      throw SiteError.unreadable(path, reason: "no output of pv bisect --json of a model")
    }
    self.verdict = verdict
    first = json["first"]?.string
    self.stages = try stages.enumerated().map { index, stage in
      let shown = stage["rounded_display"]
      guard let point = stage["point"]?.string, let local = number(shown?["local"]?["worst"]),
        let inherited = number(shown?["inherited"]?["worst"]), let total = number(shown?["total"]?["worst"])
      else { throw SiteError.unreadable(path, reason: "stages[\(index)] lacks a member") }
      return Stage(
        point: point, local: local, inherited: inherited, total: total, amplification: number(shown?["amplification"]),
        violations: stage["violations"]?.integer ?? 0, allowance: stage["allowance"]?.string ?? "")
    }
  }
}
