import Kernels

/// The kinds of vectors that every variant is compared with its reference on.
enum VectorFamily: CaseIterable {
  /// Values in [-1, 1).
  case uniform
  /// Exponents from -30 to 30, so that most additions lose bits.
  case wide
  /// Values and their negatives, slightly changed: catastrophic cancellation.
  case canceling
  /// Subnormals and the smallest normals, whose products underflow.
  case subnormal
  /// Zeros of both signs, with a few tiny values.
  case zeros
  /// Any bit patterns: infinities and NaNs with payload among them.
  case anyBits
  /// Ordinary values with some from `adversarialValues`.
  case adversarial

  func vector(_ count: Int, _ random: inout PCG32) -> [Float] {
    var previous: Float = 1
    return (0..<count).map { i in
      switch self {
      case .uniform: return random.value()
      case .wide: return random.value() * Float(sign: .plus, exponent: random.below(61) - 30, significand: 1)
      case .canceling:
        if i % 2 == 0 { previous = random.value() * 1000 }
        return i % 2 == 0 ? previous : -previous * (1 + Float(random.below(3)) * 0x1p-23)
      case .subnormal: return Float(bitPattern: random.next() & 0x80ff_ffff)
      case .zeros:
        let subnormal = Float(bitPattern: 0x8001_1111)
        return [0, -0.0, -0.0, 1e-38, subnormal, .leastNonzeroMagnitude][random.below(6)]
      case .anyBits: return random.anyBits()
      case .adversarial:
        // The literal -0 is +0 in Swift: the zero with a sign is -0.0.
        let values = adversarialValues + [-0.0]
        return random.below(4) == 0 ? values[random.below(values.count)] : random.value()
      }
    }
  }
}

/// Lengths around every vector width, and 64 lanes of it.
let trickyLengths: [Int] = Array(0...200) + [255, 256, 257, 511, 512, 513, 1000, 3583, 3584, 3585]

/// Runs `body` on a copy of the values that starts `offset` floats after a 64-byte line.
func withOffset<Result>(
  _ offset: Int, _ values: [Float], _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
) rethrows -> Result {
  let buffer = AlignedBuffer<Float>(repeating: .nan, count: values.count + 64)
  let place = UnsafeMutableBufferPointer(rebasing: buffer.span[offset..<offset + values.count])
  _ = place.update(fromContentsOf: values)
  return try withExtendedLifetime(buffer) { try body(place) }
}
