import Base
import FalsifierKit
import Models
import Traces
import XCTest

/// Falsifiers of contracts/trace-manifest-v1.yaml.
final class FalsifyTraceManifest: FalsifierCase {
  private static let contract = "trace-manifest-v1"

  func testFalsifyMANIFEST001() throws {
    try falsify("FALSIFY-MANIFEST-001", in: Self.contract) { run in
      // Captures of [1, 2] in two stages, as docs/traces.md writes them out.
      let folder = try ScratchFolder()
      let writer = TraceWriter(folder: folder.path, selection: .all)
      let values: [Float] = [1, 2]
      run.input("values", values, generator: "the test vector of docs/traces.md")
      try values.withUnsafeBufferPointer {
        try writer.take(StagePoint(.embedding), shape: [1, 2], $0)
        try writer.take(StagePoint(.attnNorm, layer: 2), shape: [2, 1], $0)
        try writer.take(StagePoint(.attnNorm, layer: 10), shape: [1, 2], $0)
      }
      let stages = writer.stages
      try run.judge(
        TraceHashMutants.real,
        mutants: [
          TraceHashMutants.unsorted, TraceHashMutants.shapeLeftOut, TraceHashMutants.nameLeftOut,
          TraceHashMutants.dtypeLeftOut, TraceHashMutants.lastLeftOut,
        ]
      ) { (kernel: TraceHashKernel, probe) in
        let hash = Array(kernel(stages).description.utf8)
        probe.output("hash", hash.signed)
        // The digits of the hash as text: their own SHA-256 is what a contract can name.
        try probe.compare(hash.signed, to: Array(Self.testVector.utf8).signed, .bitsDiffering)
      }
    }
  }

  /// Computed with sha256sum from the lines in docs/traces.md.
  private static let testVector = "e60dc53423226e2aa2ed46ee9f73405223cf0fbc38cbd87f7bbcf6733e90f786"

  func testFalsifyMANIFEST002() throws {
    try falsify("FALSIFY-MANIFEST-002", in: Self.contract) { run in
      let trace = try ScratchTrace()
      let domain = "24 bits of the raw files of a trace, every stage hit"
      var random = run.random("flips", domain: domain)
      let flips = (0..<24).map { number in
        let stage = trace.stages[number % trace.stages.count]
        let count = stage.shape.reduce(1, *)
        return BitFlip(
          stage: stage, index: random.integer(in: 0..<count), bit: number < 8 ? 0 : random.integer(in: 0..<32))
      }
      // The last one is the trace as it was written: nothing differs.
      let expected: [Int32] = flips.flatMap { [Int32(trace.index(of: $0.stage.point)), Int32($0.index)] } + [-1, -1]
      run.input("flips", expected, generator: "flips: \(domain)", seed: random.seed, cases: flips.count)
      try run.judge(
        VerifyMutants.real,
        mutants: [
          VerifyMutants.digestsOnly, VerifyMutants.throughDecimals, VerifyMutants.firstElementNamed,
          VerifyMutants.alwaysDiffers,
        ]
      ) { (kernel: VerifyKernel, probe) in
        let found = try flips.map { flip in try trace.changed(flip) { try kernel(trace, flip) } }
        let all = found + [try kernel(trace, nil)]
        let named: [Int32] = all.flatMap { [Int32($0.stage), Int32($0.element)] }
        probe.output("named", named)
        try probe.compare(named, to: expected, .bitsDiffering)
      }
    }
  }
}
