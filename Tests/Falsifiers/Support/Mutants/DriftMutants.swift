import FalsifierKit
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
