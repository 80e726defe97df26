import Measuring
import Kernels

/// What falsifiers measure for contracts/matvec-layout-v1.yaml.
package enum MatVecExperiments {
  private static let contract = "matvec-layout-v1"
  private static let threadCounts = [1, 2, 3, 4, 7, 16, 64, 2000]

  // MARK: Layout

  package static var matvec001: Experiment {
    Experiment("FALSIFY-MATVEC-001", in: contract) { run in
      let domain = "[1024][96], values in [-1, 1)"
      var random = run.random("matrix")
      let each = MatVecCase.random(rows: 1024, columns: 96, &random)
      run.input("weights", each.weights, generator: "matrix: \(domain)", seed: random.seed, shape: [1024, 96])
      run.input("x", each.x, generator: "matrix: \(domain)", seed: random.seed)
      let exact = each.exactProducts
      let bound: BoundArguments = ["count": [Double(each.columns)], "magnitude": each.absoluteProducts]
      try run.judge(
        MatVecCase.real, inOrder: MatVecCase.inOrder,
        mutants: [
          MatVecMutants.readAsTransposed, MatVecMutants.rowsPadded, MatVecMutants.columnShifted,
          MatVecMutants.lastColumnDropped, MatVecMutants.f16Accumulator,
        ]
      ) { (kernel: MatVecKernel, probe) in
        let y = try kernel(each)
        probe.output("y", y)
        try probe.countOutside(y, of: exact, bound: bound)
        try probe.compare(y, to: exact, .cosine)
      }
    }
  }

  // MARK: Fixtures

  /// On trial are fixtures: what a product that reads them transposed looks like.
  package static var matvec002: Experiment {
    Experiment("FALSIFY-MATVEC-002", in: contract) { run in
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
          try probe.compare(name, misread, to: trial.fixture.exactProducts, .cosine)
        }
      }
    }
  }

  /// A fixture of values in [-1, 1), recorded.
  private static func drawn(_ name: String, rows: Int, columns: Int, _ run: Recorder) -> MatVecCase {
    let domain = "[\(rows)][\(columns)], values in [-1, 1)"
    var random = run.random(name)
    let fixture = MatVecCase.random(rows: rows, columns: columns, &random)
    run.input(name, fixture.weights + fixture.x, generator: "\(name): \(domain)", seed: random.seed)
    return fixture
  }

  // MARK: Paths and threads

  package static var matvec003: Experiment {
    Experiment("FALSIFY-MATVEC-003", in: contract) { run in
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

  package static var matvec006: Experiment {
    Experiment("FALSIFY-MATVEC-006", in: contract) { run in
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

  /// - Parameter peer: the product of an implementation that is not ours.
  package static func matvec004(beside peer: @escaping PeerMatVec) -> Experiment {
    Experiment("FALSIFY-MATVEC-004", in: contract) { run in
      let cases = MatVecCases.nonSquare(run)
      cases.record(in: run)
      let oracle = cases.cases.flatMap { peer($0.weights, $0.rows, $0.columns, $0.columns, $0.x) }
      let bound: BoundArguments = [
        "count": cases.cases.flatMap { [Double](repeating: Double($0.columns), count: $0.rows) },
        "magnitude": cases.cases.flatMap(\.absoluteProducts),
      ]
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

  package static var ffngguf005: Experiment {
    Experiment("FALSIFY-FFN-GGUF-005", in: contract) { run in
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
