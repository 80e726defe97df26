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
        MatVecCase.real,
        mutants: [
          MatVecMutants.readAsTransposed, MatVecMutants.rowsPadded, MatVecMutants.columnShifted,
          MatVecMutants.lastColumnDropped,
        ]
      ) { (kernel: MatVecKernel, probe) in
        let y = try kernel(each)
        probe.output("y", y)
        try probe.countOutside(y, of: oracle.values, bound: oracle.bound)
        try probe.compare(y, to: oracle.values, .cosine)
      }
      try run.measure { probe in
        try probe.compare("misread", try MatVecMutants.readAsTransposed.kernel(each), to: oracle.values, .cosine)
      }
    }
  }

  func testFalsifyMATVEC002() throws {
    try falsify("FALSIFY-MATVEC-002", in: Self.contract) { run in
      let symmetric = MatVecCase.symmetric(96)
      run.input("weights", symmetric.weights, generator: "((i + j) mod 17 - 8) * 0.1", shape: [96, 96])
      run.input("x", symmetric.x, generator: "((i mod 11) - 5) * 0.1")
      let right = try MatVecCase.real(symmetric)
      let misread = MatVecMutants.readAsTransposed.kernel
      // The fixture on trial: a wrong kernel that it cannot tell, and two that it can.
      try run.judge(
        misread, mutants: [MatVecMutants.columnShifted, MatVecMutants.lastColumnDropped]
      ) { (kernel: MatVecKernel, probe) in
        let y = try kernel(symmetric)
        probe.output("misread", y)
        try probe.compare("symmetric", y, to: right, .bitsDiffering)
      }
      let domain = "[96][96], values in [-1, 1)"
      var random = run.random("square", domain: domain)
      let square = MatVecCase.random(rows: 96, columns: 96, &random)
      run.input("square", square.weights + square.x, generator: "square: \(domain)", seed: random.seed)
      try run.measure { probe in
        try probe.compare("square", try misread(square), to: square.oracle().values, .cosine)
      }
    }
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
      try run.measure { probe in
        probe.countVariants(try Self.variants(cases.cases), differingFrom: rows)
      }
    }
  }

  /// The results of all cases, by each path with each number of threads.
  private static func variants(_ cases: [MatVecCase]) throws -> [[Float]] {
    try MatVec.implementations.flatMap { path in
      try threadCounts.map { threads in
        try cases.flatMap { try $0.product(threads: threads, implementation: path) }
      }
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
        try probe.countOutside(y, of: oracle, bound: bound)
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
      try run.judge(lane8, mutants: [MatVecMutants.sequentialRows]) { (kernel: MatVecKernel, probe) in
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
      try run.measure { probe in
        probe.countVariants("matvec", try Self.variants(cases), differingFrom: expected)
      }
    }
  }
}
