extension RoPE {
  /// The definition of the rotation of adjacent pairs.
  @Sendable static func rotateNormReference(
    _ x: UnsafeMutablePointer<Float>, _ heads: Int, _ pairs: Int,
    _ cosines: UnsafePointer<Float>, _ sines: UnsafePointer<Float>
  ) {
    for head in 0..<heads {
      for i in 0..<pairs {
        let first = x + head * 2 * pairs + 2 * i
        rotate(first, first + 1, cosines[i], sines[i])
      }
    }
  }

  /// The definition of the rotation of pairs of one value from each half.
  @Sendable static func rotateNeoxReference(
    _ x: UnsafeMutablePointer<Float>, _ heads: Int, _ pairs: Int,
    _ cosines: UnsafePointer<Float>, _ sines: UnsafePointer<Float>
  ) {
    for head in 0..<heads {
      for i in 0..<pairs {
        let first = x + head * 2 * pairs + i
        rotate(first, first + pairs, cosines[i], sines[i])
      }
    }
  }

  private static func rotate(
    _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ c: Float, _ s: Float
  ) {
    let (x0, x1) = (first.pointee, second.pointee)
    first.pointee = (x0 * c - x1 * s).withCanonicalNaN
    second.pointee = (x0 * s + x1 * c).withCanonicalNaN
  }
}
