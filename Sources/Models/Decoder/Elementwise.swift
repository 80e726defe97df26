/// Sums and products of rows that no kernel is needed for; every operation is rounded on its own, every NaN 0x7fc00000.
enum Elementwise {
  /// `y = a + b`, of equal lengths.
  static func add(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(a.count == b.count && a.count == y.count, "\(a.count) + \(b.count) values into \(y.count)")
    for i in y.indices { y[i] = canonical(a[i] + b[i]) }
  }

  /// `y[row] = a[row] + bias` for each row as long as the bias.
  static func add(
    _ a: UnsafeBufferPointer<Float>, rows bias: [Float], into y: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(a.count == y.count && a.count % bias.count == 0, "rows of \(bias.count) in \(a.count) values")
    bias.withUnsafeBufferPointer { bias in
      for row in stride(from: 0, to: a.count, by: bias.count) {
        for i in bias.indices { y[row + i] = canonical(a[row + i] + bias[i]) }
      }
    }
  }

  /// `y = y * factor`.
  static func scale(_ y: UnsafeMutableBufferPointer<Float>, by factor: Float) {
    for i in y.indices { y[i] = canonical(y[i] * factor) }
  }

  @inline(__always)
  static func canonical(_ value: Float) -> Float { value.isNaN ? Float(bitPattern: 0x7fc0_0000) : value }
}
