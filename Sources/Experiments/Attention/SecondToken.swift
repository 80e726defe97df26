import Measuring

/// The published second token: the binary32 fixture that kernels get, and the recipe in binary64.
struct SecondToken: Sendable {
  let attention: AttentionCase
  let decimalOutput: @Sendable (Int) -> Double

  private init(queries: Int, factor: Float = 1) {
    var attention = AttentionCase.publishedSecondToken(queries: queries)
    for index in attention.query.indices { attention.query[index] *= factor }
    self.attention = attention
    decimalOutput = { DecimalSecondToken.output($0, queries: queries) }
  }

  static let published = SecondToken(queries: 29)

  // MARK: Recipes that are not the published one

  static let otherQueries = Mutant<SecondToken>(
    "queries_of_31", "the recipe of the queries has the multiplier 31", SecondToken(queries: 31))

  static let largeQueries = Mutant<SecondToken>(
    "queries_times_1024", "the queries are 1024 times as large, so that e^score overflows",
    SecondToken(queries: 29, factor: 1024))

  /// Against the first token, which has one position.
  static let twoPositions = Mutant<AttentionCase>(
    "two_positions", "the fixture has a second position", AttentionCase.publishedSecondToken())
}
