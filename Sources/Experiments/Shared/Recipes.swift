/// Inputs of published results, each by its own formula; `f(i)` there is `Float(i)` here, and every
/// operation is rounded on its own, in the order written.
enum Recipes {
  /// The two vectors of FALSIFY-FFN-GGUF-006, section 2.
  static var publishedDot: (a: [Float], b: [Float]) {
    func a(_ i: Int) -> Float { (Float(i) - 64) * 0.1 + Float(i % 7) * 0.013 }
    func b(_ i: Int) -> Float { (Float(i) * 0.7 - 50) * 0.05 + Float(i % 11) * 0.011 }
    return ((0..<128).map(a), (0..<128).map(b))
  }

  /// gen(m)[i] = f((m*i) mod 100) * 0.01, section 4.
  static func gen(_ multiplier: Int, count: Int) -> [Float] {
    (0..<count).map { Float((multiplier * $0) % 100) * 0.01 }
  }

  /// gen(m) - 0.5, section 4.
  static func centeredGen(_ multiplier: Int, count: Int) -> [Float] { gen(multiplier, count: count).map { $0 - 0.5 } }

  /// ACT[i] = (f(i) - 128)*0.05 + f((i mod 7) + tok)*0.01, sections 1 and 3; tok = 0 is ACT itself.
  static func activation(token: Int = 0) -> [Float] {
    (0..<256).map { (Float($0) - 128) * 0.05 + Float($0 % 7 + token) * 0.01 }
  }

  /// FIX(b0, b1, b2, b3), section 1: one super-block of 144 bytes.
  ///
  /// - Parameters:
  ///   - scaleOffset: added to 7i+3 before the modulus, as the chains of section 3 do.
  ///   - nibbleOffset: added to 13i+17 likewise.
  static func fixBlock(_ head: [UInt8], scaleOffset: Int = 0, nibbleOffset: Int = 0) -> [UInt8] {
    head + (0..<12).map { UInt8((7 * $0 + 3 + scaleOffset) % 256) }
      + (0..<128).map { UInt8((13 * $0 + 17 + nibbleOffset) % 256) }
  }
}
