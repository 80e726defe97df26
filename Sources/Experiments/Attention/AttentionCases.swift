import Measuring

/// Attention cases of several shapes, drawn from declared domains.
struct AttentionCases {
  let all: [AttentionCase]
  private let generator: String
  private let seed: String

  /// Query heads, key/value heads, head dim, positions.
  typealias Shape = (heads: Int, kvHeads: Int, dim: Int, positions: Int)

  /// Head ratios 7:1, 1:1, 2:1, 3:1, 8:1; head dims around the lane count, not powers of two, 1;
  /// positions around the lane count and up to 512.
  static let shapes: [Shape] = [
    (28, 4, 128, 37), (28, 4, 128, 512), (4, 4, 64, 5), (8, 4, 80, 64), (6, 2, 96, 65), (8, 1, 128, 129),
    (9, 3, 33, 2), (2, 1, 1, 7), (7, 1, 65, 63), (3, 3, 127, 66), (16, 8, 100, 3), (1, 1, 256, 130),
  ]

  static func random(_ run: Recorder, shapes: [Shape] = AttentionCases.shapes, spread: Float = 4) -> AttentionCases {
    let sizes = shapes.map { "\($0.heads)/\($0.kvHeads)/\($0.dim) at \($0.positions)" }.joined(separator: ", ")
    let domain = "units, queries times \(spread); heads/kv heads/dim at positions: \(sizes)"
    var random = run.random("attention cases")
    let cases = shapes.map {
      AttentionCase.random($0.heads, $0.kvHeads, $0.dim, positions: $0.positions, spread: spread, &random)
    }
    return AttentionCases(all: cases, generator: "attention cases: \(domain)", seed: random.seed)
  }

  /// Shapes around vector widths, of kinds that tell orders and special values apart.
  static func adversarial(_ run: Recorder) -> AttentionCases {
    let domain =
      "dims 1...70, 6/2 heads, 1...9 positions; the shapes of FALSIFY-GQA-004 but 512 positions; "
      + "units times 4, times 200, exponents -75...-60, any bit pattern"
    var random = run.random("adversarial attention cases")
    var cases: [AttentionCase] = []
    for (heads, kvHeads, dim, positions) in (1...70).map({ (6, 2, $0, $0 % 9 + 1) }) + shapes where positions < 512 {
      for spread: Float in [4, 200] {
        cases.append(.random(heads, kvHeads, dim, positions: positions, spread: spread, &random))
      }
      var tiny = AttentionCase.random(heads, kvHeads, dim, positions: positions, &random)
      tiny.values = tiny.values.map { _ in random.scaled(exponents: -75 ... -60) }
      tiny.keys = tiny.keys.map { _ in random.scaled(exponents: -75 ... -60) }
      var any = tiny
      any.query = any.query.map { _ in random.anyBits() }
      any.values = any.values.map { _ in random.anyBits() }
      cases += [tiny, any]
    }
    return AttentionCases(all: cases, generator: "adversarial attention cases: \(domain)", seed: random.seed)
  }

  /// One case that a recipe gives.
  static func recipe(_ name: String, _ attentionCase: AttentionCase) -> AttentionCases {
    AttentionCases(all: [attentionCase], generator: name, seed: "")
  }

  /// Records queries, keys and values as inputs, one case after the other.
  func record(in run: Recorder) {
    let seed = self.seed.isEmpty ? nil : self.seed
    run.input("query", all.flatMap(\.query), generator: generator, seed: seed, cases: all.count)
    run.input("keys", all.flatMap(\.keys), generator: generator, seed: seed, cases: all.count)
    run.input("values", all.flatMap(\.values), generator: generator, seed: seed, cases: all.count)
  }
}
