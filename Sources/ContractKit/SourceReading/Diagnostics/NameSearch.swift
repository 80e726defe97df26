import Synchronization

/// Names to suggest from, prepared once for many questions.
///
/// A contract with thousands of wrong names must not take quadratic time, so the work of a search is
/// bounded as a whole: beyond it there are no suggestions, and the findings stay.
package struct NameSearch {
  /// In the order in which they were given.
  package let names: [String]
  /// The names as ``Suggestion/folded(_:)`` has them, one after the other, and where each ends.
  private var folded: [UInt8] = []
  private var ends: [Int] = []
  /// The letters of each, as bits: one edit adds at most one letter, and takes at most one away.
  private var letters: [UInt64] = []
  private var known: Set<String>?
  /// What is left, in cells of the table that a distance is computed by.
  private var budget: Int

  /// Names to suggest from; nothing is computed before the first question.
  package init(_ names: [String], budget: Int = 1 << 20) {
    self.names = names
    self.budget = budget
  }

  /// The same, ready for its first question.
  package var prepared: NameSearch {
    var search = self
    search.prepare()
    return search
  }

  private mutating func prepare() {
    ends.reserveCapacity(names.count)
    letters.reserveCapacity(names.count)
    folded = [UInt8](unsafeUninitializedCapacity: names.reduce(0) { $0 + $1.utf8.count }) { bytes, count in
      for name in names {
        let length = bytes.baseAddress.map { Suggestion.fold(name, to: $0 + count) } ?? 0
        letters.append(Self.letters(UnsafeBufferPointer(rebasing: bytes[count..<count + length])))
        count += length
        ends.append(count)
      }
    }
  }

  private static func letters(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    name.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }

  /// Whether a name is among them.
  package mutating func contains(_ name: String) -> Bool {
    if names.count <= 16 { return names.contains(name) }
    if known == nil { known = Set(names) }
    return known?.contains(name) ?? false
  }

  /// The name that a text was probably meant to be; nil where none is near enough, or where the work of
  /// earlier questions was too much.
  package mutating func nearest(to text: String) -> String? {
    // Longer texts are no names, and would make the table of a distance slow.
    guard budget > 0, text.utf8.count <= 100 else { return nil }
    if ends.count < names.count { prepare() }
    let wanted = Suggestion.folded(text)
    let wantedLetters = wanted.withUnsafeBufferPointer(Self.letters)
    let limit = wanted.count < 4 ? 0 : wanted.count < 6 ? 1 : wanted.count < 12 ? 2 : 3
    var best: (position: Int, distance: Int)?
    var start = 0
    for position in ends.indices {
      let name = start..<ends[position]
      start = name.upperBound
      budget -= 1
      guard abs(name.count - wanted.count) <= limit, names[position] != text else { continue }
      budget -= wanted.count * name.count
      let (added, removed) = (letters[position] & ~wantedLetters, wantedLetters & ~letters[position])
      guard added.nonzeroBitCount <= limit, removed.nonzeroBitCount <= limit else { continue }
      let distance = Suggestion.distance(wanted, Array(folded[name]), limit: limit)
      if distance <= limit && distance < best?.distance ?? .max { best = (position, distance) }
    }
    return best.map { names[$0.position] }
  }

  /// A help line: the nearest name, else the names where they are few.
  package mutating func help(for text: String) -> String? {
    if let near = nearest(to: text) { return "did you mean `\(near)`?" }
    guard !names.isEmpty, names.count <= 12 else { return nil }
    return "one of \(names.map { "`\($0)`" }.joined(separator: ", "))"
  }
}

/// A search that many contracts begin with, each with its own bound of work: prepared when the first of them asks.
package final class SharedNameSearch: Sendable {
  private let known = Mutex<NameSearch?>(nil)

  package init() {}

  /// A search of its own for whoever asks.
  ///
  /// - Parameter names: the same at each call.
  package func search(_ names: () -> [String]) -> NameSearch {
    known.withLock { known in
      if let known { return known }
      let search = NameSearch(names()).prepared
      known = search
      return search
    }
  }
}
