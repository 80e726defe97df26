extension Dot {
  /// The definition of `f32`.
  static func reference(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ n: Int) -> Float {
    Lanes.sum { lanes in
      for i in 0..<n { lanes[i % Lanes.count].addProduct(a[i], b[i]) }
    }.withCanonicalNaN
  }
}
