import FalsifierKit

/// Two vectors of one length.
struct DotCase: ExactCase {
  var a: [Float]
  var b: [Float]

  var fields: [String: CaseField] { ["a": .f32(a), "b": .f32(b)] }
}

extension DotCase {
  init(_ fields: CaseFields) throws {
    self.init(a: try fields.f32("a"), b: try fields.f32("b"))
    guard a.count == b.count else { throw CaseProblem.sizes }
  }

  /// Finite vectors whose sums do not overflow.
  static var finite: CaseDomain<DotCase> {
    CaseDomain(
      "finite pairs",
      "lengths 1...260, 1000, 3584, 4096; a and b of units or exponents -20...20; in some the second half cancels",
      corners: [
        .init("length 1") { $0.a.count == 1 }, .init("fewer elements than lanes") { $0.a.count < 64 },
        .init("whole chunks of 64") { $0.a.count % 64 == 0 }, .init("a tail of 1") { $0.a.count % 64 == 1 },
        .init("a tail of 63") { $0.a.count % 64 == 63 }, .init("more than 1000 elements") { $0.a.count > 1000 },
        .init("products 2^20 apart") {
          let products = zip($0.a, $0.b).map { abs($0 * $1) }
          return products.max()! > products.min()! * 0x1p20
        },
        .init("cancellation by 2^10") {
          Oracle.absoluteDot($0.a, $0.b) > 0x1p10 * abs(Oracle.dot($0.a, $0.b))
        },
      ]
    ) { choices in
      let length = CaseLength.draw(1...260, long: [1000, 3584, 4096], &choices)
      let kinds = [ElementDomain.exponents(-20...20), .units]
      let cancels = choices.below(4) == 3
      var a = choices.element(of: kinds).draw(length, &choices)
      var b = choices.element(of: kinds).draw(length, &choices)
      if cancels {
        for index in 0..<length / 2 { (a[length - 1 - index], b[length - 1 - index]) = (-a[index], b[index]) }
      }
      return DotCase(a: a, b: b)
    }
  }
}

/// Logits of one softmax.
struct SoftmaxCase: ExactCase {
  var logits: [Float]

  var fields: [String: CaseField] { ["logits": .f32(logits)] }
}

extension SoftmaxCase {
  init(_ fields: CaseFields) throws { self.init(logits: try fields.f32("logits")) }

  /// Ordinary logits, a spread beyond underflow, large logits of either sign, steep ramps.
  static var finite: CaseDomain<SoftmaxCase> {
    CaseDomain(
      "finite logits",
      "lengths 1...260, 1000, 3584, 18944; units times 1, 8 or 100, plus 0, 10000 or -10000; or a ramp -300...300",
      corners: [
        .init("length 1") { $0.logits.count == 1 }, .init("fewer elements than lanes") { $0.logits.count < 64 },
        .init("whole chunks of 64") { $0.logits.count % 64 == 0 }, .init("a tail of 1") { $0.logits.count % 64 == 1 },
        .init("more than 10000 elements") { $0.logits.count > 10000 },
        .init("all logits above 9000") { $0.logits.min()! > 9000 },
        .init("all logits below -9000") { $0.logits.max()! < -9000 },
        .init("results that underflow") { $0.logits.max()! - $0.logits.min()! > 104 },
        .init("the largest after the first chunk") { $0.logits.firstIndex(of: $0.logits.max()!)! >= 64 },
      ]
    ) { choices in
      let length = CaseLength.draw(1...260, long: [1000, 3584, 18944], &choices)
      let scale = choices.element(of: [1, 8, 100] as [Float])
      let offset = choices.element(of: [0, 10000, -10000] as [Float])
      if choices.below(5) == 4 {
        let step = 600 / Float(length)
        return SoftmaxCase(logits: (0..<length).map { Float($0) * step - 300 })
      }
      return SoftmaxCase(logits: ElementDomain.units.draw(length, &choices).map { $0 * scale + offset })
    }
  }
}

/// Super-blocks of Q4_K, one after the other.
struct Q4KCase: ExactCase {
  var bytes: [UInt8]

  var fields: [String: CaseField] { ["bytes": .bytes(bytes)] }
}

extension Q4KCase {
  init(_ fields: CaseFields) throws {
    self.init(bytes: try fields.bytes("bytes"))
    guard bytes.count % 144 == 0, !bytes.isEmpty else { throw CaseProblem.sizes }
  }

  private func any(_ holds: (_ header: UInt16) -> Bool) -> Bool {
    stride(from: 0, to: bytes.count, by: 144).contains { block in
      [block, block + 2].contains { holds(UInt16(bytes[$0 + 1]) << 8 | UInt16(bytes[$0])) }
    }
  }

  /// One to three super-blocks with finite `d` and `dmin` and any scales, minimums and nibbles.
  static var finite: CaseDomain<Q4KCase> {
    CaseDomain(
      "finite super-blocks", "1...3 super-blocks; d and dmin finite with uniform exponents; 140 uniform bytes each",
      corners: [
        .init("one block") { $0.bytes.count == 144 }, .init("more than one block") { $0.bytes.count > 144 },
        .init("a subnormal d or dmin") { $0.any { $0 & 0x7c00 == 0 && $0 & 0x03ff != 0 } },
        .init("a d or dmin of the largest exponent") { $0.any { $0 & 0x7c00 == 0x7800 } },
        .init("a negative d or dmin") { $0.any { $0 & 0x8000 != 0 } },
      ]
    ) { choices in
      var bytes: [UInt8] = []
      for _ in 0..<choices.integer(in: 1...3) {
        for _ in 0..<2 {
          // Exponents 0...30; 31 would be infinity or NaN.
          let exponent = UInt16(choices.below(31))
          let rest = UInt16(choices.below(2048))
          bytes += Q4KCases.littleEndian((rest >> 10) << 15 | exponent << 10 | (rest & 0x03ff))
        }
        for _ in 0..<140 { bytes.append(UInt8(choices.below(256))) }
      }
      return Q4KCase(bytes: bytes)
    }
  }
}

extension AttentionCase: ExactCase {
  var fields: [String: CaseField] {
    [
      "query_heads": .integer(queryHeads), "kv_heads": .integer(kvHeads), "head_dim": .integer(headDim),
      "query": .f32(query), "keys": .f32(keys), "values": .f32(values),
    ]
  }

  init(_ fields: CaseFields) throws {
    self.init(
      queryHeads: try fields.integer("query_heads"), kvHeads: try fields.integer("kv_heads"),
      headDim: try fields.integer("head_dim"), query: try fields.f32("query"), keys: try fields.f32("keys"),
      values: try fields.f32("values"))
    guard kvHeads > 0, headDim > 0, queryHeads > 0, queryHeads % kvHeads == 0, query.count == queryHeads * headDim,
      !keys.isEmpty, keys.count % width == 0, keys.count == values.count
    else { throw CaseProblem.sizes }
  }

  /// Any head ratio, head dimension and context of moderate size; flat and peaked scores.
  static var anyShape: CaseDomain<AttentionCase> {
    CaseDomain(
      "attention cases",
      "1...4 key/value heads, ratios 1...8, head dims 1...130, 2...70 positions; units, queries times 1 or 4",
      corners: [
        .init("ratio 1") { $0.ratio == 1 }, .init("ratio 7") { $0.ratio == 7 },
        .init("one key/value head") { $0.kvHeads == 1 }, .init("several key/value heads") { $0.kvHeads > 1 },
        .init("head dim a multiple of 64") { $0.headDim % 64 == 0 },
        .init("head dim below 8") { $0.headDim < 8 },
        .init("an odd head dim above 64") { $0.headDim > 64 && $0.headDim % 2 == 1 },
        .init("more than 64 positions") { $0.positions > 64 }, .init("two positions") { $0.positions == 2 },
      ]
    ) { choices in
      let kvHeads = choices.integer(in: 1...4)
      let queryHeads = kvHeads * choices.integer(in: 1...8)
      let headDim = choices.below(8) == 7 ? choices.element(of: [64, 128]) : choices.integer(in: 1...130)
      // As many as one step beyond a first token has, or any number.
      let positions = choices.below(8) == 7 ? 2 : choices.integer(in: 2...70)
      let spread = choices.element(of: [1, 4] as [Float])
      func units(_ count: Int) -> [Float] { ElementDomain.units.draw(count, &choices) }
      return AttentionCase(
        queryHeads: queryHeads, kvHeads: kvHeads, headDim: headDim,
        query: units(queryHeads * headDim).map { $0 * spread }, keys: units(positions * kvHeads * headDim),
        values: units(positions * kvHeads * headDim))
    }
  }
}

/// Lengths: mostly short ones, around lanes and vectors, and some of real models.
enum CaseLength {
  static func draw(_ range: ClosedRange<Int>, long: [Int], _ choices: inout Choices) -> Int {
    switch choices.below(16) {
    case 15: choices.element(of: long)
    // Whole chunks of 64 and one element beside them are rare among uniform lengths.
    case 12...14: max(64 * choices.integer(in: 1...4) + choices.element(of: [0, 1, -1]), range.lowerBound)
    case 11: range.lowerBound
    default: choices.integer(in: range)
    }
  }
}

/// Why the fields of an exact case are not a case.
enum CaseProblem: Error, CustomStringConvertible {
  case sizes

  var description: String { "the sizes of its arrays do not fit each other" }
}
