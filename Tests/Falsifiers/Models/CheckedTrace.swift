import Base
import FalsifierKit
import Models
import Traces

/// What three layers of a made model leave at four positions, and what a check of it is to name.
struct CheckedTrace: Sendable {
  enum Kind: CaseIterable {
    /// Layers that grow by 2, and by a little less than the factor.
    case right, belowFactor
    /// Position 0 alone holds values a thousand times as large from layer 1 on.
    case massiveFirst
    /// A layer that grows by a little more than the factor, or at one position alone.
    case aboveFactor, onePosition
    case notANumber, infinite
  }

  let layers: [[Float]]
  /// What is wrong, and in which layer: 1 NaN, 2 infinite, 3 growth; [0, -1] for nothing.
  let expected: [Int32]

  private static let width = 64

  /// A trace of a kind, with values drawn at random.
  init(_ kind: Kind, _ random: inout SeededGenerator) {
    let first = (0..<4 * Self.width).map { _ in random.unit() }
    let layer = random.integer(in: 1..<3)
    let factors: [Float] =
      switch kind {
      case .belowFactor: [1, 7.9, 7.9 * 7.9]
      case .aboveFactor: layer == 1 ? [1, 8.1, 8.1] : [1, 2, 16.2]
      default: [1, 2, 4]
      }
    var layers = factors.map { factor in first.map { $0 * factor } }
    let place = random.integer(in: 0..<first.count)
    var expected: [Int32] = [0, -1]
    switch kind {
    case .right, .belowFactor: break
    case .massiveFirst: for index in 1..<3 { layers[index][5] = 5000 }
    case .aboveFactor: expected = [3, Int32(layer)]
    case .onePosition:
      for index in layer..<3 {
        for element in Self.width..<2 * Self.width { layers[index][element] = 60 * first[element] * factors[index] }
      }
      expected = [3, Int32(layer)]
    case .notANumber:
      layers[layer][place] = .nan
      expected = [1, Int32(layer)]
    case .infinite:
      layers[layer][place] = -.infinity
      expected = [2, Int32(layer)]
    }
    (self.layers, self.expected) = (layers, expected)
  }

  /// Writes captures and manifest.
  func write(to folder: String) throws {
    let writer = TraceWriter(folder: folder, selection: .all)
    for (layer, values) in layers.enumerated() {
      try values.withUnsafeBufferPointer {
        try writer.take(StagePoint(.postFfnResidual, layer: layer), shape: [4, Self.width], $0)
        // A product beside it grows tenfold in right models, too.
        try $0.map { $0.isFinite ? $0 * Float(layer == 0 ? 1 : 30) : 1 }.withUnsafeBufferPointer {
          try writer.take(StagePoint(.ffnUp, layer: layer), shape: [4, Self.width], $0)
        }
      }
    }
    let manifest = JSON.object([
      "schema": .string(TraceManifest.schema), "version": .integer(2), "model": .string("none"),
      "architecture": .string("none"), "sources": .array([]), "configuration": .object([:]),
      "forward_path": .string("reference"), "stages_selected": .string("all"), "layers_selected": .string("all"),
      "tokens_in": .array((0..<4).map(JSON.integer)), "tokens_out": .array([]), "top_logits": .array([]),
      "stages": .array(writer.stages.map(\.json)), "trace_hash": .string(Digest.placeholder),
    ])
    try Files.replace("\(folder)/\(TraceManifest.fileName)", with: manifest.canonicalBytes)
  }
}

/// What is wrong with the trace in a folder: kind and layer of the first thing, or [0, -1].
typealias CheckKernel = @Sendable (String) throws -> [Int32]

enum CheckMutants {
  static let real: CheckKernel = { try check($0) }

  static let firstIncluded = mutant("first_included", "spreads are over all positions") { $0.except = [] }
  static let lastAlone = mutant("last_alone", "spreads are of the last position") { $0.except = [0, 1, 2] }
  static let wide = mutant("factor_of_eighty", "a spread may grow by a factor of 80") { $0.factor = 80 }
  static let narrow = mutant("factor_of_four", "a spread may grow by a factor of 4") { $0.factor = 4 }
  static let everyStage = mutant("every_stage", "the growth of every stage is judged") {
    $0.stages = [.postFfnResidual, .ffnUp]
  }
  static let nanPassedOver = Mutant<CheckKernel>("nan_passed_over", "a NaN is no fault") {
    try check($0) { if case .nan = $0 { false } else { true } }
  }
  static let infinityPassedOver = Mutant<CheckKernel>("infinity_passed_over", "an infinity is no fault") {
    try check($0) { if case .infinite = $0 { false } else { true } }
  }

  private static func mutant(
    _ name: String, _ fault: String, _ set: @escaping @Sendable (inout TraceCheck.Options) -> Void
  ) -> Mutant<CheckKernel> {
    Mutant(name, fault) { folder in
      var options = TraceCheck.Options()
      set(&options)
      return try check(folder, options)
    }
  }

  private static func check(
    _ folder: String, _ options: TraceCheck.Options = .init(), counts: (TraceCheck.Problem) -> Bool = { _ in true }
  ) throws -> [Int32] {
    switch try TraceCheck(folder, options: options).problems.first(where: counts) {
    case nil: [0, -1]
    case .nan(let point, _): [1, Int32(point.layer ?? -1)]
    case .infinite(let point, _): [2, Int32(point.layer ?? -1)]
    case .growth(let entry, _): [3, Int32(entry.point.layer ?? -1)]
    case .notJudged: [4, -1]
    }
  }
}
