import Kernels

/// A buffer for the values of each stage, of one layer at a time, for a number of positions.
///
/// Every step of a decoder reads the buffers of earlier stages and writes its own, so that a stage
/// can be captured, or run alone with other inputs, without a copy in the pass itself.
final class StageBuffers {
  /// The number of positions.
  let positions: Int
  private var buffers: [AlignedBuffer<Float>]
  private let widths: [Int]

  /// Buffers with so many values a position; stages of width 0 have none.
  init(positions: Int, width: (Stage) -> Int) {
    self.positions = positions
    widths = Stage.allCases.map(width)
    buffers = widths.map { AlignedBuffer(repeating: 0, count: positions * $0) }
  }

  /// The values of a stage, [positions][width].
  subscript(stage: Stage) -> UnsafeMutableBufferPointer<Float> { buffers[Self.index[stage]!].span }

  /// The values of a stage, to be read.
  func values(_ stage: Stage) -> UnsafeBufferPointer<Float> { UnsafeBufferPointer(self[stage]) }

  /// The number of values a position.
  func width(_ stage: Stage) -> Int { widths[Self.index[stage]!] }

  private static let index = Dictionary(uniqueKeysWithValues: Stage.allCases.enumerated().map { ($1, $0) })
}

extension AlignedBuffer<Float> {
  /// The elements, to be read.
  var readOnlySpan: UnsafeBufferPointer<Float> { UnsafeBufferPointer(span) }
}
