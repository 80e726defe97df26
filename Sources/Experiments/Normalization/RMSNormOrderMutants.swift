import Measuring
import Kernels

/// Normalizations that differ from the real one in the order or the place of a rounding alone.
enum RMSNormOrderMutants {
  static let sequentialSum = mutant(
    "sequential_sum", "the squares are summed in one accumulator",
    sum: { row in row.reduce(Float(0)) { $0.addingProduct($1, $1) } })

  static let unfusedSquares = mutant(
    "unfused_squares", "squares are rounded before they are added",
    sum: { row in lanes(row, fused: false, adjacent: false) })

  static let foldAdjacent = mutant(
    "fold_adjacent", "neighboring lanes are folded instead of halves",
    sum: { row in lanes(row, fused: true, adjacent: true) })

  static let dividedByRoot = mutant(
    "divided_by_root", "values are divided by the root instead of multiplied by its reciprocal",
    value: { x, root, weight in x / root * weight })

  static let weightFirst = mutant(
    "weight_first", "the weight is multiplied into the factor before the value is",
    value: { x, root, weight in x * (1 / root * weight) })

  static let reciprocalOfN = mutant(
    "reciprocal_of_n", "the sum is multiplied by 1/n instead of divided by n", mean: { $0 * (1 / $1) })

  /// The order of rmsnorm/order with nothing changed: the bits of the real kernel, which a `steps`
  /// check holds to.
  static let steps = mutant("steps", "none").kernel

  /// The order of rmsnorm/order but for the sum, which is in another order, every square rounded.
  static func inOrder(_ order: SummationOrder) -> RMSNormKernel {
    mutant(order.name.rawValue, "none", sum: { order.dot(Array($0), Array($0)) }).kernel
  }

  /// The order of rmsnorm/order, but no square of a tail is summed.
  static let tailNotSummed = mutant(
    "tail_not_summed", "the squares of a tail are not summed",
    sum: { row in lanes(row.prefix(row.count / 64 * 64), fused: true, adjacent: false) }
  ).kernel

  /// The order of rmsnorm/order with one step of it replaced.
  static func mutant(
    _ name: String, _ fault: String,
    sum: @escaping @Sendable (ArraySlice<Float>) throws -> Float = { lanes($0, fused: true, adjacent: false) },
    mean: @escaping @Sendable (Float, Float) -> Float = { $0 / $1 },
    value: @escaping @Sendable (Float, Float, Float) -> Float = { x, root, weight in x * (1 / root) * weight }
  ) -> Mutant<RMSNormKernel> {
    Mutant(name, fault) { each in
      try each.rows.flatMap { row in
        let root = (mean(try sum(row), Float(each.columns)) + each.epsilon).squareRoot()
        return zip(row, each.weight).map { x, weight in
          let result = value(x, root, weight)
          return result.isNaN ? Float(bitPattern: 0x7fc0_0000) : result
        }
      }
    }
  }

  /// The sum of squares, in the order of dot/order.
  private static func lanes(_ row: ArraySlice<Float>, fused: Bool, adjacent: Bool) -> Float {
    DotMutants.lanes64(Array(row), Array(row), fused: fused, foldAdjacent: adjacent)
  }
}
