import Measuring

/// Rows in which one element, or each, could be treated by its place: vector, tail and lane are places too.
struct PlaceCases {
  let rows: [[Float]]

  /// One NaN at each place of each length from 1 to 130, among units times 8.
  ///
  /// Quiet and signaling ones, of both signs, with a payload: each takes its turn.
  static func oneNaN(_ run: Recorder) -> PlaceCases {
    let domain = "lengths 1...130, one NaN at each place, the rest units times 8"
    var random = run.random("one NaN")
    let kinds = [0x7fc0_0000, 0xffc0_0000, 0x7fc1_2345, 0x7f80_0001].map { Float(bitPattern: UInt32($0)) }
    let rows = (1...130).flatMap { length in
      (0..<length).map { place in
        var row = random.units(length).map { $0 * 8 }
        row[place] = kinds[(length + place) % kinds.count]
        return row
      }
    }
    run.input(
      "one NaN", rows.flatMap { $0 }, generator: "one NaN: \(domain)", seed: random.seed, cases: rows.count)
    return PlaceCases(rows: rows)
  }

  /// The number of different values in a repeated row: no divisor of a vector's width.
  static let period = 3

  /// Three values again and again, for each length from 1 to 260: equal inputs at every place.
  static func repeated(_ run: Recorder) -> PlaceCases {
    let domain = "lengths 1...260, three units times 8, repeated"
    var random = run.random("repeated values")
    let rows = (1...260).map { length in
      let values = random.units(period).map { $0 * 8 }
      return (0..<length).map { values[$0 % period] }
    }
    run.input(
      "repeated", rows.flatMap { $0 }, generator: "repeated values: \(domain)", seed: random.seed, cases: rows.count)
    return PlaceCases(rows: rows)
  }

  /// What repeated inputs must give: the results at their first places, again and again.
  static func repeating(_ results: [Float]) -> [Float] { results.indices.map { results[$0 % period] } }

  /// Right results with those of the last places, which no whole vector of 8 holds, taken from another kernel.
  static func tail(of wrong: [Float], behind right: [Float]) -> [Float] {
    let tail = right.count % 8
    return Array(right.dropLast(tail) + wrong.suffix(tail))
  }

  /// A row whose NaN counts as a value, where it stands in the last places that no whole vector of 8 holds.
  static func hidingNaN(inTailOf row: [Float], as value: Float) -> [Float] {
    let body = row.count / 8 * 8
    return row.enumerated().map { $0 >= body && $1.isNaN ? value : $1 }
  }
}
