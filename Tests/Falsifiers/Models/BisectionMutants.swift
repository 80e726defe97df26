import FalsifierKit
import Models
import Traces

/// From what was measured of two decoders, the stage to blame.
typealias BisectionKernel = @Sendable (Bisection) -> StagePoint?

enum BisectionKernels {
  static let real: BisectionKernel = { $0.first }
}

/// Wrong ways to blame, of the kinds that the published investigation went through.
enum BisectionMutants {
  static let all = [
    Mutant<BisectionKernel>("largest_total", "the stage with the largest difference of the two passes is blamed") {
      bisection in bisection.stages.max { $0.total.worst < $1.total.worst }?.point
    },
    Mutant<BisectionKernel>("first_difference", "the first stage that differs at all is blamed") { bisection in
      bisection.stages.first { $0.total.worst > 0 }?.point
    },
    Mutant<BisectionKernel>("largest_amplification", "the stage that amplifies most is blamed") { bisection in
      bisection.stages.max { ($0.amplification ?? 0) < ($1.amplification ?? 0) }?.point
    },
    Mutant<BisectionKernel>("last_violation", "the last stage outside its contract is blamed") { bisection in
      bisection.stages.last { $0.violations > 0 }?.point
    },
  ]
}
