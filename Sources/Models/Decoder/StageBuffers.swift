import Kernels

/// A buffer for the values of each stage, of one layer at a time, for a number of positions.
///
/// Every step of a decoder reads the buffers of earlier stages and writes its own, so that a stage
/// can be captured, or run alone with other inputs, without a copy in the pass itself.
final class StageBuffers {
  /// The number of positions that the buffers are used for, at most the capacity.
  var positions: Int {
    didSet { precondition(positions <= capacity, "\(positions) positions in buffers for \(capacity)") }
  }
  /// The number of positions that they have room for.
  let capacity: Int
  private let buffers: [AlignedBuffer<Float>]
  private let widths: [Int]

  /// Buffers with so many values a position; stages of width 0 have none, and logits are those of one position.
  init(positions: Int, width: (Stage) -> Int) {
    (self.positions, capacity) = (positions, positions)
    widths = Stage.allCases.map(width)
    buffers = zip(Stage.allCases, widths).map {
      AlignedBuffer(repeating: 0, count: $0 == .lmHead ? $1 : positions * $1)
    }
  }

  /// The values of a stage, [positions][width].
  subscript(stage: Stage) -> UnsafeMutableBufferPointer<Float> {
    let index = Self.index(of: stage)
    let count = stage == .lmHead ? widths[index] : positions * widths[index]
    return UnsafeMutableBufferPointer(start: buffers[index].span.baseAddress, count: count)
  }

  /// The values of a stage, to be read.
  func values(_ stage: Stage) -> UnsafeBufferPointer<Float> { UnsafeBufferPointer(self[stage]) }

  /// The number of values a position.
  func width(_ stage: Stage) -> Int { widths[Self.index(of: stage)] }

  /// Copies the last position of a stage of other buffers, which is the only one here.
  func take(_ stage: Stage, lastOf other: StageBuffers) {
    precondition(positions == 1, "\(positions) positions for one")
    _ = self[stage].update(fromContentsOf: other[stage].suffix(width(stage)))
  }

  private static let stages = Stage.allCases

  /// The place in all stages, found without hashing: a pass asks for hundreds.
  private static func index(of stage: Stage) -> Int { stages.firstIndex(of: stage)! }
}

extension AlignedBuffer<Float> {
  /// The elements, to be read.
  var readOnlySpan: UnsafeBufferPointer<Float> { UnsafeBufferPointer(span) }
}
