import Measuring
import Kernels

/// Falsifiers of the kernels in contracts/q4k-q8k-dot-v1.yaml; those of published figures are in
/// FalsifyQuantizedPaths.
package enum Q4KQ8KExperiments {
  private static let contract = "q4k-q8k-dot-v1"

  // MARK: Error

  package static var q4kq8k001: Experiment {
    Experiment("FALSIFY-Q4KQ8K-001", in: contract) { run in
      let cases = try FusedCases.finite(run)
      cases.record(in: run)
      let exact = cases.pairs.map { FusedOracle($0.weights, $0.activation) }
      try run.judge(
        FusedKernels.real, inOrder: FusedOrder.inOrder,
        mutants: [
          FusedMutants.nibblesSwapped, FusedMutants.scaleHighBitsDropped, FusedMutants.minimumsDropped,
          FusedMutants.dminSign, FusedMutants.lastBlockDropped, FusedMutants.firstScaleForAll,
          FusedMutants.sumsOfNeighbor, FusedMutants.sixteenBitProducts, FusedMutants.narrowTotal,
        ]
      ) { kernel, probe in
        let results = try cases.pairs.map { try kernel($0.weights, $0.activation) }
        probe.output("dot", results)
        try probe.countOutside(results, of: exact.map(\.value), bound: exact.bound)
      }
    }
  }

  // MARK: Order

  package static var q4kq8k002: Experiment {
    Experiment("FALSIFY-Q4KQ8K-002", in: contract) { run in
      let cases = try FusedCases.adversarial(run)
      cases.record(in: run)
      let stated = cases.pairs.map { FusedOrder().dot($0.weights, $0.activation) }
      try run.judge(
        FusedKernels.real,
        mutants: [
          FusedMutants.oneAccumulator, FusedMutants.fourAccumulators, FusedMutants.unfused,
          FusedMutants.subtractedPerBlock, FusedMutants.publishedOrder, FusedMutants.nanSign,
        ]
      ) { kernel, probe in
        let results = try cases.pairs.map { try kernel($0.weights, $0.activation) }
        probe.output("dot", results)
        try probe.compare(results, to: stated, .bitsDiffering)
      }
      let reference = try cases.pairs.map { try Q4KQ8K.dot($0.weights, $0.activation, implementation: .scalar) }
      // Each path by name; blocks stand at any byte.
      let paths: Paths<Float> = {
        try Q4KQ8K.implementations.flatMap { path in
          try Placement.each.map { place in
            try cases.pairs.enumerated().map { index, pair in
              try place(index).with(pair.weights) {
                try Q4KQ8K.dot(UnsafeRawBufferPointer($0), pair.activation, implementation: path)
              }
            }
          }
        }
      }
      try run.judgePaths(
        paths, differingFrom: reference,
        mutants: [
          .lastPath("path_last_block", "the last super-block is not read", of: paths) {
            try cases.pairs.map { try FusedMutants.lastBlockDropped.kernel($0.weights, $0.activation) }
          }
        ])
    }
  }

  package static var q4kq8k004: Experiment {
    Experiment("FALSIFY-Q4KQ8K-004", in: contract) { run in
      let cases = try FusedCases.finite(run)
      cases.record(in: run)
      let exact = cases.pairs.map { FusedOracle($0.weights, $0.activation) }
      let stated = cases.pairs.map { FusedOrder.published($0.weights, $0.activation) }
      try run.judge(
        FusedKernels.publishedOrder, inOrder: FusedOrder.inOrder,
        mutants: [
          FusedMutants.sumsPerBlock, FusedMutants.ownOrder, FusedMutants.publishedMinimumsDropped,
          FusedMutants.publishedNibblesSwapped,
        ]
      ) { kernel, probe in
        let results = try cases.pairs.map { try kernel($0.weights, $0.activation) }
        probe.output("dot", results)
        try probe.compare(results, to: stated, .bitsDiffering)
        try probe.countOutside(results, of: exact.map(\.value), bound: exact.bound)
      }
    }
  }

  // MARK: Matrix

  package static var q4kq8k003: Experiment {
    Experiment("FALSIFY-Q4KQ8K-003", in: contract) { run in
      var random = run.random("matrices")
      let matrices = try Self.shapes.map { rows, columns in
        (
          rows: rows, columns: columns,
          weights: Q4KCases.blocks(rows * columns / 256, &random, header: Q4KCases.ordinaryHeader),
          activation: try Q8K.quantizePublished(random.units(columns))
        )
      }
      for matrix in matrices {
        let name = "\(matrix.rows)x\(matrix.columns)"
        run.input(
          "weights_\(name)", matrix.weights.signed, generator: "matrices: ordinary headers, quantized units",
          seed: random.seed)
        run.input(
          "scales_\(name)", matrix.activation.scales, generator: "matrices: ordinary headers, quantized units",
          seed: random.seed)
        run.input(
          "values_\(name)", matrix.activation.values, generator: "matrices: ordinary headers, quantized units",
          seed: random.seed)
      }
      var (rows, exact): ([Float], [FusedOracle]) = ([], [])
      for matrix in matrices {
        for row in Self.rows(of: matrix.weights, columns: matrix.columns) {
          rows.append(try Q4KQ8K.dot(row, matrix.activation, implementation: .scalar))
          exact.append(FusedOracle(row, matrix.activation))
        }
      }
      try run.judge(
        QuantizedMatVecKernels.real, inOrder: QuantizedMatVecKernels.inOrder,
        mutants: [
          QuantizedMatVecMutants.blocksTransposed, QuantizedMatVecMutants.strideOfOneBlock,
          QuantizedMatVecMutants.remainderShifted, QuantizedMatVecMutants.fourRowsReversed,
        ]
      ) { kernel, probe in
        func products(threads: Int) throws -> [Float] {
          try matrices.flatMap { try kernel($0.weights, $0.rows, $0.columns, $0.activation, threads) }
        }
        let results = try products(threads: 5)
        probe.output("product", results)
        try probe.compare(results, to: rows, .bitsDiffering)
        try probe.countOutside(results, of: exact.map(\.value), bound: exact.bound)
        probe.countVariants("threads", try Self.threadCounts.map(products), differingFrom: rows)
      }
      let paths: Paths<Float> = {
        try Q4KQ8K.implementations.flatMap { path in
          try [1, 3].map { threads in
            try matrices.flatMap { matrix in
              let nothing = [Float](repeating: .nan, count: matrix.rows)
              return try Placement.guarded.with(matrix.weights, nothing) { weights, results in
                try Q4KQ8K.matVec(
                  UnsafeRawBufferPointer(weights), rows: matrix.rows, columns: matrix.columns, matrix.activation,
                  into: results, threads: threads, implementation: path)
                return Array(results)
              }
            }
          }
        }
      }
      try run.judgePaths(
        paths, differingFrom: rows,
        mutants: [
          .lastPath("path_rows", "the results of each four rows are stored in reverse", of: paths) {
            try matrices.flatMap {
              try QuantizedMatVecMutants.fourRowsReversed.kernel($0.weights, $0.rows, $0.columns, $0.activation, 3)
            }
          }
        ])
    }
  }

  /// None is square; row counts that four and five do not divide are among them.
  private static let shapes = [(96, 1024), (37, 2560), (601, 256), (3, 3584)]

  /// Around the number of rows and processors; more threads than rows included.
  private static let threadCounts = [1, 2, 3, 4, 7, 8, 16, 100]

  private static func rows(of weights: [UInt8], columns: Int) -> [[UInt8]] {
    let rowBytes = columns / 256 * 144
    return stride(from: 0, to: weights.count, by: rowBytes).map { Array(weights[$0..<$0 + rowBytes]) }
  }
}
