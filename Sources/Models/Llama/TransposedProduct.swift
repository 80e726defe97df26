/// The product of a kernel that takes a matrix of [rows][columns] for one of [columns][rows]: a planted fault.
enum TransposedProduct {
  /// So many weights are dequantized at a time, at most.
  private static let tileWeights = 1 << 16

  /// `y[r] = sum over c of x[c] * m[c * rows + r]`, m being the weights in their order, in ascending order of c.
  ///
  /// - Precondition: as many x as columns, and as many y as rows.
  static func multiply(
    _ matrix: Tensor, by x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>
  ) throws {
    let (rows, columns) = (matrix.rows, matrix.columns)
    precondition(x.count == columns && y.count == rows)
    y.update(repeating: 0)
    let tile = max(1, tileWeights / columns)
    let room = UnsafeMutableBufferPointer<Float>.allocate(capacity: tile * columns)
    defer { room.deallocate() }
    for first in stride(from: 0, to: rows, by: tile) {
      let own = first..<min(first + tile, rows)
      let weights = UnsafeMutableBufferPointer(rebasing: room[..<(own.count * columns)])
      try matrix.read(rows: own, into: weights)
      var index = 0
      while index < weights.count {
        let (c, r) = (first * columns + index).quotientAndRemainder(dividingBy: rows)
        let count = min(rows - r, weights.count - index)
        let factor = x[c]
        for i in 0..<count { y[r + i] += factor * weights[index + i] }
        index += count
      }
    }
  }
}
