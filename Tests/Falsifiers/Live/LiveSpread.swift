import FalsifierKit
import Models
import Traces

/// What a real file's layers leave: how far their values are spread, and which are massive.
enum LiveSpread {
  /// A place in what a layer leaves.
  struct Place: Hashable { let layer, position, dimension: Int }

  /// A pass and how it is looked at.
  struct Kernel: Sendable {
    var weights: @Sendable (LlamaModel) -> LlamaModel = { $0 }
    /// Which positions the spread of a layer is taken over, of so many.
    var positions: @Sendable (_ layer: Int, _ count: Int) -> Range<Int>
    /// Added to the position of what is massive.
    var move = 0
  }

  /// The spread over the same positions grows by no more than a factor of 8 from one layer to the next, position 0
  /// excluded, at which all massive activations stand, the named ones among them.
  ///
  /// Massive, after Sun et al. 2024, is a magnitude above 100 and above 1,000 times the median of its layer.
  static func judge(_ file: LiveFile, named dimensions: [Int], in layers: ClosedRange<Int>, _ run: Recorder) throws {
    let live = try file.open(run)
    let tokens = live.prompts(2, positions: 6, run)[1]
    let weights = try live.weights()
    let right = Kernel(positions: { _, count in 1..<count })
    try run.judge(right, mutants: mutants) { kernel, probe in
      let model = kernel.weights(weights)
      let decoder = try LlamaDecoder(model, path: .reference, capacity: tokens.count, threads: 2)
      let memory = StageMemory { $0.stage == .postFfnResidual }
      _ = try decoder.forward(tokens, sink: memory)
      let ends = (0..<decoder.layerCount).map { memory[StagePoint(.postFfnResidual, layer: $0)]!.values }
      let spreads = ends.enumerated().map { layer, values -> Double in
        let width = values.count / tokens.count
        let positions = kernel.positions(layer, tokens.count)
        return Array(values[positions.lowerBound * width..<positions.upperBound * width])
          .withUnsafeBufferPointer { StageStatistics($0).deviation ?? .nan }
      }
      probe.output("spread", spreads)
      try probe.measure("growth", zip(spreads.dropFirst(), spreads).map { $0 / $1 }, .max)
      let massive = massive(ends, positions: tokens.count, move: kernel.move)
      let elsewhere = (0..<decoder.layerCount).map { layer in
        Int32(massive.count { $0.layer == layer && $0.position != 0 })
      }
      let named = layers.flatMap { layer in
        dimensions.map { dimension -> Int32 in
          massive.contains(Place(layer: layer, position: 0, dimension: dimension)) ? 1 : 0
        }
      }
      probe.output("named", named)
      try probe.compare("elsewhere", elsewhere, to: elsewhere.map { _ in Int32(0) }, .bitsDiffering)
      try probe.compare("named", named, to: named.map { _ in Int32(1) }, .bitsDiffering)
    }
  }

  private static func massive(_ ends: [[Float]], positions: Int, move: Int) -> Set<Place> {
    var found: Set<Place> = []
    for (layer, values) in ends.enumerated() {
      let (width, sorted) = (values.count / positions, values.map(abs).sorted())
      let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      for (index, value) in values.enumerated() where abs(value) > 100 && abs(value) > 1000 * median {
        found.insert(Place(layer: layer, position: index / width + move, dimension: index % width))
      }
    }
    return found
  }

  private static let mutants = [
    Mutant(
      "outlier_included", "the spread is over all positions, position 0 included",
      Kernel(positions: { _, count in 0..<count })),
    Mutant(
      "other_positions", "from layer 4 on the spread is over the first position alone",
      Kernel(positions: { layer, count in layer < 4 ? 1..<count : 0..<1 })),
    Mutant(
      "norm_weight_scaled", "the weights of one norm in front of a feed-forward are 32 times as large",
      Kernel(
        weights: { model in
          var model = model
          model.layers[8].ffnNorm = model.layers[8].ffnNorm.map { 32 * $0 }
          return model
        }, positions: { _, count in 1..<count })),
    Mutant(
      "position_off_by_one", "positions are counted from -1", Kernel(positions: { _, count in 1..<count }, move: -1)),
  ]
}
