/// GELU by the tanh formula, and GeGLU, the gated activation that is made of it.
public enum GELU {
  /// The paths with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { table.implementations }

  /// `y[i] = 0.5 x (1 + tanh(u))` with `u = sqrt(2/pi) (x + 0.044715 x^3)`, computed as `x / (1 + e^-2u)`.
  ///
  /// That is the same number without the cancellation of 1 + tanh for negative x, which leaves no digit below -5.5.
  /// The sequence, each operation rounded on its own: x clamped to at least -14; `p = fma(x*x, 0.044715, 1)`;
  /// `a = (x*p) * -1.5957691`, which is -2u, clamped to at most 120; then the quotient as in `Activation.silu`, with
  /// `e^a = q * 2^n`: for a <= 0, `y = x / (1 + q * 2^n)`; for a > 0, `y = (x / (2^-n + q)) * 2^-n`.
  ///
  /// - Parameters:
  ///   - x: any length and alignment.
  ///   - y: as long as `x`; may be the same memory as `x`, but must not overlap it otherwise.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ; `KernelError.unavailable`.
  /// - Complexity: O(n).
  ///
  /// Error: relative, `(6 |a| + 2) s + 3` units of 2^-24 with `s = e^a / (1 + e^a)`: the argument has six roundings, its
  /// constants included, of which the quotient takes the part s.
  ///
  /// Edge cases: +infinity gives itself, -infinity its limit -0, a zero itself, NaN 0x7fc00000. From 6 on the result
  /// is x, below -10.8 it is -0. The minimum is -0.17004 at x = -0.7525.
  ///
  /// Source: Hendrycks and Gimpel, "Gaussian error linear units", 2016.
  public static func tanhForm(
    _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>,
    implementation: Implementation = .preferred
  ) throws {
    try ShapeCheck("GELU.tanhForm").equal("length of x", x.count, "length of y", y.count)
    let function = try table.function(for: implementation).tanhForm
    guard let source = x.baseAddress, let target = y.baseAddress else { return }
    function(source, target, x.count)
  }

  /// GELU of each element, newly allocated; see the pointer version.
  public static func tanhForm(_ x: [Float], implementation: Implementation = .preferred) throws -> [Float] {
    var y = [Float](repeating: 0, count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try tanhForm(x, into: $0, implementation: implementation) }
    }
    return y
  }

  /// `y[i] = gelu(gate[i]) * up[i]`; the gate is the one that goes through GELU.
  ///
  /// GELU as `tanhForm(_:into:implementation:)`, then one product, rounded.
  ///
  /// - Parameters:
  ///   - gate: the output of the gate projection.
  ///   - up: the output of the up projection; as long as `gate`.
  ///   - y: as long as `gate`; may be the same memory as either, but must not overlap them otherwise.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ; `KernelError.unavailable`.
  /// - Complexity: O(n).
  ///
  /// Error: that of GELU and half an ulp of the product, where nothing is subnormal.
  ///
  /// Edge cases: those of the product: an infinite up beside a gate of 0 or below -10.8, or the reverse, gives NaN.
  /// Every NaN is 0x7fc00000.
  ///
  /// Source: Shazeer, "GLU variants improve transformer", 2020.
  public static func geglu(
    gate: UnsafeBufferPointer<Float>, up: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>,
    implementation: Implementation = .preferred
  ) throws {
    let check = ShapeCheck("GELU.geglu")
    try check.equal("length of gate", gate.count, "length of up", up.count)
    try check.equal("length of gate", gate.count, "length of y", y.count)
    let function = try table.function(for: implementation).geglu
    guard let gate0 = gate.baseAddress, let up0 = up.baseAddress, let target = y.baseAddress else { return }
    function(gate0, up0, target, gate.count)
  }

  /// `gelu(gate) * up` of arrays, newly allocated; see the pointer version.
  public static func geglu(
    gate: [Float], up: [Float], implementation: Implementation = .preferred
  ) throws -> [Float] {
    var y = [Float](repeating: 0, count: gate.count)
    try gate.withUnsafeBufferPointer { gate in
      try up.withUnsafeBufferPointer { up in
        try y.withUnsafeMutableBufferPointer { try geglu(gate: gate, up: up, into: $0, implementation: implementation) }
      }
    }
    return y
  }

  /// One path of both functions; the last argument is the number of elements.
  struct Functions: Sendable {
    let tanhForm: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
    let geglu: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  }

  static let table = ImplementationTable<Functions>(scalar: reference)
}
