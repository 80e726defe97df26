import Experiments
import FalsifierKit
import Kernels
import ModelFixtures
import Models
import Traces
import XCTest

/// Falsifiers of contracts/trace-capture-v1.yaml.
final class FalsifyTraceCapture: FalsifierCase {
  private static let contract = "trace-capture-v1"

  func testFalsifyTRACE001() throws {
    try falsify("FALSIFY-TRACE-001", in: Self.contract) { run in
      let domain = "any bit pattern of binary32, 300 of them"
      var random = run.random("values")
      let specials: [UInt32] = [0x7fc0_0001, 0xffc1_2345, 0x7f80_0001, 0x8000_0000, 1, 0x7f80_0000]
      let values = specials.map(Float.init(bitPattern:)) + (0..<294).map { _ in random.anyBits() }
      run.input("values", values, generator: "values: \(domain)", seed: random.seed)
      let points = [StagePoint(.finalNorm), StagePoint(.embedding), StagePoint(.attention, layer: 258)]
      let layers: [UInt32] = [.max, 0, 258]
      let expected = layers.flatMap { layer in
        Array("APRT".utf8) + CaptureMutants.words(layer) + CaptureMutants.words(300)
          + values.flatMap { CaptureMutants.words($0.bitPattern) }
      }
      try run.judge(
        CaptureKernels.real,
        mutants: [
          CaptureMutants.wholeModelAsLayerZero, CaptureMutants.countInBytes, CaptureMutants.bigEndian,
          CaptureMutants.nanMadeCanonical, CaptureMutants.subnormalsFlushed,
        ]
      ) { (kernel: CaptureKernel, probe) in
        let bytes = try points.flatMap { try kernel($0, values) }
        probe.output("files", bytes.signed)
        try probe.compare(bytes.signed, to: expected.signed, .bitsDiffering)
      }
    }
  }

  func testFalsifyTRACE002() throws {
    try falsify("FALSIFY-TRACE-002", in: Self.contract) { run in
      let tokens = TinyModel.tokens(run, count: 5)[0]
      let expected = try Self.pass(tokens)
      try run.judge(
        PassKernels.real, mutants: [PassMutants.takenLate, PassMutants.previousLayer, PassMutants.notMasked]
      ) { (kernel: PassKernel, probe) in
        let captured = try kernel(tokens)
        probe.output("pass", captured)
        try probe.compare(captured, to: expected, .bitsDiffering)
      }
      for path in ForwardPath.allCases {
        func hash(_ threads: Int, _ implementation: Implementation, _ fault: PlantedFault? = nil) throws -> [Int8] {
          try PassKernels.hash(
            TinyModel.decoder(path, capacity: 5, threads: threads, implementation: implementation, fault: fault), tokens
          )
        }
        let hashes = try [1, 2, 5].flatMap { threads in try Implementation.available.map { try hash(threads, $0) } }
        let wrong = try hash(5, .preferred, .blockScale)
        let paths: Paths<Int8> = { hashes }
        try run.judgePaths(
          path.rawValue, paths, differingFrom: try hash(1, .scalar),
          mutants: [.lastPath("path_\(path.rawValue)", "one scale of one block is off", of: paths) { wrong }])
      }
    }
  }

  /// The pass on the scalar path with one thread; what a query does not see is -infinity, whatever was captured.
  private static func pass(_ tokens: [Int]) throws -> [Float] {
    let memory = StageMemory()
    let logits = try TinyModel.decoder(.production, capacity: tokens.count, implementation: .scalar)
      .forward(tokens, sink: memory)
    return memory.points.flatMap { point -> [Float] in
      let (values, shape) = (memory[point]!.values, memory[point]!.shape)
      guard point.stage == .attnScores else { return values }
      return values.indices.map { $0 % shape[2] > $0 / (shape[1] * shape[2]) ? -.infinity : values[$0] }
    } + logits
  }

  func testFalsifyTRACE003() throws {
    try falsify("FALSIFY-TRACE-003", in: Self.contract) { run in
      let selections = [
        ("all", "all"), ("all", "1-2"), ("lm_head,ffn_gate", "0"), ("layer_output", "2-3"),
        ("embedding,attn_scores", "3"),
      ]
      let points = Stage.allCases.flatMap { stage -> [StagePoint] in
        stage.isWholeModel ? [StagePoint(stage)] : (0..<4).map { StagePoint(stage, layer: $0) }
      }
      // Written out a second time, without the parser: which stages and layers each selection means.
      let meant: [(stages: [String]?, layers: Range<Int>)] = [
        (nil, 0..<4), (nil, 1..<3), (["lm_head", "ffn_gate"], 0..<1), (["post_ffn_residual"], 2..<4),
        (["embedding", "attn_scores"], 3..<4),
      ]
      let expected = meant.flatMap { selection in
        points.map { point -> Int32 in
          let isMeant =
            selection.stages?.contains(point.stage.rawValue) ?? Qwen2Fixture.tiny.stages.contains(point.stage)
          return isMeant && (point.layer.map(selection.layers.contains) ?? true) ? 1 : 0
        }
      }
      run.input(
        "selections", expected, generator: "1 where a point is meant: \(selections.map { "\($0.0) in \($0.1)" })")
      try run.judge(
        SelectionKernels.real,
        mutants: [
          SelectionMutants.lastLayerDropped, SelectionMutants.wholeModelDropped, SelectionMutants.aliasUnknown,
          SelectionMutants.neighborCaptured,
        ]
      ) { (kernel: SelectionKernel, probe) in
        let captured = try selections.flatMap { selection -> [Int32] in
          let taken = try kernel(selection.0, selection.1)
          return points.map { taken.contains($0) ? 1 : 0 }
        }
        probe.output("captured", captured)
        try probe.compare(captured, to: expected, .bitsDiffering)
      }
    }
  }
}
