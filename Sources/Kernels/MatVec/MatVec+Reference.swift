extension MatVec {
  /// The definition of `f32`: a dot product a row.
  @Sendable static func reference(
    _ weights: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ rows: Int, _ columns: Int
  ) {
    for row in 0..<rows { y[row] = Dot.reference(weights + row * columns, x, columns) }
  }
}
