import COpenBLAS
import FalsifierKit
import Kernels
import XCTest

/// Falsifiers of contracts/matvec-layout-v1.yaml.
final class FalsifyMatVec: FalsifierCase {
  private static let contract = "matvec-layout-v1"
  private static let threadCounts = [1, 2, 3, 4, 7, 16, 64, 2000]

  // MARK: Layout

  func testFalsifyMATVEC001() throws {
    try falsify("FALSIFY-MATVEC-001", in: Self.contract) { run in
      let domain = "[1024][96], values in [-1, 1)"
      var random = run.random("matrix", domain: domain)
      let each = MatVecCase.random(rows: 1024, columns: 96, &random)
      run.input("weights", each.weights, generator: "matrix: \(domain)", seed: random.seed, shape: [1024, 96])
      run.input("x", each.x, generator: "matrix: \(domain)", seed: random.seed)
      let oracle = each.oracle()
      try run.judge(
        MatVecCase.real, inOrder: MatVecCase.inOrder,
        mutants: [
          MatVecMutants.readAsTransposed, MatVecMutants.rowsPadded, MatVecMutants.columnShifted,
          MatVecMutants.lastColumnDropped, MatVecMutants.f16Accumulator,
        ]
      ) { (kernel: MatVecKernel, probe) in
        let y = try kernel(each)
        probe.output("y", y)
        try probe.countOutside(y, of: oracle.values, bound: oracle.bound)
        try probe.compare(y, to: oracle.values, .cosine)
      }
    }
  }

  // MARK: Fixtures

  /// On trial are fixtures: what a product that reads them transposed looks like.
  func testFalsifyMATVEC002() throws {
    try falsify("FALSIFY-MATVEC-002", in: Self.contract) { run in
      let symmetric = MatVecCase.symmetric(96)
      run.input("symmetric", symmetric.weights, generator: "((i + j) mod 17 - 8) * 0.1", shape: [96, 96])
      run.input("x", symmetric.x, generator: "((i mod 11) - 5) * 0.1")
      let square = Self.drawn("square", rows: 96, columns: 96, run)
      let tall = Self.drawn("tall", rows: 1024, columns: 96, run)
      try run.judge(
        MatVecTrial(fixture: symmetric), mutants: [MatVecTrials.oneWeightChanged, MatVecTrials.random(square)]
      ) { trial, probe in
        let misread = try trial.misread()
        probe.output("symmetric, misread", misread)
        try probe.compare("symmetric", misread, to: try trial.right(), .bitsDiffering)
      }
      // Other faults are seen with the same fixture.
      try run.judge(
        MatVecCase.real, mutants: [MatVecMutants.columnShifted, MatVecMutants.lastColumnDropped]
      ) { (kernel: MatVecKernel, probe) in
        let y = try kernel(symmetric)
        probe.output("symmetric", y)
        try probe.compare("others", y, to: try MatVecTrial(fixture: symmetric).right(), .bitsDiffering)
      }
      for (name, fixture, mutant) in [
        ("square", square, MatVecTrials.symmetric), ("tall", tall, MatVecTrials.nearlyEqualWeights),
      ] {
        try run.judge(
          MatVecTrial(fixture: fixture), inOrder: { MatVecTrial(fixture: fixture, product: MatVecCase.inOrder($0)) },
          mutants: [mutant]
        ) { trial, probe in
          let misread = try trial.misread()
          probe.output("\(name), misread", misread)
          try probe.compare(name, misread, to: trial.fixture.oracle().values, .cosine)
        }
      }
    }
  }

  /// A fixture of values in [-1, 1), recorded.
  private static func drawn(_ name: String, rows: Int, columns: Int, _ run: Recorder) -> MatVecCase {
    let domain = "[\(rows)][\(columns)], values in [-1, 1)"
    var random = run.random(name, domain: domain)
    let fixture = MatVecCase.random(rows: rows, columns: columns, &random)
    run.input(name, fixture.weights + fixture.x, generator: "\(name): \(domain)", seed: random.seed)
    return fixture
  }

  // MARK: Paths and threads

  func testFalsifyMATVEC003() throws {
    try falsify("FALSIFY-MATVEC-003", in: Self.contract) { run in
      let cases = MatVecCases.nonSquare(run)
      cases.record(in: run)
      let rows = try cases.cases.flatMap { each in
        try (0..<each.rows).map { try Dot.f32(Array(each.row($0)), each.x, implementation: .scalar) }
      }
      try run.judge(
        MatVecCase.real,
        mutants: [MatVecMutants.columnsShared, MatVecMutants.runOverlaps, MatVecMutants.sequentialRows]
      ) { (kernel: MatVecKernel, probe) in
        let y = try cases.cases.flatMap { try kernel($0) }
        probe.output("y", y)
        try probe.compare(y, to: rows, .bitsDiffering)
      }
      let paths = try Self.variants(cases.cases)
      try run.judgePaths(
        { paths }, differingFrom: rows,
        mutants: [
          .lastPath("path_last_column_dropped", "the last column is not read", of: { paths }) {
            try cases.cases.flatMap { try MatVecMutants.lastColumnDropped.kernel($0) }
          },
          .lastPath("path_run_overlaps", "the second half of the rows starts one row too early", of: { paths }) {
            try cases.cases.flatMap { try MatVecMutants.runOverlaps.kernel($0) }
          },
        ])
    }
  }

  func testFalsifyMATVEC006() throws {
    try falsify("FALSIFY-MATVEC-006", in: Self.contract) { run in
      let cases = MatVecCases.subnormal(run)
      cases.record(in: run)
      let rows = try cases.cases.flatMap { each in
        try (0..<each.rows).map { try Dot.f32(Array(each.row($0)), each.x, implementation: .scalar) }
      }
      let counts = Self.threadCounts.filter { $0 > 1 }
      let expected = (0..<WorkerPool.allCases.count * counts.count).flatMap { _ in rows }
      try run.judge(
        MatVecCase.threaded, mutants: [MatVecMutants.secondRunFlushes, MatVecMutants.secondRunRoundsDown]
      ) { (kernel: ThreadedMatVecKernel, probe) in
        let y = try WorkerPool.allCases.flatMap { pool in
          try counts.flatMap { threads in try pool.left { try cases.cases.flatMap { try kernel($0, threads) } } }
        }
        probe.output("y", y)
        try probe.compare(y, to: expected, .bitsDiffering)
      }
    }
  }

  /// The results of all cases, by each path with each number of threads and in each place.
  private static func variants(_ cases: [MatVecCase]) throws -> [[Float]] {
    try MatVec.implementations.flatMap { path in
      let threaded = try threadCounts.map { threads in
        try cases.flatMap { try $0.product(threads: threads, implementation: path) }
      }
      let placed = try Placement.each.map { place in
        try cases.enumerated().flatMap { try $1.product(place($0), implementation: path) }
      }
      return placed + threaded
    }
  }

  // MARK: OpenBLAS

  func testFalsifyMATVEC004() throws {
    try falsify("FALSIFY-MATVEC-004", in: Self.contract) { run in
      let cases = MatVecCases.nonSquare(run)
      cases.record(in: run)
      let oracle = cases.cases.flatMap { each in
        var y = [Float](repeating: 0, count: each.rows)
        cblas_sgemv(
          CblasRowMajor, CblasNoTrans, Int32(each.rows), Int32(each.columns), 1, each.weights, Int32(each.columns),
          each.x, 1, 0, &y, 1)
        return y
      }
      let bound = cases.cases.flatMap { each in
        each.absoluteProducts.map {
          ErrorBound.dot64(count: each.columns, absoluteDot: $0)
            + ErrorBound.dotAnyOrder(count: each.columns, absoluteDot: $0)
        }
      }
      try run.judge(
        MatVecCase.real, mutants: [MatVecMutants.readAsTransposed, MatVecMutants.rowsPadded]
      ) { (kernel: MatVecKernel, probe) in
        let y = try cases.cases.flatMap { try kernel($0) }
        probe.output("y", y)
        try probe.countOutside(y, of: oracle, bound: bound, isPortable: false)
      }
    }
  }

  // MARK: Published

  func testFalsifyFFNGGUF005() throws {
    try falsify("FALSIFY-FFN-GGUF-005", in: Self.contract) { run in
      let x: [Float] = (0..<512).map { (Float($0 % 17) - 8) * 0.1 }
      let weights: [Float] = (0..<65_536).map { (Float((31 * $0) % 23) - 11) * 0.05 }
      run.input("x", x, generator: "published recipe, section 2", shape: [4, 128])
      run.input("weights", weights, generator: "published recipe, section 2", shape: [512, 128])
      let cases = (0..<4).map { row in
        MatVecCase(weights: weights, rows: 512, columns: 128, x: Array(x[row * 128..<(row + 1) * 128]))
      }
      let lane8: MatVecKernel = { each in
        try (0..<each.rows).map { try Dot.lane8(Array(each.row($0)), each.x) }
      }
      try run.judge(
        lane8, mutants: [MatVecMutants.sequentialRows, MatVecMutants.lastChunkDropped]
      ) { (kernel: MatVecKernel, probe) in
        let y = try cases.flatMap { try kernel($0) }
        probe.output("lane8", y, shape: [4, 512])
        probe.bits("lane8.first", y[0])
        probe.sha256("lane8", y)
      }
      let expected = try cases.flatMap { try $0.product(threads: 1, implementation: .scalar) }
      try run.judge(
        MatVecCase.real,
        mutants: [MatVecMutants.readAsTransposed, MatVecMutants.columnsShared, MatVecMutants.runOverlaps]
      ) { (kernel: MatVecKernel, probe) in
        let y = try cases.flatMap { try kernel($0) }
        probe.output("matvec", y, shape: [4, 512])
        probe.sha256("matvec", y)
      }
      let paths = try Self.variants(cases)
      try run.judgePaths(
        "matvec", { paths }, differingFrom: expected,
        mutants: [
          .lastPath("path_columns_shared", "two threads take half of the columns each", of: { paths }) {
            try cases.flatMap { try MatVecMutants.columnsShared.kernel($0) }
          }
        ])
    }
  }
}
