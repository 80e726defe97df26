import Measuring

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
