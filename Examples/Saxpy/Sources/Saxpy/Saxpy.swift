/// `a * x[i] + y[i]` for every i, each rounded once.
///
/// - Precondition: `x` and `y` have the same length.
public func saxpy(_ a: Float, _ x: [Float], _ y: [Float]) -> [Float] {
  precondition(x.count == y.count, "x has \(x.count) elements, y has \(y.count)")
  return x.indices.map { i in y[i].addingProduct(a, x[i]) }
}
