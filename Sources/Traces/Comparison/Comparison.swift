import Base
import Models

/// Everything that two files, folders or models have in common, compared pair by pair.
public struct Comparison: Sendable {
  /// A pair and its difference.
  public struct Pair: Sendable {
    /// The names on both sides; equal ones in traces.
    public let a, b: String
    /// The element types on both sides.
    public let typeA, typeB: String
    /// The shape of the first.
    public let shape: [Int]
    /// Whether the second was read with rows and columns exchanged.
    public let isTransposed: Bool
    /// How the values differ; of what is compared by its bytes only `count` and `identical` say something.
    public let difference: ValueDifference
    /// How the values of a capture differ at each position; nil of other pairs, and where every bit is the same.
    public let positions: StageDifference?
    /// Where the stored bytes differ, of types that are not converted to binary32; nil of others.
    public let stored: StoredDifference?
  }

  /// The pairs that were compared, in the order of the first side.
  public internal(set) var pairs: [Pair] = []
  /// What was compared otherwise than name with name, and what a file holds twice.
  public internal(set) var notes: [String] = []
  /// What could not be compared, and why.
  public internal(set) var problems: [ComparisonError] = []

  /// Compares two paths: two captures, two folders of captures, or two models in any of the formats.
  ///
  /// - Parameters:
  ///   - limit: how many worst elements of a pair are kept.
  ///   - progress: called before each pair with the number of pairs done and their total.
  /// - Throws: `ModelFileError`, `FileError` where a path cannot be read.
  public static func of(
    _ a: String, _ b: String, limit: Int = 5, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Comparison {
    let (left, right) = (try Compared(a), try Compared(b))
    guard left.kind == right.kind else {
      var comparison = Comparison()
      comparison.problems = [.different("\(a) is \(left.kind.rawValue), \(b) is \(right.kind.rawValue)")]
      return comparison
    }
    return try compare(left, right, limit: limit, progress: progress)
  }

  private static func compare(
    _ left: Compared, _ right: Compared, limit: Int, progress: (Int, Int) -> Void
  ) throws -> Comparison {
    var comparison = Comparison()
    var matched: Set<TensorName> = []
    let head = TiedHead(left, right)
    comparison.notes = head.map { [$0.note] } ?? []
    for (index, item) in left.items.enumerated() {
      progress(index, left.items.count)
      guard let other = right[item.key] ?? head?.partner(of: item, in: right) else {
        comparison.problems.append(.missing(item.tensor.name, in: right.path))
        continue
      }
      matched.insert(item.key)
      try comparison.add(item, of: left, other, of: right, limit: limit)
    }
    for item in right.items where !matched.contains(item.key) {
      if let other = head?.partner(of: item, in: left) {
        try comparison.add(other, of: left, item, of: right, limit: limit)
      } else {
        comparison.problems.append(.missing(item.tensor.name, in: left.path))
      }
    }
    if left.items.isEmpty && right.items.isEmpty { comparison.problems.append(.nothing(left.path)) }
    comparison.notes += try (left.path == right.path ? [left] : [left, right]).compactMap(DoubledMatrix.note)
    return comparison
  }

  private mutating func add(
    _ a: Compared.Item, of left: Compared, _ b: Compared.Item, of right: Compared, limit: Int
  ) throws {
    do {
      let converted = try ConvertedPair(a.tensor, of: left, b.tensor, of: right, name: a.key.text)
      if let note = converted.note, !notes.contains(note) { notes.append(note) }
      pairs.append(try Self.pair(a, b, converted, limit: limit))
    } catch let error as ComparisonError { problems.append(error) }
  }

  private static func pair(
    _ left: Compared.Item, _ right: Compared.Item, _ converted: ConvertedPair, limit: Int
  ) throws -> Pair {
    let (a, b) = (converted.a, converted.b)
    guard left.layer == right.layer else { throw ComparisonError.layer(a.name, left.layer, right.layer) }
    guard left.stage == right.stage else { throw ComparisonError.stage(left.stage ?? "none", right.stage ?? "none") }
    let isTransposed = a.shape != b.shape && a.shape.count == 2 && a.shape == b.shape.reversed()
    guard a.shape == b.shape || isTransposed && left.stage == nil else {
      throw ComparisonError.shape(a.name, a.shape, b.shape)
    }
    var stored: StoredDifference?
    let difference: ValueDifference
    if a.type.isExact && b.type.isExact {
      difference =
        try isTransposed
        ? TensorComparison.compareTransposed(a, b, limit: limit) : TensorComparison.compare(a, b, limit: limit)
    } else {
      guard a.type == b.type else { throw ComparisonError.dtype(a.name, a.type.name, b.type.name) }
      guard !isTransposed else { throw ComparisonError.shape(a.name, a.shape, b.shape) }
      let found = StoredDifference(a, b, limit: limit)
      stored = found
      difference = ValueDifference(found)
    }
    var positions: StageDifference?
    if left.stage != nil && a.shape.count > 1 && stored == nil && !difference.isIdentical {
      positions = StageDifference(
        of: StageValues(shape: b.shape, values: try b.values()),
        from: StageValues(shape: a.shape, values: try a.values()))
    }
    return Pair(
      a: a.name, b: b.name, typeA: left.tensor.type.name, typeB: right.tensor.type.name, shape: a.shape,
      isTransposed: isTransposed, difference: difference, positions: positions, stored: stored)
  }

  /// Whether everything on both sides was compared and every bit is the same.
  public var isIdentical: Bool { problems.isEmpty && pairs.allSatisfy(\.difference.isIdentical) }
}
