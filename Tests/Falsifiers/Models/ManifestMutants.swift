import Base
import FalsifierKit
import Models
import Traces

/// The hash of captured stages.
typealias TraceHashKernel = @Sendable ([CapturedStage]) -> Digest

enum TraceHashMutants {
  static let real: TraceHashKernel = { TraceHash.of($0) }

  static let unsorted = Mutant<TraceHashKernel>("unsorted", "lines stand in the order of the pass") {
    hash($0, fields: [.digest, .dtype, .shape, .path])
  }
  static let shapeLeftOut = Mutant<TraceHashKernel>("shape_left_out", "shapes are not hashed") {
    hash(sorted($0), fields: [.digest, .dtype, .path])
  }
  static let nameLeftOut = Mutant<TraceHashKernel>("name_left_out", "paths are not hashed") {
    hash(sorted($0), fields: [.digest, .dtype, .shape])
  }
  static let dtypeLeftOut = Mutant<TraceHashKernel>("dtype_left_out", "element types are not hashed") {
    hash(sorted($0), fields: [.digest, .shape, .path])
  }
  static let lastLeftOut = Mutant<TraceHashKernel>("last_left_out", "the last stage is not hashed") {
    TraceHash.of(Array($0.dropLast()))
  }

  private enum Field { case digest, dtype, shape, path }

  private static func sorted(_ stages: [CapturedStage]) -> [CapturedStage] {
    stages.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private static func hash(_ stages: [CapturedStage], fields: [Field]) -> Digest {
    let lines = stages.map { stage in
      fields.map { field in
        switch field {
        case .digest: "\(stage.sha256)"
        case .dtype: "f32"
        case .shape: stage.shape.map(String.init).joined(separator: "x")
        case .path: stage.path
        }
      }.joined(separator: "  ") + "\n"
    }
    return Digest(of: Array(lines.joined().utf8))
  }
}

/// One changed bit in a raw file of a trace.
struct BitFlip {
  let stage: CapturedStage
  let index: Int
  let bit: Int
}

/// A trace's folder with one bit changed, or none, and which stage and element are said to differ; -1 for none.
typealias VerifyKernel = @Sendable (ScratchTrace, BitFlip?) throws -> (stage: Int, element: Int)

enum VerifyMutants {
  static let real: VerifyKernel = { trace, _ in try verified(trace) }

  private static func verified(_ trace: ScratchTrace, captures: Bool = true) throws -> (stage: Int, element: Int) {
    let verification = try TraceVerification.run(manifest: trace.manifest, captures: captures)
    switch verification.difference {
    case nil: return verification.rerun == verification.recorded ? (-1, -1) : (-2, -2)
    case .element(let point, _, let index, _, _, _): return (trace.index(of: point), index)
    default: return (-3, -3)
    }
  }

  static let digestsOnly = Mutant<VerifyKernel>(
    "digests_only", "the run is held against the manifest, and raw files are not looked at"
  ) { trace, _ in try verified(trace, captures: false) }

  static let throughDecimals = Mutant<VerifyKernel>(
    "through_decimals", "values are compared as rounded for display"
  ) { trace, flip in
    guard let flip else { return try real(trace, nil) }
    let (before, after) = (flip.value(in: trace, flipped: false), flip.value(in: trace, flipped: true))
    return FloatText.display(before) == FloatText.display(after) ? (-1, -1) : try real(trace, flip)
  }

  static let firstElementNamed = Mutant<VerifyKernel>(
    "first_element_named", "the stage is right, and the element is always the first"
  ) { trace, flip in
    let found = try real(trace, flip)
    return (found.stage, min(found.element, 0))
  }

  static let alwaysDiffers = Mutant<VerifyKernel>(
    "always_differs", "the first element of the first stage is named where nothing differs"
  ) { trace, flip in
    let found = try real(trace, flip)
    return (max(found.stage, 0), max(found.element, 0))
  }
}
