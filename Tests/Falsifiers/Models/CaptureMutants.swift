import Experiments
import Base
import FalsifierKit
import Models
import Traces

/// One point with its values, and the bytes of the file that it becomes.
typealias CaptureKernel = @Sendable (StagePoint, [Float]) throws -> [UInt8]

enum CaptureKernels {
  /// What the trace writer leaves in its folder.
  static let real: CaptureKernel = { point, values in
    let folder = try ScratchFolder()
    let writer = TraceWriter(folder: folder.path, selection: .all)
    try values.withUnsafeBufferPointer { try writer.take(point, shape: [values.count], $0) }
    return try folder.bytes(CapturedStage.path(of: point))
  }
}

/// Wrong captures: the real bytes with one part of the format changed.
enum CaptureMutants {
  static let wholeModelAsLayerZero = Mutant<CaptureKernel>(
    "whole_model_as_layer_zero", "all stages of the whole model have layer 0, as the embedding has"
  ) { point, values in
    var bytes = try CaptureKernels.real(point, values)
    if point.layer == nil { bytes.replaceSubrange(4..<8, with: [0, 0, 0, 0]) }
    return bytes
  }

  static let countInBytes = Mutant<CaptureKernel>("count_in_bytes", "the header counts bytes, not elements") {
    point, values in
    var bytes = try CaptureKernels.real(point, values)
    bytes.replaceSubrange(8..<12, with: words(UInt32(4 * values.count)))
    return bytes
  }

  static let bigEndian = Mutant<CaptureKernel>("big_endian", "elements are written most significant byte first") {
    point, values in
    Array(try CaptureKernels.real(point, values)[..<12])
      + values.flatMap { Array(words($0.bitPattern).reversed()) }
  }

  static let nanMadeCanonical = Mutant<CaptureKernel>("nan_made_canonical", "every NaN is written as 0x7fc00000") {
    point, values in try CaptureKernels.real(point, values.map { $0.isNaN ? Float(bitPattern: 0x7fc0_0000) : $0 })
  }

  static let subnormalsFlushed = Mutant<CaptureKernel>("subnormals_flushed", "subnormal numbers are written as 0") {
    point, values in try CaptureKernels.real(point, values.map { $0.isSubnormal ? 0 : $0 })
  }

  static func words(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}

/// A selection as texts, and the points that are captured of a tiny model's pass.
typealias SelectionKernel = @Sendable (String, String) throws -> Set<StagePoint>

enum SelectionKernels {
  static let real: SelectionKernel = { stages, layers in
    let folder = try ScratchFolder()
    let writer = TraceWriter(folder: folder.path, selection: try StageSelection(stages: stages, layers: layers))
    _ = try TinyModel.decoder(.production, capacity: 2).forward([7, 9], sink: writer)
    return Set(writer.stages.map(\.point))
  }
}

/// Wrong selections: what is captured of the right one, with one kind of point dropped or added.
enum SelectionMutants {
  static let lastLayerDropped = Mutant<SelectionKernel>("last_layer_dropped", "a range of layers lacks its last one") {
    stages, layers in
    let real = try SelectionKernels.real(stages, layers)
    guard let last = layers.split(separator: "-").last.flatMap({ Int($0) }) else { return real }
    return real.filter { $0.layer != last }
  }

  static let wholeModelDropped = Mutant<SelectionKernel>(
    "whole_model_dropped", "a range of layers also drops the stages of the whole model"
  ) { stages, layers in try SelectionKernels.real(stages, layers).filter { layers == "all" || $0.layer != nil } }

  static let aliasUnknown = Mutant<SelectionKernel>("alias_unknown", "layer_output names nothing") { stages, layers in
    try SelectionKernels.real(stages, layers).filter {
      !stages.contains("layer_output") || $0.stage != .postFfnResidual
    }
  }

  static let neighborCaptured = Mutant<SelectionKernel>(
    "neighbor_captured", "ffn_up is captured wherever ffn_gate is"
  ) { stages, layers in
    let real = try SelectionKernels.real(stages, layers)
    return real.union(real.filter { $0.stage == .ffnGate }.map { StagePoint(.ffnUp, layer: $0.layer) })
  }
}

/// What is captured of a pass, all points one after the other.
typealias PassKernel = @Sendable ([Int]) throws -> [Float]

enum PassKernels {
  static let real: PassKernel = { tokens in
    try TinyModel.capture(TinyModel.decoder(.production, capacity: tokens.count), tokens)
  }

  /// The trace hash of all stages of a pass, as docs/traces.md defines it, its 64 digits; nothing is written.
  static func hash(_ decoder: any Decoder, _ tokens: [Int]) throws -> [Int8] {
    let memory = StageMemory()
    _ = try decoder.forward(tokens, sink: memory)
    let lines = memory.points.map { point -> (path: String, line: String) in
      let (values, shape) = (memory[point]!.values, memory[point]!.shape)
      let header = [point.layer.map(UInt32.init) ?? .max, UInt32(values.count)].flatMap(CaptureMutants.words)
      let elements = values.withUnsafeBytes { Array($0) }
      let digest = Digest(of: Array("APRT".utf8) + header + elements)
      return ("\(point).bin", "\(digest)  f32  \(shape.map(String.init).joined(separator: "x"))  \(point).bin\n")
    }
    let sorted = lines.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return Array(Digest(of: Array(sorted.map(\.line).joined().utf8)).description.utf8).signed
  }
}

/// Wrong captures of a right pass.
enum PassMutants {
  static let takenLate = Mutant<PassKernel>(
    "taken_late", "a residual is captured after the next stage has written over it"
  ) { tokens in
    try replaced(tokens) { memory, point in
      point.stage == .postAttnResidual ? memory[StagePoint(.ffnNorm, layer: point.layer)] : nil
    }
  }

  static let previousLayer = Mutant<PassKernel>("previous_layer", "the norm of layer 1 is that of layer 0") { tokens in
    try replaced(tokens) { memory, point in
      point == StagePoint(.attnNorm, layer: 1) ? memory[StagePoint(.attnNorm, layer: 0)] : nil
    }
  }

  static let notMasked = Mutant<PassKernel>("not_masked", "later positions have a score") { tokens in
    try TinyModel.capture(TinyModel.decoder(.production, capacity: tokens.count), tokens)
      .map { $0 == -.infinity ? 0 : $0 }
  }

  private static func replaced(
    _ tokens: [Int], _ other: (StageMemory, StagePoint) -> StageValues?
  ) throws -> [Float] {
    let memory = StageMemory()
    let logits = try TinyModel.decoder(.production, capacity: tokens.count).forward(tokens, sink: memory)
    return memory.points.flatMap { (other(memory, $0) ?? memory[$0]!).values } + logits
  }
}
