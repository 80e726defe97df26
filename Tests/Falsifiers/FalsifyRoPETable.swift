import FalsifierKit
import Kernels
import XCTest

/// Falsifiers of contracts/rope-v1.yaml that concern the cosines and sines.
final class FalsifyRoPETable: FalsifierCase {
  private static let contract = "rope-v1"

  /// Qwen2.5's table to its full context, and the start of those of the other usual shapes.
  private static let sweeps: [(headDim: Int, base: Double, positions: Range<Int>)] = [
    (128, 1e6, 0..<32_768), (128, 1e4, 0..<4096), (64, 1e6, 0..<4096), (64, 1e4, 0..<4096),
  ]

  func testFalsifyROPE002() throws {
    try falsify("FALSIFY-ROPE-002", in: Self.contract) { run in
      let entries = try RoPETableFixture.load().entries
      run.input(
        "hard.position", entries.map { Int32($0.position) }, generator: "Fixtures/rope-table.tsv",
        cases: entries.count)
      let hard = entries.map(\.cosine) + entries.map(\.sine)
      func atEntries(_ kernel: RoPETableKernel) throws -> [Float] {
        let values = try entries.map { entry -> (Float, Float) in
          let row = try kernel(entry.headDim, entry.base, entry.position..<entry.position + 1)
          return (row[entry.pair], row[entry.headDim / 2 + entry.pair])
        }
        return values.map(\.0) + values.map(\.1)
      }
      let expected = Self.sweeps.flatMap { RoPETables.oracle($0.headDim, $0.base, $0.positions) }
      try run.judge(
        RoPETables.real,
        mutants: [
          RoPETableMutants.exponentHalved, RoPETableMutants.positionOffByOne, RoPETableMutants.sineNegated,
          RoPETableMutants.binary32Angle, RoPETableMutants.binary64Angle,
        ]
      ) { (kernel: RoPETableKernel, probe) in
        let values = try Self.sweeps.flatMap { try kernel($0.headDim, $0.base, $0.positions) }
        probe.output("table", values)
        try probe.compare(values, to: expected, .bitsDiffering)
        try probe.compare("hard", try atEntries(kernel), to: hard, .bitsDiffering)
      }
      // The oracle itself, against mpmath.
      try run.measure { probe in
        try probe.compare("oracle", try atEntries(RoPETables.oracle), to: hard, .bitsDiffering)
      }
    }
  }

  func testFalsifyROPE007() throws {
    try falsify("FALSIFY-ROPE-007", in: Self.contract) { run in
      let (headDim, base, position) = (128, 1e6, 32_767)
      run.input("position", [Int32(position)], generator: "published, section 5")
      let exact = try RoPETables.real(headDim, base, position..<position + 1).prefix(64)
      let angles = Turn.angles(headDim: headDim, base: base).map { $0.high * Double(position) }
      func judge(
        _ name: String, _ variant: @escaping RoPETableKernel, roundings: (Int) -> Int,
        mutants: [Mutant<RoPETableKernel>]
      ) throws {
        // The cosine moves by no more than its angle; two cosines are rounded to binary32.
        let bound = angles.enumerated().map { ErrorBound.gamma(roundings($0)) * $1 + 0x1p-24 }
        try run.judge(variant, mutants: mutants) { (kernel: RoPETableKernel, probe) in
          let cosines = try kernel(headDim, base, position..<position + 1).prefix(64)
          probe.output(name, cosines)
          try probe.compare(name, cosines, to: exact, .maxAbsError)
          try probe.countOutside(name, cosines, of: exact, bound: bound)
        }
      }
      try judge(
        "binary32", RoPETables.binary32, roundings: { $0 == 0 ? 0 : 3 },
        mutants: [RoPETableMutants.exactAngle, RoPETableMutants.exponentHalved])
      try judge(
        "recurrence", RoPETables.binary32Recurrence, roundings: { 2 * $0 },
        mutants: [RoPETableMutants.binary32Angle, RoPETableMutants.positionOffByOne])
    }
  }
}
