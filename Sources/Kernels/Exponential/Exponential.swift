import CKernels

/// e^x, the same bits on every path: the exponential inside `Softmax` and `Activation`.
public enum Exponential {
  /// The paths of `f32` with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { table.implementations }

  /// `y[i] = e^x[i]`, by a fixed sequence of IEEE operations and no library's exp.
  ///
  /// The sequence, every operation rounded to nearest even:
  /// 1. x is clamped to [-104, 89];
  /// 2. `n = fma(x, log2(e), 1.5 * 2^23) - 1.5 * 2^23`, x/ln 2 rounded to an integer;
  /// 3. `h = fma(n, -ln2High, x)` (exact), `l = n * -ln2Low`, `r = h + l`, with |r| <= ln(2)/2 and a bit;
  /// 4. `q = (((c6*r + c5)*r + c4)*r + c3)*r + c2` by fma, a minimax fit of (e^r - 1 - r) / r^2;
  /// 5. `p = (h + fma(q, r*r, l)) + 1`;
  /// 6. `y = (p * 2^floor(n/2)) * 2^(n - floor(n/2))`: only the second product can round, where y is
  ///    subnormal or overflows.
  ///
  /// Allocates nothing.
  ///
  /// - Parameters:
  ///   - x: any length and alignment.
  ///   - y: as long as `x`; may be the same memory as `x`, but must not overlap it otherwise.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ; `KernelError.unavailable`.
  /// - Complexity: O(n).
  ///
  /// Error: at most 0.940 ulp for every x, 0.748 where the result is subnormal: one of the two floats
  /// around e^x. Measured over all 2^32 arguments against binary64, by FunctionSweep in Benchmarks.
  ///
  /// Edge cases: +infinity gives +infinity and -infinity +0; above 88.722839 it overflows to
  /// +infinity; results below 2^-126 are correctly subnormal, and +0 below -103.97208; both zeros
  /// give exactly 1; NaN gives 0x7fc00000.
  public static func f32(
    _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>,
    implementation: Implementation = .preferred
  ) throws {
    try ShapeCheck("Exponential.f32").equal("length of x", x.count, "length of y", y.count)
    let function = try table.function(for: implementation)
    guard let source = x.baseAddress, let target = y.baseAddress else { return }
    function(source, target, x.count)
  }

  /// e^x of each element, newly allocated; see the pointer version.
  public static func f32(_ x: [Float], implementation: Implementation = .preferred) throws -> [Float] {
    var y = [Float](repeating: 0, count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try f32(x, into: $0, implementation: implementation) }
    }
    return y
  }

  /// Arguments, results, their number.
  typealias Function = @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

  #if arch(x86_64)
    static let table = ImplementationTable<Function>(
      scalar: reference,
      [
        .avx2: { ck_f32_exp_avx2($0, $1, $2) },
        .avx512: { ck_f32_exp_avx512($0, $1, $2) },
      ])
  #elseif arch(arm64)
    static let table = ImplementationTable<Function>(
      scalar: reference, [.neon: { ck_f32_exp_neon($0, $1, $2) }])
  #else
    static let table = ImplementationTable<Function>(scalar: reference)
  #endif
}
