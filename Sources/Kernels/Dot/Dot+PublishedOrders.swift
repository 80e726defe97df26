extension Dot {
  /// The sum of `a[i] * b[i]` from left to right, product and sum each rounded (SEQ-DOT).
  ///
  /// `s = +0; for i ascending: s = s + (a[i] * b[i])`. It is the scalar path of the published
  /// results that falsifiers here reproduce, not a kernel to use: it is slow, and its error bound
  /// grows with n instead of n/64.
  ///
  /// - Parameters:
  ///   - a: any length.
  ///   - b: as long as `a`.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ.
  /// - Complexity: O(n).
  ///
  /// Error: without overflow, within `gamma(n) * sum|a[i]*b[i]| + n * 2^-149` of the exact sum.
  ///
  /// Edge cases: as of `f32`; every NaN is 0x7fc00000.
  ///
  /// Source: the contract `trace-ffn-sub-block-gguf-v1` of paiml/aprender, FALSIFY-FFN-GGUF-006.
  public static func sequential(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) throws -> Float {
    try ShapeCheck("Dot.sequential").equal("length of a", a.count, "length of b", b.count)
    try FloatingPointEnvironment.requireDefault()
    var sum: Float = 0
    for i in 0..<a.count { sum += a[i] * b[i] }
    return sum.withCanonicalNaN
  }

  /// The sum of `a[i] * b[i]` of two arrays from left to right; see the pointer version.
  public static func sequential(_ a: [Float], _ b: [Float]) throws -> Float {
    try a.withUnsafeBufferPointer { a in try b.withUnsafeBufferPointer { b in try sequential(a, b) } }
  }

  /// The sum of `a[i] * b[i]` in eight lanes of fma with an unfused tail (LANE8-DOT).
  ///
  /// Eight lanes start as +0; for each whole chunk c and lane k,
  /// `acc[k] = fma(a[8c+k], b[8c+k], acc[k])`. Then `q[k] = acc[k] + acc[k+4]` for k = 0...3,
  /// `r = (q[0] + q[1]) + (q[2] + q[3])`, and for the remaining i ascending `r = r + (a[i] * b[i])`.
  /// It is the AVX2 path of the published results that falsifiers here reproduce.
  ///
  /// - Parameters:
  ///   - a: any length.
  ///   - b: as long as `a`.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ.
  /// - Complexity: O(n).
  ///
  /// Error: without overflow, within `gamma(m) * sum|a[i]*b[i]| + n * 2^-149` of the exact sum,
  /// `m = floor(n/8) + 3 + (n mod 8)`.
  ///
  /// Edge cases: as of `f32`; every NaN is 0x7fc00000.
  ///
  /// Source: the contract `trace-ffn-sub-block-gguf-v1` of paiml/aprender, FALSIFY-FFN-GGUF-005, -006.
  public static func lane8(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) throws -> Float {
    try ShapeCheck("Dot.lane8").equal("length of a", a.count, "length of b", b.count)
    try FloatingPointEnvironment.requireDefault()
    let whole = a.count - a.count % 8
    var sum = withUnsafeTemporaryAllocation(of: Float.self, capacity: 8) { lanes in
      lanes.initialize(repeating: 0)
      for i in 0..<whole { lanes[i % 8].addProduct(a[i], b[i]) }
      for k in 0..<4 { lanes[k] += lanes[k + 4] }
      return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
    }
    for i in whole..<a.count { sum += a[i] * b[i] }
    return sum.withCanonicalNaN
  }

  /// The sum of `a[i] * b[i]` of two arrays in eight lanes; see the pointer version.
  public static func lane8(_ a: [Float], _ b: [Float]) throws -> Float {
    try a.withUnsafeBufferPointer { a in try b.withUnsafeBufferPointer { b in try lane8(a, b) } }
  }
}
