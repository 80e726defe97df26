import Measuring

/// Tokens that arrive one by one, and drafts that were in the cache before some of them.
struct TokenSequence {
  /// All tokens: `query` is [token][queryHeads][headDim], keys and values [token][width].
  let tokens: AttentionCase
  /// Keys and values of rejected drafts, of the same layout.
  let drafts: AttentionCase
  /// The number of tokens; each has a query.
  let count: Int
  /// How many tokens are in the cache before the drafts are.
  let kept: Int

  /// 40 tokens of 6/2 heads of 40, 3 of them before the drafts.
  static func random(_ random: inout SeededGenerator) -> TokenSequence {
    let (count, heads, dim) = (40, 6, 40)
    var tokens = AttentionCase.random(heads, 2, dim, positions: count, spread: 4, &random)
    tokens.query = random.units(count * heads * dim).map { $0 * 4 }
    let drafts = AttentionCase.random(heads, 2, dim, positions: count, spread: 4, &random)
    return TokenSequence(tokens: tokens, drafts: drafts, count: count, kept: 3)
  }

  func query(_ token: Int) -> [Float] {
    let size = tokens.queryHeads * tokens.headDim
    return Array(tokens.query[token * size..<(token + 1) * size])
  }

  func key(_ token: Int) -> [Float] { row(tokens.keys, token) }
  func value(_ token: Int) -> [Float] { row(tokens.values, token) }
  func draftKey(_ token: Int) -> [Float] { row(drafts.keys, token) }
  func draftValue(_ token: Int) -> [Float] { row(drafts.values, token) }

  private func row(_ array: [Float], _ token: Int) -> [Float] {
    Array(array[token * tokens.width..<(token + 1) * tokens.width])
  }

  /// What a token attends to, put together from the rows of each position.
  func attention(
    of token: Int, positions: Int, key: (Int) -> [Float], value: (Int) -> [Float]
  ) -> AttentionCase {
    var c = tokens
    c.query = query(token)
    c.keys = (0..<positions).flatMap(key)
    c.values = (0..<positions).flatMap(value)
    return c
  }

  /// What a token attends to: itself and all tokens before it.
  func attention(of token: Int) -> AttentionCase {
    attention(of: token, positions: token + 1, key: key, value: value)
  }
}
