import FalsifierKit
import Metrics
import Models
import Traces

/// The two paths of a real file over whole passes.
enum LiveDrift {
  /// A decoder of the production path, for so many positions.
  typealias Kernel = @Sendable (Int) throws -> LlamaDecoder

  /// Of some prompts the same first token, a small divergence, and a drift by layer and position that quantising the
  /// inputs of the products explains.
  ///
  /// - Parameter outliers: of each prompt, the position at which massive activations stand; it is left out of the drift.
  static func judge(
    _ file: LiveFile, outliers: [Int], faults: [(PlantedFault, words: String)],
    _ run: Recorder
  ) throws {
    let live = try file.open(run)
    let passes = try zip(live.prompts(outliers.count, run), outliers).map { tokens, outlier in
      try Pass(
        live.decoder(.reference, capacity: tokens.count, fault: nil), tokens, without: outlier, keepsInputs: true)
    }
    let chosen = passes.map { Int32(LlamaDecoder.argmax($0.logits) ?? -1) }
    let allowed = passes.map { $0.allowedDrift() }
    let real: Kernel = { try live.decoder(.production, capacity: $0, fault: nil) }
    let mutants = faults.map { fault in
      Mutant<Kernel>(LiveStages.name(fault.0), fault.words) {
        try live.decoder(.production, capacity: $0, fault: fault.0)
      }
    }
    try run.judge(real, mutants: mutants) { kernel, probe in
      let others = try passes.map {
        try Pass(kernel($0.tokens.count), $0.tokens, without: $0.outlier, keepsInputs: false)
      }
      let first = others.map { Int32(LlamaDecoder.argmax($0.logits) ?? -1) }
      probe.output("logits", others.flatMap(\.logits), shape: [others.count, others[0].logits.count])
      try probe.compare("argmax", first, to: chosen, .bitsDiffering)
      try probe.measure("kl", zip(passes, others).map { try $0.divergence(of: $1) }, .max)
      let drift = zip(passes, others).map { $0.drift(of: $1) }
      probe.output("drift", drift.flatMap { $0 })
      let shares = zip(drift, allowed).flatMap { zip($0, $1).map { $0 / $1 } }
      try probe.measure("drift_over_allowed", shares, .max)
    }
  }

  /// One pass: what each layer leaves at its end, the logits, and of the reference what goes into its products.
  struct Pass {
    let tokens: [Int]
    /// The position that is left out of the drift.
    let outlier: Int
    let logits: [Float]
    private let layers: [StageValues]
    /// The inputs of the four products of each layer that follow each other.
    private let inputs: [[StageValues]]

    private static let products: [Stage] = [.attnNorm, .attention, .ffnNorm, .ffnSwigl]

    init(_ decoder: LlamaDecoder, _ tokens: [Int], without outlier: Int, keepsInputs: Bool) throws {
      let memory = StageMemory { point in
        point.stage == .postFfnResidual || keepsInputs && Self.products.contains(point.stage)
      }
      (self.tokens, self.outlier) = (tokens, outlier)
      logits = try decoder.forward(tokens, sink: memory)
      layers = (0..<decoder.layerCount).map { memory[StagePoint(.postFfnResidual, layer: $0)]! }
      inputs =
        keepsInputs
        ? (0..<decoder.layerCount).map { layer in Self.products.map { memory[StagePoint($0, layer: layer)]! } } : []
    }

    /// KL(this || other), in nats.
    func divergence(of other: Pass) throws -> Double {
      guard case .real(let value) = try Metric.klDivergence.of(Sample(other.logits), against: Sample(logits)) else {
        preconditionFailure("a divergence is a real number")
      }
      return value
    }

    /// The relative difference of each layer's end, position by position: [layers][positions without the
    /// outlier].
    func drift(of other: Pass) -> [Double] {
      zip(layers, other.layers).flatMap { own, other in
        positions.map { position -> Double in
          let (mine, theirs) = (row(own, position), row(other, position))
          let norm = mine.reduce(0.0) { $0 + Double($1) * Double($1) }
          let difference = zip(mine, theirs).reduce(0.0) { sum, pair in
            let d = Double(pair.0) - Double(pair.1)
            return sum + d * d
          }
          return (difference / norm).squareRoot()
        }
      }
    }

    /// What quantising explains, [layers][positions without the outlier]: twice the root of the sum, over all products up
    /// to the layer, of the squared relative error of their inputs under Q8_K, whose step is a 127th of the largest
    /// value of a block of 256 and whose error is uniform in half a step to either side.
    func allowedDrift() -> [Double] {
      var sums = [Double](repeating: 0, count: tokens.count)
      return inputs.flatMap { products -> [Double] in
        for product in products {
          for position in positions { sums[position] += Self.quantizationError(row(product, position)) }
        }
        return positions.map { 2 * sums[$0].squareRoot() }
      }
    }

    private static func quantizationError(_ x: ArraySlice<Float>) -> Double {
      var (error, norm) = (0.0, 0.0)
      for start in stride(from: x.startIndex, to: x.endIndex, by: 256) {
        let block = x[start..<min(start + 256, x.endIndex)]
        let step = Double(block.reduce(0) { max($0, abs($1)) }) / 127
        error += Double(block.count) * step * step / 12
        norm += block.reduce(0.0) { $0 + Double($1) * Double($1) }
      }
      return error / norm
    }

    private var positions: [Int] { tokens.indices.filter { $0 != outlier } }

    private func row(_ values: StageValues, _ position: Int) -> ArraySlice<Float> {
      let width = values.values.count / tokens.count
      return values.values[position * width..<(position + 1) * width]
    }
  }
}
