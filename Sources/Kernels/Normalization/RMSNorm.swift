import CKernels

/// Root-mean-square normalization: a row divided by the root of its mean square, times a weight.
///
/// Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019.
public enum RMSNorm {
  /// The paths of `apply` with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { table.implementations }

  /// Normalizes rows: `y = (x * (1 / sqrt(mean(x^2) + epsilon))) * weight`.
  ///
  /// The order, for a row of n values. 64 lanes start as +0; for chunk c = 0, 1, ... and lane k,
  /// `acc[k] = fma(x[64c+k], x[64c+k], acc[k])`, the last n mod 64 values going to lanes 0 and up.
  /// The lanes are folded in halves: `acc[k] += acc[k+32]`, then 16, 8, 4, 2, 1. Then, each rounded
  /// on its own: `mean = acc[0] / Float(n)`, `r = 1 / sqrt(mean + epsilon)`, `y[i] = (x[i] * r) * weight[i]`.
  /// Allocates nothing.
  ///
  /// - Parameters:
  ///   - x: one or more rows, row after row, each as long as `weight`.
  ///   - weight: one factor a column; its length is n.
  ///   - epsilon: added to the mean, inside the root; not negative in any sensible use.
  ///   - y: as long as `x`; may be the same memory as `x`, but must not overlap it otherwise.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when `x` is not a whole number of rows or `y` is not as
  ///   long as `x`; `KernelError.unavailable`.
  /// - Complexity: O(count).
  ///
  /// Error: without overflow or underflow, y is within `(ceil(n/64) + 6)/2 + 5` units of relative
  /// error u = 2^-24, to first order: all terms of the sum are positive, and the root halves their error.
  ///
  /// Edge cases: values above about 1.8e19 overflow the sum, so that r is +0 and finite values give
  /// zeros; an infinity gives NaN in its own place; a NaN in x, or a negative mean + epsilon, gives NaN
  /// everywhere in the row, and a NaN weight in its column. Every NaN is 0x7fc00000. An empty
  /// weight requires an empty `x`.
  public static func apply(
    _ x: UnsafeBufferPointer<Float>, weight: UnsafeBufferPointer<Float>, epsilon: Float,
    into y: UnsafeMutableBufferPointer<Float>, implementation: Implementation = .preferred
  ) throws {
    let rows = weight.isEmpty ? 0 : x.count / weight.count
    guard rows * weight.count == x.count else {
      throw KernelError.shapeMismatch(
        operation: "RMSNorm.apply", leftName: "length of x", left: x.count,
        rightName: "that of whole rows as long as weight", right: rows * weight.count)
    }
    guard y.count == x.count else {
      throw KernelError.shapeMismatch(
        operation: "RMSNorm.apply", leftName: "length of y", left: y.count,
        rightName: "length of x", right: x.count)
    }
    let function = try table.function(for: implementation)
    guard rows > 0, let source = x.baseAddress, let factors = weight.baseAddress, let target = y.baseAddress
    else { return }
    for row in 0..<rows {
      function(source + row * weight.count, factors, weight.count, epsilon, target + row * weight.count)
    }
  }

  /// The normalized rows, newly allocated; see the pointer version for what is computed.
  public static func apply(
    _ x: [Float], weight: [Float], epsilon: Float, implementation: Implementation = .preferred
  ) throws -> [Float] {
    try [Float](unsafeUninitializedCapacity: x.count) { buffer, count in
      let y = UnsafeMutableBufferPointer(rebasing: buffer[..<x.count])
      try x.withUnsafeBufferPointer { x in
        try weight.withUnsafeBufferPointer { weight in
          try apply(x, weight: weight, epsilon: epsilon, into: y, implementation: implementation)
        }
      }
      count = x.count
    }
  }

  /// A row, the weight, their length, epsilon; the normalized row.
  typealias Row =
    @Sendable (
      UnsafePointer<Float>, UnsafePointer<Float>, Int, Float, UnsafeMutablePointer<Float>
    ) -> Void

  #if arch(x86_64)
    static let table = ImplementationTable<Row>(
      scalar: rowReference,
      [.avx2: ck_f32_rmsnorm_avx2, .avx512: ck_f32_rmsnorm_avx512])
  #elseif arch(arm64)
    static let table = ImplementationTable<Row>(
      scalar: rowReference,
      [.neon: ck_f32_rmsnorm_neon])
  #else
    static let table = ImplementationTable<Row>(scalar: rowReference)
  #endif
}
