import FalsifierKit
import Kernels
import Metrics
import Models
import Traces

/// The two paths of a real file over whole passes.
enum LiveDrift {
  /// A decoder of the production path, for so many positions.
  typealias Kernel = @Sendable (Int) throws -> LlamaDecoder

  /// Of some prompts the same first token, a small divergence, and a drift by layer and position that quantizing the
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
    /// The inputs of the four products of each layer that follow each other, and how production quantizes each.
    private let inputs: [[(values: StageValues, formats: Set<ActivationFormat>)]]

    /// What goes into a product, and the stages of its matrices.
    private static let products: [(input: Stage, matrices: [Stage])] = [
      (.attnNorm, [.qkvMatmul]), (.attention, [.attnOut]), (.ffnNorm, [.ffnGate, .ffnUp]), (.ffnSwigl, [.ffnOut]),
    ]

    init(_ decoder: LlamaDecoder, _ tokens: [Int], without outlier: Int, keepsInputs: Bool) throws {
      let memory = StageMemory { point in
        point.stage == .postFfnResidual || keepsInputs && Self.products.contains { $0.input == point.stage }
      }
      (self.tokens, self.outlier) = (tokens, outlier)
      logits = try decoder.forward(tokens, sink: memory)
      layers = (0..<decoder.layerCount).map { memory[StagePoint(.postFfnResidual, layer: $0)]! }
      inputs =
        keepsInputs
        ? (0..<decoder.layerCount).map { layer in
          Self.products.map { product in
            let matrices = product.matrices.flatMap { decoder.matrices(of: StagePoint($0, layer: layer)) }
            return (memory[StagePoint(product.input, layer: layer)]!, Set(matrices.compactMap(Self.activations(of:))))
          }
        } : []
    }

    /// The format in which production multiplies a matrix; nil where it quantizes nothing.
    private static func activations(of matrix: Tensor) -> ActivationFormat? {
      guard case .quantized(let format) = ForwardPath.production.multiplication(of: matrix.type) else { return nil }
      return format
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

    /// What quantizing explains, [layers][positions without the outlier]: twice the root of the sum, over all products up
    /// to the layer, of the squared relative error of their inputs, in the format that errs most where the matrices of a
    /// product differ in it.
    func allowedDrift() -> [Double] {
      var sums = [Double](repeating: 0, count: tokens.count)
      return inputs.flatMap { products -> [Double] in
        for product in products {
          for position in positions {
            let x = row(product.values, position)
            sums[position] += product.formats.map { Self.quantizationError(x, $0) }.max() ?? 0
          }
        }
        return positions.map { 2 * sums[$0].squareRoot() }
      }
    }

    /// The step of both formats is a 127th of the largest value of a block, and their error is uniform in half a step to
    /// either side. The scale of Q8_0 is rounded to 11 bits on top, an error uniform in 2^-11 of each value.
    private static func quantizationError(_ x: ArraySlice<Float>, _ format: ActivationFormat) -> Double {
      let (size, scaleError) = format == .q8K ? (256, 0) : (32, 0x1p-22 / 3)
      var (error, norm) = (0.0, 0.0)
      for start in stride(from: x.startIndex, to: x.endIndex, by: size) {
        let block = x[start..<min(start + size, x.endIndex)]
        let step = Double(block.reduce(0) { max($0, abs($1)) }) / 127
        let squares = block.reduce(0.0) { $0 + Double($1) * Double($1) }
        error += Double(block.count) * step * step / 12 + scaleError * squares
        norm += squares
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
