import CKernels

/// Product of an f32 matrix and a vector.
public enum MatVec {
  /// The paths of `f32` with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { table.implementations }

  /// `y = W x`: each result is the dot product of a row of W and x.
  ///
  /// Result r has the bits of `Dot.f32` of row r and x, on every path and with any number of
  /// threads, which share out whole rows. With one thread nothing is allocated.
  ///
  /// - Parameters:
  ///   - weights: W, row-major, [rows][columns], that is [out][in]: element (r, c) at `r * columns + c`.
  ///   - rows: the number of results; may be 0.
  ///   - columns: the length of `x`; may be 0, which gives zeros.
  ///   - x: the vector.
  ///   - y: room for exactly `rows` values; must not overlap the inputs.
  ///   - threads: the number of threads to share the rows, at least 1.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.invalidSize` for negative rows or columns or for threads below 1;
  ///   `KernelError.shapeMismatch` when weights, x or y do not fit rows and columns;
  ///   `KernelError.unavailable`.
  /// - Complexity: O(rows * columns).
  ///
  /// Error and edge cases: as of `Dot.f32`, row by row. A transposed matrix has the same length and
  /// cannot be told from a right one here: test non-square shapes.
  public static func f32(
    _ weights: UnsafeBufferPointer<Float>, rows: Int, columns: Int, _ x: UnsafeBufferPointer<Float>,
    into y: UnsafeMutableBufferPointer<Float>, threads: Int = 1, implementation: Implementation = .preferred
  ) throws {
    try checkShapes(weights: weights.count, rows: rows, columns: columns, x: x.count, threads: threads)
    try ShapeCheck("MatVec.f32").equal("length of y", y.count, "rows", rows)
    let path = try table.function(for: implementation)
    guard let target = y.baseAddress, rows > 0 else { return }
    guard let w = weights.baseAddress, let source = x.baseAddress, columns > 0 else {
      return y.update(repeating: 0)
    }
    let job = Job(weights: w, x: source, y: target, columns: columns, path: path)
    Parallel.forEachRun(of: rows, threads: threads) { job.run($0) }
  }

  /// `W x` of arrays, newly allocated; see the pointer version.
  public static func f32(
    _ weights: [Float], rows: Int, columns: Int, _ x: [Float], threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws -> [Float] {
    try checkShapes(weights: weights.count, rows: rows, columns: columns, x: x.count, threads: threads)
    var y = [Float](repeating: 0, count: rows)
    try weights.withUnsafeBufferPointer { weights in
      try x.withUnsafeBufferPointer { x in
        try y.withUnsafeMutableBufferPointer { y in
          try f32(
            weights, rows: rows, columns: columns, x, into: y, threads: threads, implementation: implementation)
        }
      }
    }
    return y
  }

  /// The checks that do not concern the results, so that they stand before an allocation.
  private static func checkShapes(weights: Int, rows: Int, columns: Int, x: Int, threads: Int) throws {
    let check = ShapeCheck("MatVec.f32")
    try check.size("rows", rows, rows >= 0, "at least 0")
    try check.size("columns", columns, columns >= 0, "at least 0")
    try check.size("threads", threads, threads >= 1, "at least 1")
    try check.equal("length of weights", weights, "rows * columns", check.product(rows, columns))
    try check.equal("length of x", x, "columns", columns)
  }

  /// Rows, x, results, number of rows, number of columns.
  typealias Function =
    @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int) -> Void

  /// One path.
  ///
  /// Wrapped, because a bare function taken out of a generic table and then kept is allocated.
  struct Path: Sendable {
    let run: Function
  }

  #if arch(x86_64)
    static let table = ImplementationTable<Path>(
      scalar: Path(run: reference),
      [
        .avx2: Path { ck_f32_matvec_avx2($0, $1, $2, $3, $4) },
        .avx512: Path { ck_f32_matvec_avx512($0, $1, $2, $3, $4) },
      ])
  #elseif arch(arm64)
    static let table = ImplementationTable<Path>(
      scalar: Path(run: reference), [.neon: Path { ck_f32_matvec_neon($0, $1, $2, $3, $4) }])
  #else
    static let table = ImplementationTable<Path>(scalar: Path(run: reference))
  #endif

  /// One call; runs of rows write different results.
  private struct Job: @unchecked Sendable {
    let weights: UnsafePointer<Float>
    let x: UnsafePointer<Float>
    let y: UnsafeMutablePointer<Float>
    let columns: Int
    let path: Path

    func run(_ rows: Range<Int>) {
      path.run(weights + rows.lowerBound * columns, x, y + rows.lowerBound, rows.count, columns)
    }
  }
}
