import CKernels

/// SiLU and SwiGLU, the activations of gated feed-forward layers.
public enum Activation {
  /// The paths with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { table.implementations }

  /// `y[i] = x[i] / (1 + e^-x[i])`, the sigmoid linear unit.
  ///
  /// The sequence, with x clamped to at least -120 and p and n as in `Exponential.f32` for -x clamped
  /// to at least -120, so that `e^-x = p * 2^n`, and with every operation rounded on its own: for
  /// x >= 0, `y = x / (1 + p * 2^n)`; for x < 0, `y = (x / (2^-n + p)) * 2^-n`, the same quotient,
  /// which stays accurate where e^-x overflows. Powers of two are applied as in step 6 there.
  /// Allocates nothing.
  ///
  /// - Parameters:
  ///   - x: any length and alignment.
  ///   - y: as long as `x`; may be the same memory as `x`, but must not overlap it otherwise.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ; `KernelError.unavailable`.
  /// - Complexity: O(n).
  ///
  /// Error: at most 1.494 ulps for x >= 0, 2.404 for x < 0, and 1.301 where the result is subnormal;
  /// measured over all 2^32 arguments against binary64, by FunctionSweep in Benchmarks.
  ///
  /// Edge cases: +infinity gives +infinity, -infinity its limit -0, a zero itself, NaN 0x7fc00000.
  /// Below -108.7 the result is -0. The minimum is -0.27846 at x = -1.2785.
  ///
  /// Source: Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units", 2017.
  public static func silu(
    _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>,
    implementation: Implementation = .preferred
  ) throws {
    try ShapeCheck("Activation.silu").equal("length of x", x.count, "length of y", y.count)
    let function = try table.function(for: implementation).silu
    guard let source = x.baseAddress, let target = y.baseAddress else { return }
    function(source, target, x.count)
  }

  /// SiLU of each element, newly allocated; see the pointer version.
  public static func silu(_ x: [Float], implementation: Implementation = .preferred) throws -> [Float] {
    var y = [Float](repeating: 0, count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try silu(x, into: $0, implementation: implementation) }
    }
    return y
  }

  /// `y[i] = silu(gate[i]) * up[i]`; the gate is the one that goes through SiLU.
  ///
  /// SiLU as `silu(_:into:implementation:)`, then one product, rounded. Allocates nothing.
  ///
  /// - Parameters:
  ///   - gate: the output of the gate projection.
  ///   - up: the output of the up projection; as long as `gate`.
  ///   - y: as long as `gate`; may be the same memory as either, but must not overlap them otherwise.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ; `KernelError.unavailable`.
  /// - Complexity: O(n).
  ///
  /// Error: that of SiLU and half an ulp of the product, where nothing is subnormal.
  ///
  /// Edge cases: those of the product: an infinite up beside a gate of 0 or below -108.7, or the
  /// reverse, gives NaN. Every NaN is 0x7fc00000.
  ///
  /// Source: Shazeer, "GLU variants improve transformer", 2020.
  public static func swiglu(
    gate: UnsafeBufferPointer<Float>, up: UnsafeBufferPointer<Float>,
    into y: UnsafeMutableBufferPointer<Float>, implementation: Implementation = .preferred
  ) throws {
    let check = ShapeCheck("Activation.swiglu")
    try check.equal("length of gate", gate.count, "length of up", up.count)
    try check.equal("length of gate", gate.count, "length of y", y.count)
    let function = try table.function(for: implementation).swiglu
    guard let gate0 = gate.baseAddress, let up0 = up.baseAddress, let target = y.baseAddress else { return }
    function(gate0, up0, target, gate.count)
  }

  /// `silu(gate) * up` of arrays, newly allocated; see the pointer version.
  public static func swiglu(
    gate: [Float], up: [Float], implementation: Implementation = .preferred
  ) throws -> [Float] {
    var y = [Float](repeating: 0, count: gate.count)
    try gate.withUnsafeBufferPointer { gate in
      try up.withUnsafeBufferPointer { up in
        try y.withUnsafeMutableBufferPointer {
          try swiglu(gate: gate, up: up, into: $0, implementation: implementation)
        }
      }
    }
    return y
  }

  /// One path of both functions; the last argument is the number of elements.
  struct Functions: Sendable {
    let silu: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
    let swiglu: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  }

  #if arch(x86_64)
    static let table = ImplementationTable<Functions>(
      scalar: reference,
      [
        .avx2: Functions(
          silu: { ck_f32_silu_avx2($0, $1, $2) }, swiglu: { ck_f32_swiglu_avx2($0, $1, $2, $3) }),
        .avx512: Functions(
          silu: { ck_f32_silu_avx512($0, $1, $2) }, swiglu: { ck_f32_swiglu_avx512($0, $1, $2, $3) }),
      ])
  #elseif arch(arm64)
    static let table = ImplementationTable<Functions>(
      scalar: reference,
      [
        .neon: Functions(
          silu: { ck_f32_silu_neon($0, $1, $2) }, swiglu: { ck_f32_swiglu_neon($0, $1, $2, $3) })
      ])
  #else
    static let table = ImplementationTable<Functions>(scalar: reference)
  #endif
}
