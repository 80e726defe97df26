import Measuring
import Kernels

/// Wrong rotations of a pair, with the real table.
enum RoPERotationMutants {
  static let overwritten = Mutant<RoPEKernel>(
    "overwritten", "the second value is computed from the first one's new value"
  ) {
    try turned($0, $1, $2) { x0, x1, c, s in
      let first = x0 * c - x1 * s
      return (first, first * s + x1 * c)
    }
  }

  static let sineCosineSwapped = Mutant<RoPEKernel>(
    "sine_cosine_swapped", "the sine is read for the cosine, and the reverse"
  ) {
    try turned($0, $1, $2) { x0, x1, c, s in (x0 * s - x1 * c, x0 * c + x1 * s) }
  }

  /// As in caches that are kept in the type of the model: 8 significant bits, by truncation.
  static let bfloat16Table = Mutant<RoPEKernel>("bfloat16_table", "cosines and sines are kept in bfloat16") {
    try turned($0, $1, $2) { x0, x1, c, s in
      let (c, s) = (Float(bitPattern: c.bitPattern & 0xFFFF_0000), Float(bitPattern: s.bitPattern & 0xFFFF_0000))
      return (x0 * c - x1 * s, x0 * s + x1 * c)
    }
  }

  /// The rotation with nothing changed: the bits of the real kernel, which a `steps` check holds to.
  static let steps: RoPEKernel = {
    try turned($0, $1, $2) { x0, x1, c, s in (x0 * c - x1 * s, x0 * s + x1 * c) }
  }

  static let fused = Mutant<RoPEKernel>("fused", "the second product is not rounded before the sum") {
    try turned($0, $1, $2) { x0, x1, c, s in
      ((x0 * c).addingProduct(-x1, s), (x0 * s).addingProduct(x1, c))
    }
  }

  static let subnormalsFlushed = Mutant<RoPEKernel>("subnormals_flushed", "subnormal results become zero") {
    try RoPERotations.real($0, $1, $2).map { $0.isSubnormal ? 0 : $0 }
  }

  static let negativeNaN = Mutant<RoPEKernel>("negative_nan", "NaN has its sign set, as x86 makes it") {
    try RoPERotations.real($0, $1, $2).map { $0.isNaN ? Float(bitPattern: 0xFFC0_0000) : $0 }
  }

  /// The real rotation, but the last pair of each head is left as it is: a tail that is dropped.
  static let lastPairUnturned: RoPEKernel = { x, position, shape in
    var result = try RoPERotations.real(x, position, shape)
    for (_, pair, first, second) in shape.pairs(tokens: x.count / (shape.heads * shape.headDim))
    where pair == shape.headDim / 2 - 1 {
      (result[first], result[second]) = (x[first], x[second])
    }
    return result
  }

  /// The real rotation but for what becomes of a pair (x0, x1) with a cosine and a sine.
  private static func turned(
    _ x: [Float], _ firstPosition: Int, _ shape: RoPEShape,
    _ body: (Float, Float, Float, Float) -> (Float, Float)
  ) throws -> [Float] {
    let tokens = x.count / (shape.heads * shape.headDim)
    let table = try RoPE.Table(
      headDim: shape.headDim, base: shape.base, positions: firstPosition..<firstPosition + tokens)
    var result = x
    for (token, pair, first, second) in shape.pairs(tokens: tokens) {
      let position = firstPosition + token
      let (c, s) = (table.cosine(position: position, pair: pair), table.sine(position: position, pair: pair))
      let turned = body(x[first], x[second], c, s)
      result[first] = turned.0.isNaN ? Float(bitPattern: 0x7fc0_0000) : turned.0
      result[second] = turned.1.isNaN ? Float(bitPattern: 0x7fc0_0000) : turned.1
    }
    return result
  }
}
