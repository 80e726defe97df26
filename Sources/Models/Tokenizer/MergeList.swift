/// The merges of a byte-pair encoding as files list them, lowest rank first.
struct MergeList {
  /// A pair of pieces.
  struct Pair {
    let left, right: String
  }

  /// Which of two equal pairs counts.
  enum Precedence { case first, last }

  /// By the ids of left and right, 32 bits each.
  private(set) var merges: [UInt64: PieceMerger.Merge] = [:]

  /// The merges of a list.
  ///
  /// - Throws: `ModelFileError` where a piece, or what two become, is no token.
  init(_ pairs: [Pair], _ vocabulary: Vocabulary, _ precedence: Precedence, path: String) throws {
    guard pairs.count < 1 << 31 else { throw ModelFileError(path: path, reason: "there are 2^31 merges or more") }
    merges.reserveCapacity(pairs.count)
    for (rank, pair) in pairs.enumerated() {
      func id(_ piece: String) throws -> Int {
        if let id = vocabulary.id(piece) { return id }
        throw ModelFileError(
          path: path,
          reason:
            "the merge \(rank) of \"\(pair.left)\" and \"\(pair.right)\" needs the token \"\(piece)\", which is missing"
        )
      }
      let key = UInt64(try id(pair.left)) << 32 | UInt64(try id(pair.right))
      if precedence == .first, merges[key] != nil { continue }
      merges[key] = .init(priority: UInt32(rank), id: Int32(try id(pair.left + pair.right)))
    }
  }

  /// The two pieces of a merge that is written with a blank between.
  static func pair(_ text: String, path: String) throws -> Pair {
    let parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, let left = String(parts[0]), let right = String(parts[1]), !left.isEmpty, !right.isEmpty
    else { throw ModelFileError(path: path, reason: "the merge \"\(text)\" is not two pieces with a blank between") }
    return Pair(left: left, right: right)
  }
}
