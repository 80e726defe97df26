/// The order of every f32 sum in this package: 64 virtual lanes, then a tree.
///
/// Lane k holds the terms k, k + 64, k + 128, ... in ascending order. 64 lanes are four AVX-512
/// registers, as many as an fma with two loads and a latency of four cycles needs; they cost an
/// instruction set with narrower registers nothing but registers. 16 and 32 lanes were measured to
/// cost a third of the speed.
enum Lanes {
  /// The number of lanes.
  static let count = 64

  /// The sum of 64 lanes that start as +0 and that `accumulate` adds to.
  static func sum(_ accumulate: (UnsafeMutablePointer<Float>) -> Void) -> Float {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { buffer in
      buffer.initialize(repeating: 0)
      let lanes = buffer.baseAddress!
      accumulate(lanes)
      var half = count / 2
      while half > 0 {
        for k in 0..<half { lanes[k] += lanes[k + half] }
        half /= 2
      }
      return lanes[0]
    }
  }
}
