import Kernels
import Models

/// Two decoders run side by side, and for each stage who is to blame for what differs.
///
/// Each stage of the second decoder is run with the inputs of the first: what differs then is its own (local); what
/// its own inputs add is inherited; amplification is how much larger that is than the difference of the inputs. The
/// first stage whose local difference is more than its contract allows is the one to look at, however the
/// differences grow behind it.
public struct Bisection: Sendable {
  /// A stage and its part in the difference. All differences are relative to the first decoder's values.
  public struct Blame: Sendable {
    /// Stage and layer.
    public let point: StagePoint
    /// Of the two passes.
    public let total: StageDifference
    /// Of the second decoder with the first one's inputs.
    public let local: StageDifference
    /// Of the second decoder with its own inputs and with the first one's.
    public let inherited: StageDifference
    /// Inherited difference over that of the inputs, the median over the positions; nil where the inputs are the same.
    public let amplification: Double?
    /// How many elements the contract of the stage does not allow, with the first one's inputs.
    public let violations: Int
    /// What the contract allows each matrix of the stage.
    public let allowance: StageAllowance
  }

  /// What is done while a bisection runs.
  public enum Step: Sendable {
    case reference, suspect, blame
  }

  /// All stages, in the order of the pass.
  public let stages: [Blame]

  /// The first stage whose contract is violated, or nil.
  public var first: StagePoint? { stages.first { $0.violations > 0 }?.point }

  /// Runs both decoders and blames stage after stage.
  ///
  /// Memory: the values of all stages, twice.
  ///
  /// - Parameters:
  ///   - a: the decoder that is trusted.
  ///   - b: the decoder that is looked at; of the same configuration.
  ///   - tokens: at least two, or no rotation and no attention is seen.
  ///   - progress: called with a step, the number of stages that it has done, and their total.
  /// - Throws: what the decoders throw; `ComparisonError` where their configurations differ.
  public init(
    _ a: LlamaDecoder, _ b: LlamaDecoder, tokens: [Int],
    progress: @escaping (Step, Int, Int) -> Void = { _, _, _ in }
  ) throws {
    guard a.model.configuration == b.model.configuration else {
      throw ComparisonError.different("the two models have different configurations")
    }
    let total = a.stages.reduce(0) { $0 + ($1.isWholeModel ? 1 : a.layerCount) }
    func pass(_ decoder: LlamaDecoder, _ step: Step) throws -> StageMemory {
      let memory = StageMemory()
      try decoder.rewind(to: 0)
      _ = try decoder.forward(tokens, sink: CountingSink(memory) { progress(step, $0, total) })
      return memory
    }
    let (left, right) = (try pass(a, .reference), try pass(b, .suspect))
    var stages: [Blame] = []
    for (index, point) in left.points.enumerated() {
      progress(.blame, index, left.points.count)
      stages.append(try Self.blame(point, a, b, tokens, left, right))
    }
    self.stages = stages
  }

  private static func blame(
    _ point: StagePoint, _ a: LlamaDecoder, _ b: LlamaDecoder, _ tokens: [Int], _ left: StageMemory,
    _ right: StageMemory
  ) throws -> Blame {
    let (expected, own) = (left[point]!, right[point]!)
    let injected = try b.output(of: point, tokens: tokens) { left[$0]! }
    let positions = expected.shape[0]
    func difference(_ parts: [StageDifference.Part]) -> StageDifference {
      StageDifference(parts, positions: positions, from: tokens.count - positions)
    }
    func part(_ a: StageValues, _ b: StageValues, over base: StageValues) -> StageDifference.Part {
      // Logits are those of the last position, their inputs of all.
      func last(_ values: StageValues) -> ArraySlice<Float> {
        values.values.suffix(values.values.count / values.shape[0] * positions)
      }
      return StageDifference.Part(a: last(a), b: last(b), base: last(base))
    }
    let inputs = difference(b.inputs(of: point).map { part(right[$0]!, left[$0]!, over: left[$0]!) })
    let inherited = difference([part(own, injected, over: expected)])
    let allowance = try StageAllowance(a, b, point)
    return Blame(
      point: point, total: difference([part(own, expected, over: expected)]),
      local: difference([part(injected, expected, over: expected)]), inherited: inherited,
      amplification: inherited.amplification(of: inputs),
      violations: try allowance.violations(
        injected, expected, input: b.inputs(of: point).first.flatMap { left[$0] }), allowance: allowance)
  }
}

/// Hands everything to a memory, and tells how much it was.
private final class CountingSink: StageSink {
  private let memory: StageMemory
  private let progress: (Int) -> Void

  init(_ memory: StageMemory, _ progress: @escaping (Int) -> Void) { (self.memory, self.progress) = (memory, progress) }

  func wants(_ point: StagePoint) -> Bool { memory.wants(point) }

  func take(_ point: StagePoint, shape: [Int], _ values: UnsafeBufferPointer<Float>) throws {
    try memory.take(point, shape: shape, values)
    progress(memory.points.count)
  }
}
