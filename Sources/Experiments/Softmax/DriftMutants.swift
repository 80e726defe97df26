import Measuring
import Kernels

/// Softmax whose results are compared in binary64, whatever it computes in.
typealias DriftKernel = @Sendable ([Float]) throws -> [Double]

enum DriftKernels {
  static let published: DriftKernel = { PublishedDrift.softmaxInPublishedOrder($0).map(Double.init) }
}

/// Wrong forms of the published arithmetic.
enum DriftMutants {
  static let wide = Mutant<DriftKernel>("computed_in_binary64", "probabilities are not rounded to binary32") {
    SoftmaxOracle.softmax($0)
  }

  static let halfRounded = Mutant<DriftKernel>(
    "probabilities_in_half_precision", "probabilities are cut to 11 significant bits"
  ) {
    PublishedDrift.softmaxInPublishedOrder($0).map { Double(Float(bitPattern: $0.bitPattern & 0xFFFF_E000)) }
  }
}

/// The raised logits, as binary32 numbers and in binary64.
struct RaisedLogits: Sendable {
  let narrow: [Float]
  let wide: [Double]

  static let published = RaisedLogits(
    narrow: PublishedDrift.raised, wide: PublishedDrift.wideRaisedLogits(by: 0.0077))

  /// Recipes that are not the published one: the pinned figures belong to that one alone.
  static let raisedByMore = Mutant<RaisedLogits>(
    "raised_by_0_0078", "the logit is raised by 0.0078",
    RaisedLogits(narrow: PublishedDrift.raisedLogits(by: 0.0078), wide: PublishedDrift.wideRaisedLogits(by: 0.0078)))
  static let raisedElsewhere = Mutant<RaisedLogits>(
    "raised_elsewhere", "the logit after the largest is raised",
    RaisedLogits(
      narrow: PublishedDrift.raisedLogits(by: 0.0077, at: 4), wide: PublishedDrift.wideRaisedLogits(by: 0.0077, at: 4)))
}
