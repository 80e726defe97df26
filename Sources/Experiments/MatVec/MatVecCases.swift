import Measuring
import Kernels

/// Multiplies a matrix by a vector.
typealias MatVecKernel = @Sendable (MatVecCase) throws -> [Float]

/// The same with a number of threads.
typealias ThreadedMatVecKernel = @Sendable (MatVecCase, Int) throws -> [Float]

/// W, row-major, [rows][columns], and x.
package struct MatVecCase {
  package var weights: [Float]
  var rows: Int
  var columns: Int
  package var x: [Float]

  /// The kernel that the claims are about.
  @TaskLocal static var real: MatVecKernel = { try $0.product(threads: 1) }

  /// The same with a number of threads.
  @TaskLocal static var threaded: ThreadedMatVecKernel = { try $0.product(threads: $1) }

  /// The product with its sums in another order, every product of two elements rounded.
  static func inOrder(_ order: SummationOrder) -> MatVecKernel {
    { each in (0..<each.rows).map { order.dot(Array(each.row($0)), each.x) } }
  }

  func product(threads: Int, implementation: Implementation = .preferred) throws -> [Float] {
    try MatVec.f32(weights, rows: rows, columns: columns, x, threads: threads, implementation: implementation)
  }

  /// The product with operands and result in a place.
  func product(_ place: Placement, implementation: Implementation) throws -> [Float] {
    try place.with(weights, x) { weights, x in
      try place.with([Float](repeating: 0, count: rows)) { y in
        try MatVec.f32(
          UnsafeBufferPointer(weights), rows: rows, columns: columns, UnsafeBufferPointer(x), into: y,
          implementation: implementation)
        return Array(y)
      }
    }
  }

  package func row(_ index: Int) -> ArraySlice<Float> { weights[index * columns..<(index + 1) * columns] }

  /// The exact products.
  var exactProducts: [Double] { (0..<rows).map { Oracle.dot(row($0), x) } }

  /// The sum of |w x| of each row.
  package var absoluteProducts: [Double] { (0..<rows).map { Oracle.absoluteDot(row($0), x) } }

  /// Values in [-1, 1).
  package static func random(rows: Int, columns: Int, _ random: inout SeededGenerator) -> MatVecCase {
    MatVecCase(weights: random.units(rows * columns), rows: rows, columns: columns, x: random.units(columns))
  }

  /// A square matrix that equals its transpose: ((i + j) mod 17 - 8) * 0.1, with ((i mod 11) - 5) * 0.1 as x.
  static func symmetric(_ size: Int) -> MatVecCase {
    let weights: [Float] = (0..<size * size).map { (Float(($0 / size + $0 % size) % 17) - 8) * 0.1 }
    let x: [Float] = (0..<size).map { (Float($0 % 11) - 5) * 0.1 }
    return MatVecCase(weights: weights, rows: size, columns: size, x: x)
  }
}

/// Sets of cases, drawn from declared domains.
struct MatVecCases {
  let cases: [MatVecCase]
  private let generator: String
  private let seed: String

  /// No shape is square; thin, flat, and with a tail in either direction.
  private static let shapes = [(1024, 96), (96, 1024), (1, 300), (300, 1), (63, 65), (257, 640), (130, 3584)]

  static func nonSquare(_ run: Recorder) -> MatVecCases {
    let domain = "shapes [rows, columns] \(shapes.map { [$0.0, $0.1] }); values in [-1, 1)"
    var random = run.random("matrices")
    let cases = shapes.map { MatVecCase.random(rows: $0.0, columns: $0.1, &random) }
    return MatVecCases(cases: cases, generator: "matrices: \(domain)", seed: random.seed)
  }

  /// The same shapes with products of 2^-134 at most, so that sums of a few are subnormal numbers.
  static func subnormal(_ run: Recorder) -> MatVecCases {
    let scales = "weights times 2^-70, x times 2^-64"
    let domain = "shapes [rows, columns] \(shapes.map { [$0.0, $0.1] }); values in [-1, 1), \(scales)"
    var random = run.random("subnormal matrices")
    let cases = shapes.map { rows, columns in
      var each = MatVecCase.random(rows: rows, columns: columns, &random)
      each.weights = each.weights.map { $0 * 0x1p-70 }
      each.x = each.x.map { $0 * 0x1p-64 }
      return each
    }
    return MatVecCases(cases: cases, generator: "subnormal matrices: \(domain)", seed: random.seed)
  }

  /// Records matrices and vectors as inputs, one case after the other.
  func record(in run: Recorder) {
    run.input("weights", cases.flatMap(\.weights), generator: generator, seed: seed, cases: cases.count)
    run.input("x", cases.flatMap(\.x), generator: generator, seed: seed, cases: cases.count)
  }
}
