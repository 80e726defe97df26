import FalsifierKit
import Models
import Traces
import XCTest

/// Falsifiers of contracts/tensor-sweep-v1.yaml.
final class FalsifyTensorSweep: FalsifierCase {
  private static let contract = "tensor-sweep-v1"

  func testFalsifySWEEP001() throws {
    try falsify("FALSIFY-SWEEP-001", in: Self.contract) { run in
      let cases = SweepCase.all(run)
      let expected = cases.map(\.expected)
      let bound: BoundArguments = [
        "count": cases.flatMap { [Double](repeating: Double($0.a.count), count: 3) },
        // Of a cosine the two norms are sums as well.
        "magnitude": expected.flatMap { [$0.rms, $0.normRatio, 2] },
      ]
      try run.judge(SweepKernels.real, inOrder: SweepKernels.inOrder, mutants: SweepMutants.all) {
        (kernel: SweepKernel, probe) in
        let found = try cases.map { try kernel($0.a, $0.b) }
        let worst = found.flatMap { SweepCase.padded($0.worst.map(\.index)) }
        probe.output("counts", found.flatMap { [Int32($0.count), Int32($0.identical)] })
        probe.output("worst", worst)
        probe.output("sums", found.flatMap { [$0.rms, $0.normRatio, $0.cosine] })
        try probe.compare("count", found.map { Int32($0.count) }, to: expected.map(\.count), .bitsDiffering)
        try probe.compare("identical", found.map { Int32($0.identical) }, to: expected.map(\.identical), .bitsDiffering)
        // Exact: differences of binary32 numbers are rounded once to binary64 on both sides.
        try probe.compare("max_abs", found.map(\.maxAbsolute), to: expected.map(\.maxAbsolute), .bitsDiffering)
        try probe.compare(
          "ulps", found.map { Double($0.maxULPs) }, to: expected.map { Double($0.maxULPs) }, .bitsDiffering)
        try probe.compare("worst", worst, to: expected.flatMap(\.worst), .bitsDiffering)
        try probe.countOutside(
          "sums", found.flatMap { [$0.rms, $0.normRatio, $0.cosine] },
          of: expected.flatMap { [$0.rms, $0.normRatio, $0.cosine] }, bound: bound)
      }
    }
  }
}
