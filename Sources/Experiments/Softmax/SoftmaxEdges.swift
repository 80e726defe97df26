/// Logits whose softmax is known bit by bit.
enum SoftmaxEdges {
  typealias Edge = (logits: [Float], expected: [Float])

  static let all: [Edge] = equal + masked + invalid

  private static let nan = Float(bitPattern: 0x7fc0_0000)

  /// One value gives 1; n equal ones 1/n, because every e^0 is 1, their sum n exact, and 1/n rounds once.
  private static let equal: [Edge] = [1, 2, 3, 7, 64, 100, 128, 1000].flatMap { (n: Int) -> [Edge] in
    let values: [Float] = [0, 1000, -1000, 1e30]
    return values.map { ([Float](repeating: $0, count: n), [Float](repeating: 1 / Float(n), count: n)) }
  }

  /// -infinity, and logits too far below the maximum, give +0 and leave the others alone.
  private static let masked: [Edge] = [
    ([-.infinity, 0], [0, 1]),
    ([-.infinity, -100_000], [0, 1]),
    ([3, -.infinity, 3, -.infinity], [0.5, 0, 0.5, 0]),
    ([1e30, -1e30, 0], [1, 0, 0]),
    ([Float](repeating: -.infinity, count: 99) + [-5], [Float](repeating: 0, count: 99) + [1]),
  ]

  /// A NaN or +infinity anywhere, or nothing but -infinity, gives NaN everywhere.
  private static let invalid: [Edge] =
    ([
      [.nan], [.infinity], [-.infinity], [1, .nan, 2], [.infinity, 0], [-.infinity, -.infinity], [.nan, -.infinity],
      [Float](repeating: 1, count: 99) + [.nan], [-.nan] + [Float](repeating: 1, count: 64),
    ] as [[Float]]).map { ($0, [Float](repeating: nan, count: $0.count)) }
}
