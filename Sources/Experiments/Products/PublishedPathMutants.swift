import Measuring
import Kernels

/// The published paths with one step replaced.
enum PublishedPathMutants {
  // MARK: Of path A

  static let dminSign = replacingA("dmin_sign", "path A adds the minimum instead of subtracting it") {
    try Dot.sequential(try Q4K.dequantize(Q4KBytes.dminNegated($0)), $1)
  }

  static let lane8 = replacingA("lane8_order", "path A adds up in eight lanes") {
    try Dot.lane8(try Q4K.dequantize($0), $1)
  }

  // MARK: Of path B

  static let notQuantized = replacingB("activation_not_quantized", "path B is path A under another name") {
    try PublishedPaths.real.pathA($0, $1)
  }

  static let truncated = replacingB("truncated_activation", "the activation is truncated towards zero, not rounded") {
    let row = try Q8KMutants.truncated.kernel($1)
    return try Q4KQ8K.dotPublishedOrder($0, Q8K.Row(scales: row.scales, values: row.values))
  }

  static let scaledBy128 = replacingB("scaled_by_128", "the activation's largest magnitude is divided by 128") {
    let row = try Q8KMutants.scaledBy128.kernel($1)
    return try Q4KQ8K.dotPublishedOrder($0, Q8K.Row(scales: row.scales, values: row.values))
  }

  static let minimumsDropped = replacingB("minimums_dropped", "path B does not subtract the minimums") {
    try Q4KQ8K.dotPublishedOrder(Q4KBytes.minimumsDropped($0), try Q8K.quantizePublished($1))
  }

  static let fixedPointTotal = replacingB(
    "fixed_point_total", "path B's result is a multiple of 2^-6, whatever the scale of the block"
  ) {
    let total = try PublishedPaths.real.pathB($0, $1)
    return (total * 64).rounded(.towardZero) / 64
  }

  // MARK: Of the third arm

  static let ablationNotQuantized = Mutant(
    "ablation_not_quantized", "the third arm is given the activation as it was",
    PublishedPaths(
      pathA: PublishedPaths.real.pathA, pathB: PublishedPaths.real.pathB, ablation: PublishedPaths.real.pathA))

  // MARK: Of a chain

  static let notNormalized = replacingStep("not_normalized", "results are handed on without division", .notNormalized)

  static let activationShared = replacingStep(
    "activation_shared", "path B is given path A's activation at every layer", .activationShared)

  static let firstWeights = replacingStep("first_weights", "every layer uses the weights of the first", .firstWeights)

  // MARK: Parts

  private static func replacingA(
    _ name: String, _ fault: String, _ path: @escaping PublishedPaths.Path
  ) -> Mutant<PublishedPaths> {
    var paths = PublishedPaths.real
    paths.pathA = path
    return Mutant(name, fault, paths)
  }

  private static func replacingB(
    _ name: String, _ fault: String, _ path: @escaping PublishedPaths.Path
  ) -> Mutant<PublishedPaths> {
    var paths = PublishedPaths.real
    paths.pathB = path
    return Mutant(name, fault, paths)
  }

  private static func replacingStep(
    _ name: String, _ fault: String, _ step: PublishedPaths.ChainStep
  ) -> Mutant<PublishedPaths> {
    var paths = PublishedPaths.real
    paths.chainStep = step
    return Mutant(name, fault, paths)
  }
}
