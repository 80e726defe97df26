import Kernels

/// Rotates tokens: values, the position of the first token, and the shape.
typealias RoPEKernel = @Sendable ([Float], Int, RoPEShape) throws -> [Float]

/// The real rotation, as falsifiers and mutants call it.
enum RoPERotations {
  @TaskLocal static var real: RoPEKernel = { try rotated($0, $1, $2, .exact) }

  static func rotated(
    _ x: [Float], _ firstPosition: Int, _ shape: RoPEShape, _ frequencies: RoPE.Frequencies,
    implementation: Implementation = .preferred
  ) throws -> [Float] {
    let tokens = x.count / (shape.heads * shape.headDim)
    let table = try RoPE.Table(
      headDim: shape.headDim, base: shape.base, positions: firstPosition..<firstPosition + tokens,
      frequencies: frequencies)
    return try RoPE.rotated(
      x, heads: shape.heads, firstPosition: firstPosition, table: table, pairing: shape.pairing,
      implementation: implementation)
  }

  /// Applies a kernel to each token by itself, at a position of its own.
  static func tokenwise(
    _ x: [Float], _ shape: RoPEShape, position: (_ token: Int) -> Int, _ kernel: RoPEKernel = real
  ) rethrows -> [Float] {
    let size = shape.heads * shape.headDim
    return try (0..<x.count / size).flatMap { token in
      try kernel(Array(x[token * size..<(token + 1) * size]), position(token), shape)
    }
  }
}
