/// Where words stand in a list.
///
/// A dictionary of very many words, each with a list of its own, would take five times as much memory.
struct WordTable: Sendable {
  private let words: [Word]
  /// The place of each of the words in the list.
  private let places: [Int32]

  init(_ list: [Word]) {
    // Places of equal words stay in their order.
    let sorted = list.indices.sorted { (list[$0], $0) < (list[$1], $1) }
    words = sorted.map { list[$0] }
    places = sorted.map(Int32.init)
  }

  /// The places of a word, in ascending order.
  ///
  /// - Complexity: O(log n), and the places that are found.
  subscript(word: Word) -> [Int] {
    let first = words.partitioningIndex { $0 >= word }
    return words[first...].prefix { $0 == word }.indices.map { Int(places[$0]) }
  }
}
