import CKernels

/// Softmax of an f32 vector.
public enum Softmax {
  /// The paths of `f32` with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { table.implementations }

  /// `y[i] = e^(x[i] - max x) / sum of e^(x[j] - max x)`.
  ///
  /// The order: the maximum of all x that are not NaN; `e[i] = exp(x[i] - max)`, the difference
  /// rounded once, exp as `Exponential.f32`; the sum in 64 lanes from +0, `acc[k] = acc[k] + e[64c+k]`,
  /// folded in halves (32, 16, 8, 4, 2, 1) as in `Dot.f32`; `r = 1 / sum`; `y[i] = e[i] * r`.
  /// Allocates nothing.
  ///
  /// - Parameters:
  ///   - x: at least one value.
  ///   - y: as long as `x`; may be the same memory as `x`, but must not overlap it otherwise.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.invalidSize` when `x` is empty; `KernelError.shapeMismatch` when the
  ///   lengths differ; `KernelError.unavailable`.
  /// - Complexity: O(n), in three passes.
  ///
  /// Error, relative, to first order, of a result that is not subnormal:
  /// `((max - x[i]) + D + ceil(n/64) + 6 + 6) * 2^-24`, where D is the average of max - x[j] weighted
  /// with y[j]: the rounding of the differences, the sum, two exps of 1 ulp (2 * 2^-24 each),
  /// reciprocal and product. The differences are exact, and the first two terms 0, where x[i] is
  /// within a factor of two of max and has its sign.
  ///
  /// Edge cases: one value gives 1, equal values give the same bits, and no result exceeds 1 or is
  /// -0. -infinity gives +0 beside a finite value. A NaN or +infinity anywhere, or nothing but -infinity, gives NaN
  /// everywhere, as the formula does. Every NaN is 0x7fc00000. Adding a constant to x changes
  /// nothing where the sums are exact.
  public static func f32(
    _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>,
    implementation: Implementation = .preferred
  ) throws {
    let check = ShapeCheck("Softmax.f32")
    try check.size("length of x", x.count, !x.isEmpty, "at least 1")
    try check.equal("length of x", x.count, "length of y", y.count)
    try table.function(for: implementation)(x.baseAddress!, y.baseAddress!, x.count)
  }

  /// The softmax of an array, newly allocated; see the pointer version.
  public static func f32(_ x: [Float], implementation: Implementation = .preferred) throws -> [Float] {
    var y = [Float](repeating: 0, count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try f32(x, into: $0, implementation: implementation) }
    }
    return y
  }

  /// Values, results, their number, which is not 0.
  typealias Function = @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

  #if arch(x86_64)
    static let table = ImplementationTable<Function>(
      scalar: reference,
      [
        .avx2: { ck_f32_softmax_avx2($0, $1, $2) },
        .avx512: { ck_f32_softmax_avx512($0, $1, $2) },
      ])
  #elseif arch(arm64)
    static let table = ImplementationTable<Function>(
      scalar: reference, [.neon: { ck_f32_softmax_neon($0, $1, $2) }])
  #else
    static let table = ImplementationTable<Function>(scalar: reference)
  #endif
}
