import Kernels

/// The cosines of all positions, pair by pair, and then the sines: head dimension, base, positions.
typealias RoPETableKernel = @Sendable (Int, Double, Range<Int>) throws -> [Float]

/// The real table, its named variants, and that of the oracle, as falsifiers and mutants call them.
enum RoPETables {
  @Sendable static func real(_ headDim: Int, _ base: Double, _ positions: Range<Int>) throws -> [Float] {
    try values(headDim, base, positions, .exact)
  }

  @Sendable static func binary32(_ headDim: Int, _ base: Double, _ positions: Range<Int>) throws -> [Float] {
    try values(headDim, base, positions, .binary32)
  }

  @Sendable static func binary32Recurrence(_ headDim: Int, _ base: Double, _ positions: Range<Int>) throws -> [Float] {
    try values(headDim, base, positions, .binary32Recurrence)
  }

  /// By the oracle, rounded once.
  @Sendable static func oracle(_ headDim: Int, _ base: Double, _ positions: Range<Int>) -> [Float] {
    swept(headDim, base, positions) { _, _, turn in (turn.cosine.float, turn.sine.float) }
  }

  /// The oracle's rotations at each position in turn, position by position and pair by pair.
  static func swept(
    _ headDim: Int, _ base: Double, _ positions: Range<Int>,
    _ body: (_ position: Int, _ pair: Int, Turn) -> (Float, Float)
  ) -> [Float] {
    let steps = Turn.frequencies(headDim: headDim, base: base)
    var turns = steps.map { $0.times(positions.lowerBound) }
    let count = positions.count * steps.count
    var values = [Float](repeating: 0, count: 2 * count)
    var index = 0
    for position in positions {
      for pair in steps.indices {
        (values[index], values[count + index]) = body(position, pair, turns[pair])
        turns[pair] = turns[pair] * steps[pair]
        index += 1
      }
    }
    return values
  }

  private static func values(
    _ headDim: Int, _ base: Double, _ positions: Range<Int>, _ frequencies: RoPE.Frequencies
  ) throws -> [Float] {
    let table = try RoPE.Table(headDim: headDim, base: base, positions: positions, frequencies: frequencies)
    let pairs = 0..<headDim / 2
    return positions.flatMap { position in pairs.map { table.cosine(position: position, pair: $0) } }
      + positions.flatMap { position in pairs.map { table.sine(position: position, pair: $0) } }
  }
}
