import Measuring

/// Attention with one NaN or infinity somewhere, and where it must show.
struct AttentionNaN {
  let attention: AttentionCase
  /// Whether output i of [28][128] must be NaN; all others keep the bits that they have without it.
  let isNaN: (Int) -> Bool

  /// 28/4/128 at 5 positions; the first element of each query is 0.5, so that a key of +infinity
  /// there gives a score of +infinity.
  static func clean(_ run: Recorder) -> AttentionCase {
    let domain = "units, 28/4/128 at 5 positions, first element of each query 0.5"
    var random = run.random("attention case")
    var c = AttentionCase.random(28, 4, 128, positions: 5, &random)
    for head in 0..<28 { c.query[head * 128] = 0.5 }
    run.input("query", c.query, generator: domain, seed: random.seed)
    run.input("keys", c.keys, generator: domain, seed: random.seed)
    run.input("values", c.values, generator: domain, seed: random.seed)
    return c
  }

  static func cases(_ clean: AttentionCase) -> [AttentionNaN] {
    [
      // A query of head 5: 128 outputs.
      AttentionNaN(attention: changed(clean) { $0.query[5 * 128 + 3] = .nan }) { $0 / 128 == 5 },
      // A key of head 1: 7 * 128.
      AttentionNaN(attention: changed(clean) { $0.keys[2 * 512 + 128 + 7] = .nan }) { $0 / 128 / 7 == 1 },
      // A value of head 2, dimension 3: 7.
      AttentionNaN(attention: changed(clean) { $0.values[2 * 128 + 3] = .nan }) { $0 / 128 / 7 == 2 && $0 % 128 == 3 },
      // A key of +infinity of head 3: 7 * 128.
      AttentionNaN(attention: changed(clean) { $0.keys[4 * 512 + 3 * 128] = .infinity }) { $0 / 128 / 7 == 3 },
    ]
  }

  func expected(_ clean: [Float]) -> [Float] {
    clean.enumerated().map { isNaN($0.offset) ? Float(bitPattern: 0x7fc0_0000) : $0.element }
  }

  private static func changed(_ c: AttentionCase, _ change: (inout AttentionCase) -> Void) -> AttentionCase {
    var copy = c
    change(&copy)
    return copy
  }
}
