import CKernels

/// Rotary position embedding: pairs of a head's values turned by an angle that grows with position.
///
/// Pair i of a head at position p turns by `p * base^(-2i / headDim)`; the two conventions differ
/// only in which values form a pair. Source: Su et al., "RoFormer: Enhanced Transformer with Rotary
/// Position Embedding", 2021.
public enum RoPE {
  /// Which values of a head form pair i.
  public enum Pairing: String, CaseIterable, Sendable {
    /// Adjacent ones, 2i and 2i+1: LLaMA in GGUF files.
    case norm
    /// One of each half, i and i + headDim/2: Qwen, GPT-NeoX.
    case neox
  }

  /// The paths of `apply` with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { normTable.implementations }

  /// Rotates the heads of consecutive tokens in place.
  ///
  /// Each pair (x0, x1) becomes `(x0*c - x1*s, x0*s + x1*c)` with c and s from the table; each
  /// product is rounded, then their difference or sum, nothing is fused. Allocates nothing.
  ///
  /// - Parameters:
  ///   - x: tokens, each of `heads` heads, each of `table.headDim` values.
  ///   - heads: the number of heads of a token, at least 1.
  ///   - firstPosition: the position of the first token; the next ones follow it.
  ///   - table: cosines and sines; every position must be within it.
  ///   - pairing: which values form a pair.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.invalidSize` for fewer than 1 head or a position outside the table;
  ///   `KernelError.shapeMismatch` when `x` is not a whole number of tokens; `KernelError.unavailable`.
  /// - Complexity: O(count).
  ///
  /// Error: each value is within `(u + u^2) * (|x0*c| + |x1*s|) + u * |result|`, u = 2^-24, of the exact
  /// rotation by the table's entries, underflow aside; the entries themselves are within half a unit
  /// in the last place of the true cosine and sine.
  ///
  /// Edge cases: position 0 multiplies by 1 and 0, which keeps every finite value; an
  /// infinity there gives NaN to its partner. Every NaN is 0x7fc00000.
  public static func apply(
    to x: UnsafeMutableBufferPointer<Float>, heads: Int, firstPosition: Int, table: Table, pairing: Pairing,
    implementation: Implementation = .preferred
  ) throws {
    let tokens = try tokenCount(x.count, heads: heads, firstPosition: firstPosition, table: table)
    let functions = pairing == .norm ? normTable : neoxTable
    let path = try functions.function(for: implementation)
    guard let start = x.baseAddress, tokens > 0 else { return }
    let (size, pairs) = (heads * table.headDim, table.headDim / 2)
    table.withRows { cosines, sines in
      for token in 0..<tokens {
        let row = (firstPosition - table.positions.lowerBound + token) * pairs
        path.rotate(start + token * size, heads, pairs, cosines + row, sines + row)
      }
    }
  }

  /// The rotated heads of consecutive tokens, newly allocated; see `apply` for what is computed.
  public static func rotated(
    _ x: [Float], heads: Int, firstPosition: Int, table: Table, pairing: Pairing,
    implementation: Implementation = .preferred
  ) throws -> [Float] {
    var result = x
    try result.withUnsafeMutableBufferPointer {
      try apply(
        to: $0, heads: heads, firstPosition: firstPosition, table: table, pairing: pairing,
        implementation: implementation)
    }
    return result
  }

  private static func tokenCount(_ count: Int, heads: Int, firstPosition: Int, table: Table) throws -> Int {
    let check = ShapeCheck("RoPE.apply")
    try check.size("heads", heads, heads >= 1, "at least 1")
    let (size, overflow) = heads.multipliedReportingOverflow(by: table.headDim)
    let tokens = overflow ? 0 : count / size
    try check.equal(
      "length of x", count, "that of whole tokens of heads * headDim values", overflow ? 0 : tokens * size)
    let positions = table.positions
    try check.size(
      "position of the first of \(tokens) tokens", firstPosition,
      tokens == 0 || firstPosition >= positions.lowerBound && firstPosition <= positions.upperBound - tokens,
      "such that all are in the table's \(positions)")
    return tokens
  }

  /// The heads of one token, their number, pairs a head; cosines and sines of the pairs.
  typealias Rotate =
    @Sendable (
      UnsafeMutablePointer<Float>, Int, Int, UnsafePointer<Float>, UnsafePointer<Float>
    ) -> Void

  /// One path.
  ///
  /// Wrapped, because a bare function taken out of a generic table and then kept is allocated.
  struct Path: Sendable {
    let rotate: Rotate
  }

  #if arch(x86_64)
    static let normTable = ImplementationTable<Path>(
      scalar: Path(rotate: rotateNormReference),
      [.avx2: Path(rotate: ck_f32_rope_norm_avx2), .avx512: Path(rotate: ck_f32_rope_norm_avx512)])
    static let neoxTable = ImplementationTable<Path>(
      scalar: Path(rotate: rotateNeoxReference),
      [.avx2: Path(rotate: ck_f32_rope_neox_avx2), .avx512: Path(rotate: ck_f32_rope_neox_avx512)])
  #elseif arch(arm64)
    static let normTable = ImplementationTable<Path>(
      scalar: Path(rotate: rotateNormReference),
      [.neon: Path(rotate: ck_f32_rope_norm_neon)])
    static let neoxTable = ImplementationTable<Path>(
      scalar: Path(rotate: rotateNeoxReference),
      [.neon: Path(rotate: ck_f32_rope_neox_neon)])
  #else
    static let normTable = ImplementationTable<Path>(scalar: Path(rotate: rotateNormReference))
    static let neoxTable = ImplementationTable<Path>(scalar: Path(rotate: rotateNeoxReference))
  #endif
}
