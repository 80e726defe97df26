import Dispatch

extension Q4KQ8K {
  /// The product of a matrix of Q4_K weights and one row of Q8_K activations.
  ///
  /// Result r has the bits of `dot` of weight row r and the activation, whatever the number of
  /// threads: threads share out whole rows. With one thread nothing is allocated.
  ///
  /// - Parameters:
  ///   - weights: `rows` rows of `columns` weights, row after row ([rows][columns], the layout of
  ///     GGUF), each a whole number of super-blocks of 144 bytes; no alignment is needed.
  ///   - rows: the number of results; may be 0.
  ///   - columns: the number of activations, a multiple of 256.
  ///   - activation: the quantised row.
  ///   - results: room for exactly `rows` values.
  ///   - threads: the number of threads to share the rows, at least 1.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.invalidSize` for negative rows, columns that are no multiple of 256 or
  ///   threads below 1; `KernelError.shapeMismatch` when weights, activation or results do not fit
  ///   rows and columns; `KernelError.unavailable`.
  /// - Complexity: O(rows * columns).
  public static func matVec(
    _ weights: UnsafeRawBufferPointer, rows: Int, columns: Int, _ activation: Q8K.Row,
    into results: UnsafeMutableBufferPointer<Float>, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws {
    try checkShapes(
      weightBytes: weights.count, rows: rows, columns: columns, activations: activation.count,
      results: results.count, threads: threads)
    let path = try rowsTable.function(for: implementation)
    guard let target = results.baseAddress, rows > 0 else { return }
    let blocks = columns / Q4K.blockWeights
    guard blocks > 0, let source = weights.baseAddress else { return results.update(repeating: 0) }
    let start = source.assumingMemoryBound(to: UInt8.self)
    if threads == 1 {
      activation.withPointers { path.rows(start, rows, blocks, $0, $1, $2, target) }
    } else {
      try share(start, rows, blocks, activation, target, min(threads, rows), implementation)
    }
  }

  /// The product of a matrix of Q4_K weights, in an array, and one row of Q8_K activations.
  ///
  /// See `matVec(_:rows:columns:_:into:threads:implementation:)`, which says what is computed and
  /// when it throws; this one allocates its result.
  public static func matVec(
    _ weights: [UInt8], rows: Int, columns: Int, _ activation: Q8K.Row, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws -> [Float] {
    // First, so that a wrong count is an error and not an allocation that fails.
    try checkShapes(
      weightBytes: weights.count, rows: rows, columns: columns, activations: activation.count,
      results: rows, threads: threads)
    var results = [Float](repeating: 0, count: rows)
    try weights.withUnsafeBytes { bytes in
      try results.withUnsafeMutableBufferPointer {
        try matVec(
          bytes, rows: rows, columns: columns, activation, into: $0, threads: threads,
          implementation: implementation)
      }
    }
    return results
  }

  private static func checkShapes(
    weightBytes: Int, rows: Int, columns: Int, activations: Int, results: Int, threads: Int
  ) throws {
    try requireSize("rows", rows, "at least 0", rows >= 0)
    try requireSize(
      "columns", columns, "a multiple of 256, and not negative",
      columns >= 0 && columns % Q4K.blockWeights == 0)
    try requireSize("threads", threads, "at least 1", threads >= 1)
    let (bytes, overflow) = rows.multipliedReportingOverflow(by: columns / Q4K.blockWeights * Q4K.blockBytes)
    try requireEqual("bytes of weights", weightBytes, "bytes of rows * columns", overflow ? .max : bytes)
    try requireEqual("number of activations", activations, "columns", columns)
    try requireEqual("length of results", results, "rows", rows)
  }

  private static func requireSize(_ name: String, _ value: Int, _ requirement: String, _ holds: Bool) throws {
    guard holds else {
      throw KernelError.invalidSize(
        operation: "Q4KQ8K.matVec", name: name, value: value, requirement: requirement)
    }
  }

  private static func requireEqual(_ leftName: String, _ left: Int, _ rightName: String, _ right: Int) throws {
    guard left == right else {
      throw KernelError.shapeMismatch(
        operation: "Q4KQ8K.matVec", leftName: leftName, left: left, rightName: rightName, right: right)
    }
  }

  /// Computes the rows in `parts` runs of consecutive ones, each on a thread of its own.
  ///
  /// Apart from its caller, because a function that a thread keeps is allocated, and one that is
  /// only called is not.
  @inline(never)
  private static func share(
    _ weights: UnsafePointer<UInt8>, _ rows: Int, _ blocks: Int, _ activation: Q8K.Row,
    _ results: UnsafeMutablePointer<Float>, _ parts: Int, _ implementation: Implementation
  ) throws {
    let path = try rowsTable.function(for: implementation)
    // No two parts write one result, and all that is read stays as it is.
    nonisolated(unsafe) let (weights, results) = (weights, results)
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let first = rows / parts * part + min(part, rows % parts)
      let count = rows / parts + (part < rows % parts ? 1 : 0)
      let start = weights + first * blocks * Q4K.blockBytes
      FloatingPointEnvironment.withDefault {
        activation.withPointers { path.rows(start, count, blocks, $0, $1, $2, results + first) }
      }
    }
  }
}
