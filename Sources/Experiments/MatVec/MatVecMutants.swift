import Measuring
import Kernels

/// Wrong products: the real kernel with one fault each.
enum MatVecMutants {
  /// The fault behind the whole published investigation.
  static let readAsTransposed = Mutant<MatVecKernel>(
    "read_as_transposed", "a [rows][columns] weight is indexed as [columns][rows]"
  ) {
    try MatVecCase.real($0.readAsTransposed)
  }

  static let rowsPadded = Mutant<MatVecKernel>(
    "rows_padded", "rows are taken to be one element longer than they are, wrapping round"
  ) { each in
    var misread = each
    misread.weights = each.weights.indices.map { index in
      each.weights[(index + index / each.columns) % each.weights.count]
    }
    return try MatVecCase.real(misread)
  }

  static let columnShifted = Mutant<MatVecKernel>("column_shifted", "column i is multiplied by x of column i + 1") {
    var each = $0
    each.x = Array(each.x.dropFirst()) + each.x.prefix(1)
    return try MatVecCase.real(each)
  }

  static let lastColumnDropped = Mutant<MatVecKernel>("last_column_dropped", "the last column is not read") { each in
    var shorter = each
    shorter.columns -= 1
    shorter.x.removeLast()
    shorter.weights = (0..<each.rows).flatMap { each.row($0).dropLast() }
    return try MatVecCase.real(shorter)
  }

  static let lastChunkDropped = Mutant<MatVecKernel>(
    "last_chunk_dropped", "the last 8 columns are not read, in the published order of 8 lanes"
  ) { each in
    try (0..<each.rows).map { try Dot.lane8(Array(each.row($0).dropLast(8)), Array(each.x.dropLast(8))) }
  }

  static let f16Accumulator = Mutant<MatVecKernel>(
    "f16_accumulator", "lanes are rounded to 11 significant bits after every sum"
  ) { each in
    try (0..<each.rows).map { try DotMutants.f16Accumulator.kernel(Array(each.row($0)), each.x) }
  }

  // MARK: Sharing among threads

  static let columnsShared = Mutant<MatVecKernel>(
    "columns_shared", "two threads take half of the columns each, and their sums are added"
  ) { each in
    let half = each.columns / 2
    return try (0..<each.rows).map { index in
      let row = each.row(index)
      return try Dot.f32(Array(row.prefix(half)), Array(each.x.prefix(half)))
        + Dot.f32(Array(row.dropFirst(half)), Array(each.x.dropFirst(half)))
    }
  }

  static let runOverlaps = Mutant<MatVecKernel>(
    "run_overlaps", "the second half of the rows starts one row too early"
  ) { each in
    var result = try MatVecCase.real(each)
    let half = each.rows / 2
    result.replaceSubrange(half..., with: result[max(half - 1, 0)..<each.rows - min(half, 1)])
    return result
  }

  // MARK: What a worker's thread was used for before

  static let secondRunFlushes = Mutant<ThreadedMatVecKernel>(
    "second_run_flushes", "the second half of the rows is computed where subnormal results become zero"
  ) { each, threads in
    let result = try MatVecCase.threaded(each, threads)
    return result.enumerated().map { $0 < each.rows / 2 || !$1.isSubnormal ? $1 : 0 }
  }

  static let secondRunRoundsDown = Mutant<ThreadedMatVecKernel>(
    "second_run_rounds_down", "the second half of the rows is computed where the last step rounds down"
  ) { each, threads in
    let result = try MatVecCase.threaded(each, threads)
    return result.enumerated().map { $0 < each.rows / 2 ? $1 : $1.nextDown }
  }

  static let sequentialRows = Mutant<MatVecKernel>(
    "sequential_rows", "each row is summed in one accumulator, in ascending order"
  ) { each in
    try (0..<each.rows).map { try DotMutants.oneAccumulator(Array(each.row($0)), each.x) }
  }
}
