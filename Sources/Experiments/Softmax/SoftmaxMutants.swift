import Measuring
import Kernels

/// Softmax of a vector.
typealias SoftmaxKernel = @Sendable ([Float]) throws -> [Float]

/// The kernels that the claims are about.
enum SoftmaxKernels {
  @TaskLocal static var real: SoftmaxKernel = { try Softmax.f32($0) }
}

/// Softmax put together from the steps of softmax/order, one of them replaced.
struct SoftmaxSteps: Sendable {
  var maximum: @Sendable ([Float]) -> Float = { $0.reduce(-.infinity) { $1 > $0 ? $1 : $0 } }
  var exponential: @Sendable ([Float]) throws -> [Float] = { try Exponential.f32($0) }
  var sum: @Sendable ([Float]) -> Float = { lanes64($0) }
  /// One result from its exponential and the sum.
  var normalize: @Sendable (Float, Float) -> Float = { $0 * (1 / $1) }

  /// With nothing replaced: the bits of the real kernel, which a `steps` check holds to.
  @Sendable func f32(_ x: [Float]) -> [Float] {
    let largest = maximum(x)
    // The exponential throws for a shape or a path alone, and both are its own here.
    let e = try! exponential(x.map { $0 - largest })
    let total = sum(e)
    return e.map {
      let y = normalize($0, total)
      return y.isNaN ? Float(bitPattern: 0x7fc0_0000) : y
    }
  }

  static func lanes64(_ values: some Collection<Float>, foldAdjacent: Bool = false) -> Float {
    var lanes = [Float](repeating: 0, count: 64)
    for (index, value) in values.enumerated() { lanes[index % 64] += value }
    while lanes.count > 1 {
      let half = lanes.count / 2
      lanes = (0..<half).map { foldAdjacent ? lanes[2 * $0] + lanes[2 * $0 + 1] : lanes[$0] + lanes[$0 + half] }
    }
    return lanes[0]
  }

  /// The same with its sum in another order: as right, and with other roundings.
  static func inOrder(_ order: SummationOrder) -> SoftmaxKernel {
    var steps = SoftmaxSteps()
    steps.sum = { order.sum($0) }
    return steps.f32
  }

  private static func mutant(
    _ name: String, _ fault: String, _ change: (inout SoftmaxSteps) -> Void
  ) -> Mutant<SoftmaxKernel> {
    var steps = SoftmaxSteps()
    change(&steps)
    return Mutant(name, fault, steps.f32)
  }

  // MARK: The maximum

  static let noMaxSubtraction = mutant("no_max_subtraction", "the largest logit is not subtracted") {
    $0.maximum = { _ in 0 }
  }

  static let maxFromZero = mutant("max_from_zero", "the search for the maximum starts at 0") {
    $0.maximum = { $0.reduce(0) { $1 > $0 ? $1 : $0 } }
  }

  static let maxOfFirstChunk = mutant("max_of_first_chunk", "the maximum of the first 64 logits is subtracted") {
    $0.maximum = { $0.prefix(64).reduce(-.infinity) { $1 > $0 ? $1 : $0 } }
  }

  // MARK: The sum

  static let lastLeftOutOfSum = mutant("last_left_out_of_sum", "the last exponential is not added to the sum") {
    $0.sum = { lanes64($0.dropLast()) }
  }

  static let sumInHalfPrecision = mutant("sum_in_half_precision", "the sum is cut to 11 significant bits") {
    $0.sum = { Float(bitPattern: lanes64($0).bitPattern & 0xFFFF_E000) }
  }

  static let maximumTwice = mutant("maximum_twice", "the sum starts at 1, the exponential of the maximum") {
    $0.sum = { 1 + lanes64($0) }
  }

  static let reciprocalEstimate = mutant(
    "reciprocal_estimate", "the reciprocal has 12 bits, as the processor's estimate"
  ) {
    $0.normalize = { $0 * Float(bitPattern: (1 / $1).bitPattern & 0xFFFF_F000) }
  }

  // MARK: The exponential

  static let baseTwo = mutant("base_two", "2^x instead of e^x") {
    $0.exponential = { try Exponential.f32($0.map { $0 * 0.6931472 }) }
  }

  static let naturalLogRemainder = mutant("natural_log_remainder", "x - n ln 2 is fed to the coefficients of 2^r") {
    $0.exponential = ExponentialMutants.naturalLogRemainder.kernel
  }

  static let clampedEarly = mutant("clamped_early", "arguments of the exponential below -87 count as -87") {
    $0.exponential = ExponentialMutants.clampedEarly.kernel
  }

  // MARK: Faults of order alone

  static let division = mutant("division", "results are divided by the sum, not multiplied with its reciprocal") {
    $0.normalize = { $0 / $1 }
  }

  static let sequentialSum = mutant("sequential_sum", "one accumulator in ascending order") {
    $0.sum = { $0.reduce(0, +) }
  }

  static let foldAdjacent = mutant("fold_adjacent", "neighboring lanes are folded instead of halves") {
    $0.sum = { lanes64($0, foldAdjacent: true) }
  }

  static let polynomialUnfused = mutant(
    "polynomial_unfused", "products of the exponential's polynomial are rounded before they are added"
  ) { $0.exponential = ExponentialMutants.unfused.kernel }
}

/// Wrong softmaxes: the real kernel given the wrong logits, or its results misplaced.
enum SoftmaxMutants {
  static let temperature = Mutant<SoftmaxKernel>("temperature_two", "logits are halved") {
    try Softmax.f32($0.map { $0 / 2 })
  }

  static let negated = Mutant<SoftmaxKernel>("negated", "the sign of the logits is wrong") {
    try Softmax.f32($0.map { -$0 })
  }

  static let clamped = Mutant<SoftmaxKernel>("clamped", "logits are clamped to [-88, 88] before the maximum is taken") {
    try Softmax.f32($0.map { min(max($0, -88), 88) })
  }

  static let maskAsNumber = Mutant<SoftmaxKernel>("mask_as_number", "-infinity counts as -10000") {
    try Softmax.f32($0.map { $0 == -.infinity ? -10000 : $0 })
  }

  static let nanSkipped = Mutant<SoftmaxKernel>("nan_skipped", "a NaN logit counts as -infinity") {
    try Softmax.f32($0.map { $0.isNaN ? -.infinity : $0 })
  }

  /// As ncnn 1.0.20261020 has it in nearly every place of rows of 4, 8, 16, 32 and 64 logits.
  static let nanGetsOne = Mutant<SoftmaxKernel>("nan_gets_one", "a NaN logit gets the probability 1, all others get 0")
  {
    $0.contains { $0.isNaN } ? $0.map { $0.isNaN ? 1 : 0 } : try Softmax.f32($0)
  }

  static let tailMisplaced = Mutant<SoftmaxKernel>(
    "tail_misplaced", "the results after the last whole 8, or the last 8, are stored one place off"
  ) {
    let y = try Softmax.f32($0)
    let tail = y.count % 8 == 0 ? min(y.count, 8) : y.count % 8
    return Array(y.dropLast(tail) + y.suffix(tail).dropFirst() + y.suffix(tail).prefix(1))
  }
}
