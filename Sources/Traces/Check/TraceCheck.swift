import Base
import Models

/// What a trace says by itself, without its model: whether a stage holds what no right pass leaves, and whether what
/// the layers leave is spread further and further.
public struct TraceCheck: Sendable {
  /// What is asked for.
  public struct Options: Sendable {
    /// A right model's layers stay well below: 3 at most in the files that docs/traces.md names.
    public static let factor = 8.0
    /// By how much a spread may grow from one layer to the next.
    public var factor = Self.factor
    /// Positions that spreads leave out. The first one of a real model holds values a thousand times as large as those
    /// of the others (known as massive activations).
    public var except: Set<Int> = [0]
    /// The stages whose growth is judged; that of the others is shown. What comes of one product grows tenfold and
    /// more from one layer to the next in right models, the sum of all does not.
    public var stages: [Stage] = [.postFfnResidual]

    /// The defaults.
    public init() {}
  }

  /// A stage and what its values are like.
  public struct Entry: Sendable {
    /// Where.
    public let point: StagePoint
    /// Row-major, positions first.
    public let shape: [Int]
    /// Of all values, and of those of the last position.
    public let all, last: StageStatistics
    /// Of the finite values; nil where there are none.
    public let median, lastMedian: Double?
    /// The standard deviation over all positions but those left out; nil where fewer than two values are left.
    public let spread: Double?
    /// The spread over that of the layer before, over the same positions; nil where there is none.
    public let growth: Double?
    /// Positions with massive activations, those left out not counted.
    let massive: [Int]
  }

  /// What was asked for.
  public let options: Options
  /// All captures, in the order of the pass.
  public let entries: [Entry]
  /// What is wrong; a spread that cannot be judged is.
  public let problems: [Problem]

  /// Reads the captures of a trace.
  ///
  /// - Parameter path: the manifest, or its folder.
  /// - Throws: `ModelFileError` where a capture is not what the manifest says, or a position to leave out is none;
  ///   `FileError`.
  public init(_ path: String, options: Options = Options()) throws {
    let file = TraceManifest.path(of: path)
    let folder = Files.parent(of: file) ?? "."
    let manifest = try TraceManifest(path: file)
    let positions = manifest.tokensIn.count
    if let beyond = options.except.filter({ $0 >= positions }).min() {
      throw ModelFileError(path: file, reason: "there is no position \(beyond) to leave out; it has \(positions)")
    }
    var entries: [Entry] = []
    for stage in manifest.stages {
      let before = stage.point.layer.flatMap { layer in
        entries.last { $0.point.stage == stage.point.stage && $0.point.layer == layer - 1 }
      }
      entries.append(try Entry(stage, in: folder, after: before, options))
    }
    (self.options, self.entries) = (options, entries)
    problems = Self.problems(entries, options)
  }

  private static func problems(_ entries: [Entry], _ options: Options) -> [Problem] {
    let values = entries.flatMap { entry -> [Problem] in
      // What a query does not see has the score -infinity; no other value of a pass is infinite.
      let infinite = entry.point.stage == .attnScores ? 0 : entry.all.infinite
      return (entry.all.nan > 0 ? [.nan(entry.point, entry.all.nan)] : [])
        + (infinite > 0 ? [.infinite(entry.point, infinite)] : [])
    }
    return values
      + options.stages.flatMap { stage -> [Problem] in
        let judged = entries.filter { $0.point.stage == stage && $0.growth != nil }
        if judged.isEmpty {
          let captured = entries.filter { $0.point.stage == stage }
          let hasSpread = captured.contains { $0.spread != nil }
          return [.notJudged(stage, hasSpread ? .oneLayer : captured.isEmpty ? .notCaptured : .onePosition)]
        }
        return judged.compactMap { entry in
          entry.growth! <= options.factor ? nil : .growth(entry, options)
        }
      }
  }
}

extension TraceCheck {
  /// What is wrong with a trace.
  public enum Problem: Sendable, CustomStringConvertible {
    /// Why a spread cannot be judged.
    public enum Lack: Sendable { case notCaptured, oneLayer, onePosition }

    case nan(StagePoint, Int)
    case infinite(StagePoint, Int)
    case growth(Entry, Options)
    case notJudged(Stage, Lack)

    /// Where and what, and what can be done.
    public var description: String {
      switch self {
      case .nan(let point, let count): return "\(point): \(count) NaN"
      case .infinite(let point, let count): return "\(point): \(count) infinite"
      case .growth(let entry, let options):
        let text =
          "\(entry.point): the spread over \(options.positions) is \(StageStatistics.display(entry.growth!)) times that "
          + "of the layer before, more than \(StageStatistics.display(options.factor))"
        guard let first = entry.massive.first else { return text }
        let except = (options.except.union(entry.massive)).sorted().map(String.init).joined(separator: ",")
        return text + "; position \(first) holds massive activations: if they are the model's own, leave it out with "
          + "--except \(except)"
      case .notJudged(let stage, .notCaptured):
        return "\(stage.rawValue): its spread is not judged, for the trace lacks it: capture it, or name others with "
          + "--spread-stages"
      case .notJudged(let stage, .oneLayer):
        return "\(stage.rawValue): its spread is not judged, for no two layers that follow each other were captured "
          + "over the same positions"
      case .notJudged(let stage, .onePosition):
        return "\(stage.rawValue): its spread is not judged, for no position is left: give more tokens, or "
          + "--except none"
      }
    }
  }
}

extension TraceCheck.Options {
  /// Which positions spreads are taken over.
  var positions: String {
    guard !except.isEmpty else { return "all positions" }
    return "all positions but \(except.sorted().map(String.init).joined(separator: ", "))"
  }
}
