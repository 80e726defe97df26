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
    /// How the values differ.
    public let difference: ValueDifference
  }

  /// The pairs that were compared, in the order of the first side.
  public internal(set) var pairs: [Pair] = []
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
    var matched: Set<String> = []
    for (index, item) in left.items.enumerated() {
      progress(index, left.items.count)
      guard let other = right[item.key] else {
        comparison.problems.append(.missing(item.tensor.name, in: right.path))
        continue
      }
      matched.insert(item.key)
      do { comparison.pairs.append(try pair(item, other, limit: limit)) } catch let error as ComparisonError {
        comparison.problems.append(error)
      }
    }
    for item in right.items where !matched.contains(item.key) {
      comparison.problems.append(.missing(item.tensor.name, in: left.path))
    }
    if left.items.isEmpty && right.items.isEmpty { comparison.problems.append(.nothing(left.path)) }
    return comparison
  }

  private static func pair(_ left: Compared.Item, _ right: Compared.Item, limit: Int) throws -> Pair {
    let (a, b) = (left.tensor, right.tensor)
    guard left.layer == right.layer else { throw ComparisonError.layer(a.name, left.layer, right.layer) }
    guard left.stage == right.stage else { throw ComparisonError.stage(left.stage ?? "none", right.stage ?? "none") }
    let isTransposed = a.shape != b.shape && a.shape.count == 2 && a.shape == b.shape.reversed()
    guard a.shape == b.shape || isTransposed && left.stage == nil else {
      throw ComparisonError.shape(a.name, a.shape, b.shape)
    }
    guard a.type.isExact && b.type.isExact else {
      guard a.type == b.type, a.bytes.elementsEqual(b.bytes) else {
        throw ComparisonError.dtype(a.name, a.type.name, b.type.name)
      }
      var same = ValueDifference()
      (same.count, same.identical) = (a.count, a.count)
      return Pair(
        a: a.name, b: b.name, typeA: a.type.name, typeB: b.type.name, shape: a.shape, isTransposed: false,
        difference: same)
    }
    let difference =
      try isTransposed
      ? TensorComparison.compareTransposed(a, b, limit: limit) : TensorComparison.compare(a, b, limit: limit)
    return Pair(
      a: a.name, b: b.name, typeA: a.type.name, typeB: b.type.name, shape: a.shape, isTransposed: isTransposed,
      difference: difference)
  }

  /// Whether everything on both sides was compared and every bit is the same.
  public var isIdentical: Bool { problems.isEmpty && pairs.allSatisfy(\.difference.isIdentical) }
}
