import Experiments
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
      var random = run.random("flips")
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

  func testFalsifyMANIFEST003() throws {
    try falsify("FALSIFY-MANIFEST-003", in: Self.contract) { run in
      let forms = RunHashCases.all.map(RunHashCases.normalForm)
      run.input(
        "normal_forms", Array(forms.joined(separator: "\n").utf8).signed,
        generator: "the test vector of docs/traces.md, and the same with one part after the other changed")
      let manifests = try RunHashCases.all.map { each in
        let folder = try ScratchFolder()
        try Files.replace(folder.file("manifest.json"), with: Array(RunHashCases.manifest(each).utf8))
        return try TraceManifest(path: folder.file("manifest.json"))
      }
      let expected = [Self.runVector] + forms.dropFirst().map { Digest(of: Array($0.utf8)).description }
      try run.judge(
        RunHashMutants.real,
        mutants: [
          RunHashMutants.promptLeftOut, RunHashMutants.tokensLeftOut, RunHashMutants.tokenizerLeftOut,
          RunHashMutants.configurationLeftOut, RunHashMutants.capturesLeftOut, RunHashMutants.pathsHashed,
          RunHashMutants.toolchainHashed, RunHashMutants.indented,
        ]
      ) { (kernel: RunHashKernel, probe) in
        let hashes = Array(try manifests.map { try kernel($0).description }.joined().utf8)
        probe.output("hashes", hashes.signed)
        try probe.compare(hashes.signed, to: Array(expected.joined().utf8).signed, .bitsDiffering)
      }
    }
  }

  /// Computed with sha256sum from the line in docs/traces.md.
  private static let runVector = "2987f001f64d94db7b10f497f3b69f756193034d2e7d46d32bc5464eb93aa78a"

  func testFalsifyMANIFEST004() throws {
    try falsify("FALSIFY-MANIFEST-004", in: Self.contract) { run in
      let trace = try ScratchTrace()
      let manifest = try JSON(reading: Files.read(trace.manifest))
      let domain = "36 forged members of a manifest and captures taken away, six of each kind"
      var random = run.random("forgeries")
      let forgeries = ManifestForgery.drawn(36, of: manifest, trace.stages, &random)
      run.input(
        "forgeries", Array(forgeries.map(\.name).joined(separator: "\n").utf8).signed,
        generator: "forgeries: \(domain)", seed: random.seed, cases: forgeries.count)
      // Of each: whether exactly one thing is named, it is the forged one, and what should stand there is right.
      let expected = [Int32](repeating: 1, count: 3 * forgeries.count) + [0]
      try run.judge(
        ForgeryMutants.real,
        mutants: [
          ForgeryMutants.statisticsPassedOver, ForgeryMutants.logitsPassedOver, ForgeryMutants.configurationPassedOver,
          ForgeryMutants.stagesPassedOver, ForgeryMutants.hashesPassedOver, ForgeryMutants.capturesPassedOver,
          ForgeryMutants.forgedValueNamed, ForgeryMutants.wrongMemberNamed,
        ]
      ) { (kernel: ForgeryKernel, probe) in
        let named = try forgeries.flatMap { forgery -> [Int32] in
          let found: [(name: String, right: JSON?)]
          let right: JSON?
          switch forgery {
          case .member(_, let forged, let value):
            (found, right) = (try trace.withManifest(forged) { try kernel(trace) }, value)
          case .capture(let stage):
            (found, right) = (try trace.without(stage) { try kernel(trace) }, nil)
          }
          return [Int32(found.count), found.first?.name == forgery.name ? 1 : 0, found.first?.right == right ? 1 : 0]
        }
        // The last one is the trace as it was written: nothing is named.
        let all = named + [Int32(try kernel(trace).count)]
        probe.output("named", all)
        try probe.compare(all, to: expected, .bitsDiffering)
      }
    }
  }

  func testFalsifyMANIFEST005() throws {
    try falsify("FALSIFY-MANIFEST-005", in: Self.contract) { run in
      let domain = "28 traces of three layers, four positions of 64, of seven kinds"
      var random = run.random("traces")
      let traces = (0..<4).flatMap { _ in CheckedTrace.Kind.allCases.map { CheckedTrace($0, &random) } }
      run.input(
        "traces", traces.flatMap { $0.layers.flatMap { $0 } }, generator: "traces: \(domain)", seed: random.seed,
        cases: traces.count)
      let folders = try traces.map { trace in
        let folder = try ScratchFolder()
        try trace.write(to: folder.path)
        return folder
      }
      let expected = traces.flatMap(\.expected)
      try run.judge(
        CheckMutants.real,
        mutants: [
          CheckMutants.firstIncluded, CheckMutants.lastAlone, CheckMutants.wide, CheckMutants.narrow,
          CheckMutants.everyStage, CheckMutants.nanPassedOver, CheckMutants.infinityPassedOver,
        ]
      ) { (kernel: CheckKernel, probe) in
        let named = try folders.flatMap { try kernel($0.path) }
        probe.output("named", named)
        try probe.compare(named, to: expected, .bitsDiffering)
      }
    }
  }
}
