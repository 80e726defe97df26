import FalsifierKit
import Models
import Traces

/// The production path of a real file, right or with a fault planted, held stage by stage against the reference.
enum LiveStages {
  /// A fault, or none; what the two paths differ by.
  typealias Kernel = @Sendable () throws -> Bisection

  /// Every stage of production, with the reference's inputs, is within what its types allow; and of planted faults
  /// stage and layer are named.
  static func judge(
    _ file: LiveFile, faults: [(PlantedFault, words: String)], _ run: Recorder
  ) throws {
    let live = try file.open(run)
    let tokens = live.prompts(1, positions: 4, run)[0]
    let reference = try live.decoder(.reference, capacity: tokens.count, fault: nil)
    func bisection(_ fault: PlantedFault?) throws -> Bisection {
      try Bisection(
        reference, live.decoder(.production, capacity: tokens.count, fault: fault), tokens: tokens)
    }
    // Both judgments are about the same ones.
    let right = Once { try bisection(nil) }
    let wrong = faults.map { fault in Once { try bisection(fault.0) } }
    let real: Kernel = { try right() }
    let mutants = zip(faults, wrong).map { fault, bisection -> Mutant<Kernel> in
      Mutant(name(fault.0), fault.words) { try bisection() }
    }
    try run.judge(real, mutants: mutants) { kernel, probe in
      let outside = try kernel().stages.map { Int32(clamping: $0.violations) }
      probe.output("outside", outside)
      try probe.compare("outside", outside, to: outside.map { _ in Int32(0) }, .bitsDiffering)
    }
    let expected = faults.map { code($0.0.point) } + [-1]
    try run.judge(BisectionKernels.real, mutants: BisectionMutants.all) { (kernel: BisectionKernel, probe) in
      let named = try (wrong + [right]).map { kernel(try $0()).map(code) ?? -1 }
      probe.output("named", named)
      try probe.compare("named", named, to: expected, .bitsDiffering)
    }
  }

  /// The name of a fault as contracts write it.
  static func name(_ fault: PlantedFault) -> String { fault.rawValue.replacing("-", with: "_") }

  /// A point as a number: layer and stage.
  private static func code(_ point: StagePoint) -> Int32 {
    Int32((point.layer ?? 99) * 100 + Stage.allCases.firstIndex(of: point.stage)!)
  }
}
