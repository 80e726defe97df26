import CKernels

/// Dot product of two f32 vectors.
///
/// `f32` is the kernel; `sequential` and `lane8` are other orders of the same sum, kept because
/// published figures were computed in them.
public enum Dot {
  /// The paths of `f32` with code of their own that this processor can run, reference first.
  public static let implementations: [Implementation] = [.scalar, .neon, .avx2, .avx512].filter(\.isAvailable)

  /// The sum of `a[i] * b[i]`, in a fixed order of 64 lanes.
  ///
  /// The order: 64 lanes start as +0; for chunk c = 0, 1, ... and lane k,
  /// `acc[k] = fma(a[64c+k], b[64c+k], acc[k])`, the last n mod 64 products going to lanes 0 and up.
  /// Then the lanes are folded in halves, `acc[k] = acc[k] + acc[k+32]`, then 16, 8, 4, 2, 1.
  /// Every path computes these bits. Allocates nothing.
  ///
  /// - Parameters:
  ///   - a: any length, any alignment (64 bytes is fastest).
  ///   - b: as long as `a`.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ; `KernelError.unavailable`.
  /// - Complexity: O(n).
  ///
  /// Error: without overflow, within `gamma(m) * sum|a[i]*b[i]| + n * 2^-149` of the exact sum, with
  /// `m = ceil(n/64) + 6`, `gamma(m) = m*u / (1 - m*u)`, `u = 2^-24` (Higham, "Accuracy and
  /// Stability of Numerical Algorithms", section 3.1: each term passes ceil(n/64) fused additions
  /// and the 6 of the tree).
  ///
  /// Edge cases: of empty vectors, +0. A NaN, an infinity times a zero, or infinities of both signs
  /// give NaN, as does an overflow to both infinities in different lanes. Every NaN is 0x7fc00000.
  /// Subnormal operands and results keep their value.
  public static func f32(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>,
    implementation: Implementation = .preferred
  ) throws -> Float {
    try ShapeCheck("Dot.f32").equal("length of a", a.count, "length of b", b.count)
    try FloatingPointEnvironment.requireDefault()
    guard let a0 = a.baseAddress, let b0 = b.baseAddress else {
      guard implementation.isAvailable else { throw KernelError.unavailable(implementation) }
      return 0
    }
    // A row takes a tenth of a microsecond, and the way through a table of functions a fifth of that.
    switch implementation {
    #if arch(x86_64)
      case .avx512 where ck_cpu_has(CK_ISA_AVX512): return ck_f32_dot_avx512(a0, b0, a.count)
      case .avx512vnni where ck_cpu_has(CK_ISA_AVX512VNNI): return ck_f32_dot_avx512(a0, b0, a.count)
      case .avx2 where ck_cpu_has(CK_ISA_AVX2): return ck_f32_dot_avx2(a0, b0, a.count)
    #elseif arch(arm64)
      case .neon: return ck_f32_dot_neon(a0, b0, a.count)
    #endif
    case .scalar: return reference(a0, b0, a.count)
    default: throw KernelError.unavailable(implementation)
    }
  }

  /// The sum of `a[i] * b[i]` of two arrays; see the pointer version.
  public static func f32(
    _ a: [Float], _ b: [Float], implementation: Implementation = .preferred
  ) throws -> Float {
    try a.withUnsafeBufferPointer { a in
      try b.withUnsafeBufferPointer { b in try f32(a, b, implementation: implementation) }
    }
  }
}
