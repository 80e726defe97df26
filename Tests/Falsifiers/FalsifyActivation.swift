import FalsifierKit
import Kernels
import XCTest

/// Falsifiers of contracts/swiglu-v1.yaml.
final class FalsifyActivation: FalsifierCase {
  private static let contract = "swiglu-v1"

  func testFalsifySWIGLU001() throws {
    try falsify("FALSIFY-SWIGLU-001", in: Self.contract) { run in
      let arguments = ActivationCases.aroundMinimum(run)
      try run.judge(
        ActivationKernels.silu,
        mutants: [
          SiluMutants.naturalLogRemainder, SiluMutants.quickGelu, SiluMutants.hardSwish, SiluMutants.signOfArgument,
        ]
      ) { kernel, probe in
        let results = try kernel(arguments)
        probe.output("silu", results)
        try probe.measure(results, .min)
      }
      // How the published test let its fault pass.
      try run.measure { probe in
        try probe.compare(
          "public_fault", try SiluMutants.naturalLogRemainder.kernel(arguments),
          to: arguments.map(ActivationOracle.silu), .maxAbsError, .maxRelError)
      }
    }
  }

  func testFalsifySWIGLU002() throws {
    try falsify("FALSIFY-SWIGLU-002", in: Self.contract) { run in
      let arguments = ActivationCases.wide(run)
      let oracle = arguments.map(ActivationOracle.silu)
      let bound = oracle.map(ActivationOracle.siluBound)
      try run.judge(
        ActivationKernels.silu,
        mutants: [
          SiluMutants.naturalLogRemainder, SiluMutants.naiveNegativeBranch, SiluMutants.earlySaturation,
          SiluSteps.lastCoefficientDropped,
        ]
      ) { kernel, probe in
        let results = try kernel(arguments)
        probe.output("silu", results)
        try probe.countOutside(results, of: oracle, bound: bound)
        try probe.compare("silu", results, to: oracle, .maxULPs)
      }
    }
  }

  func testFalsifySWIGLU003() throws {
    try falsify("FALSIFY-SWIGLU-003", in: Self.contract) { run in
      let limits = ActivationCases.limits
      run.input("arguments", limits.map(\.x), generator: "limits of silu", cases: limits.count)
      try run.judge(
        ActivationKernels.silu,
        mutants: [SiluMutants.naiveNegativeBranch, SiluMutants.overflowingNumerator, SiluMutants.nanClamped]
      ) { kernel, probe in
        let results = try kernel(limits.map(\.x))
        probe.output("silu", results)
        try probe.compare(results, to: limits.map(\.expected), .bitsDiffering)
        try probe.measure(results, .nanCount)
      }
    }
  }

  func testFalsifySWIGLU004() throws {
    try falsify("FALSIFY-SWIGLU-004", in: Self.contract) { run in
      let (gate, up) = ActivationCases.pairs(run)
      let oracle = zip(gate, up).map { ActivationOracle.silu($0) * Double($1) }
      let bound = zip(gate, up).map(ActivationOracle.swigluBound)
      try run.judge(
        ActivationKernels.swiglu,
        mutants: [
          SwigluMutants.operandsSwapped, SwigluMutants.siluOfBoth, SwigluMutants.siluOfProduct,
          SwigluMutants.upOffByOne,
        ]
      ) { kernel, probe in
        let results = try kernel(gate, up)
        probe.output("swiglu", results)
        try probe.countOutside(results, of: oracle, bound: bound)
      }
    }
  }

  func testFalsifySWIGLU005() throws {
    try falsify("FALSIFY-SWIGLU-005", in: Self.contract) { run in
      let cases = ActivationCases.adversarial(run)
      let silu = try cases.flatMap { try Activation.silu($0.gate, implementation: .scalar) }
      let swiglu = try cases.flatMap { try Activation.swiglu(gate: $0.gate, up: $0.up, implementation: .scalar) }
      try run.judge(
        ActivationKernels.silu, mutants: [SiluSteps.reciprocal, SiluSteps.polynomialUnfused]
      ) { kernel, probe in
        let results = try cases.flatMap { try kernel($0.gate) }
        probe.output("silu", results)
        try probe.compare("silu", results, to: silu, .bitsDiffering)
      }
      try run.judge(ActivationKernels.swiglu, mutants: [SwigluMutants.upMultipliedFirst]) { kernel, probe in
        let results = try cases.flatMap { try kernel($0.gate, $0.up) }
        probe.output("swiglu", results)
        try probe.compare("swiglu", results, to: swiglu, .bitsDiffering)
      }
      try run.measure { probe in
        // The mutants hold one fault alone: their steps without it are the kernel.
        try probe.compare("steps", cases.flatMap(\.gate).map(SiluSteps().value), to: silu, .bitsDiffering)
        probe.countVariants("silu", try Self.silu(cases), differingFrom: silu)
        probe.countVariants("swiglu", try Self.swiglu(cases), differingFrom: swiglu)
      }
    }
  }

  // MARK: Paths by name, on misaligned operands

  private static func silu(_ cases: [(gate: [Float], up: [Float])]) throws -> [[Float]] {
    try Activation.implementations.map { path in
      try cases.enumerated().flatMap { index, pair in
        try Misaligned.call(pair.gate, offset: index % 16) { try Activation.silu($0, into: $1, implementation: path) }
      }
    }
  }

  private static func swiglu(_ cases: [(gate: [Float], up: [Float])]) throws -> [[Float]] {
    try Activation.implementations.map { path in
      try cases.enumerated().flatMap { index, pair in
        try pair.up.withUnsafeBufferPointer { up in
          try Misaligned.call(pair.gate, offset: index % 16) {
            try Activation.swiglu(gate: $0, up: up, into: $1, implementation: path)
          }
        }
      }
    }
  }
}
