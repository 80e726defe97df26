/// How far softmax of x + c, each sum rounded, may be from softmax of x.
enum TranslationBound {
  /// Each sum is off by at most u |x + c|, so each exact result changes by at most a factor of e^(2 u max |x + c|),
  /// and e^t - 1 <= t / (1 - t); the computed one is as far from it as the bound of softmax says.
  static func of(_ logits: [Float], shift: Float) -> [Double] {
    let shifted = logits.map { Double($0 + shift) }
    // 1 + 2^-24 covers that the rounded sums, not the exact ones, are at hand.
    let change = 2 * ErrorBound.unitRoundoff * (shifted.map(abs).max() ?? 0) * (1 + 0x1p-23)
    let relative = SoftmaxOracle.relativeBound(shifted)
    return zip(SoftmaxOracle.softmax(logits), relative).map {
      $0 * ((1 + $1) * (1 + change / (1 - change)) - 1) + SoftmaxOracle.underflow
    }
  }
}
