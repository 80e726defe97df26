import Measuring
import Kernels

/// The claims on products that every format has, tried on all formats of a contract in one run.
extension Recorder {
  /// No result is further from the exact sum than the bound.
  func judgeErrors<Row>(_ cases: FusedCases<Row>, mutants: [Mutant<ProductKernel<Row>>]) throws {
    cases.record(in: self)
    let exact = cases.pairs.map { FusedOracle($0.reading, $0.weights, $0.activation) }
    try judge(ProductMutants<Row>.real, inOrder: ProductMutants<Row>.inOrder, mutants: mutants) { kernel, probe in
      let results = try cases.pairs.map(kernel)
      probe.output("dot", results)
      try probe.countOutside(results, of: exact.map(\.value), bound: exact.bound)
    }
  }

  /// Every path, by name and with blocks at any byte, gives the bits of the stated order.
  func judgeOrder<Row>(_ cases: FusedCases<Row>, mutants: [Mutant<ProductKernel<Row>>]) throws {
    cases.record(in: self)
    let stated = cases.pairs.map { FusedOrder().dot($0.reading, $0.weights, $0.activation) }
    try judge(ProductMutants<Row>.real, mutants: mutants) { kernel, probe in
      let results = try cases.pairs.map(kernel)
      probe.output("dot", results)
      try probe.compare(results, to: stated, .bitsDiffering)
    }
    let paths: Paths<Float> = {
      try Self.implementations(cases.pairs.map(\.reading)).flatMap { path in
        try Placement.each.map { place in
          try cases.pairs.enumerated().map { index, pair in
            try place(index).with(pair.weights) { try Self.dot(UnsafeRawBufferPointer($0), pair, path) }
          }
        }
      }
    }
    try judgePaths(
      paths, differingFrom: stated,
      mutants: [
        .lastPath("path_last_block", "the last block is not read", of: paths) {
          try cases.pairs.map(ProductMutants<Row>.lastBlockDropped.kernel)
        }
      ])
  }

  /// Each product of several rows and activations is that of the row and the activation, on every path and for any
  /// number of threads.
  func judgeMatrices<Row>(_ cases: MatMatCases<Row>, mutants: [Mutant<MatMatKernel<Row>>]) throws {
    cases.record(in: self)
    let real: MatMatKernel<Row> = { try Row.blockProduct(ProductCall($0, threads: $1)) }
    let wrong = MatMatMutants(real: real)
    let stated = try cases.matrices.flatMap { try $0.products(FusedOrder()) }
    try judge(
      real,
      mutants: [
        wrong.resultsTransposed, wrong.blocksTransposed, wrong.lastActivationsRepeated, wrong.scalesOfFirstActivation,
        wrong.scalesOfFirstRow,
      ] + mutants
    ) { kernel, probe in
      let results = try cases.matrices.flatMap { try kernel($0, 1) }
      probe.output("products", results)
      try probe.compare(results, to: stated, .bitsDiffering)
    }
    let threads: Paths<Float> = {
      try [2, 3, 8, 100].map { count in try cases.matrices.flatMap { try real($0, count) } }
    }
    try judgePaths(
      "threads", threads, differingFrom: stated,
      mutants: [
        .lastPath("path_share_of_rows", "the last row of a share is the one before it", of: threads) {
          try cases.matrices.flatMap { try wrong.lastRowRepeated.kernel($0, 100) }
        }
      ])
    let paths: Paths<Float> = {
      try Self.implementations(cases.matrices.map(\.reading)).flatMap { path in
        try [1, 3].map { threads in
          try cases.matrices.flatMap { try MatMatKernels.product($0, threads: threads, implementation: path) }
        }
      }
    }
    try judgePaths(
      paths, differingFrom: stated,
      mutants: [
        .lastPath("path_activations", "activations after the last whole four repeat the one before", of: paths) {
          try cases.matrices.flatMap { try wrong.lastActivationsRepeated.kernel($0, 3) }
        }
      ])
  }

  /// The paths that some of the formats have; the others run the next lower one there.
  private static func implementations(_ readings: [ProductReading]) -> [Implementation] {
    let paths = Set(readings.map(\.format)).flatMap { FusedProduct.implementations(of: $0) }
    return Implementation.available.filter(paths.contains)
  }

  private static func dot<Row>(
    _ weights: UnsafeRawBufferPointer, _ pair: FusedCases<Row>.Pair, _ path: Implementation
  ) throws -> Float {
    var result: [Float] = [.nan]
    try result.withUnsafeMutableBufferPointer {
      try FusedProduct.matMat(
        weights, format: pair.reading.format, rows: 1, columns: pair.activation.count, pair.activation, count: 1,
        into: $0, implementation: path)
    }
    return result[0]
  }
}
