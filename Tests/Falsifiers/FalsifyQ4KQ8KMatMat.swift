import FalsifierKit
import Kernels

/// The falsifier of mat_mat in contracts/q4k-q8k-dot-v1.yaml.
final class FalsifyQ4KQ8KMatMat: FalsifierCase {
  func testFalsifyQ4KQ8K005() throws {
    try falsify("FALSIFY-Q4KQ8K-005", in: "q4k-q8k-dot-v1") { run in
      let cases = try MatMatCases.all(run)
      cases.record(in: run)
      let stated = try cases.matrices.flatMap { try $0.products { FusedOrder().dot($0, $1) } }
      try run.judge(
        MatMatKernels.real,
        mutants: [
          MatMatMutants.resultsTransposed, MatMatMutants.lastActivationsRepeated,
          MatMatMutants.scalesOfFirstActivation, MatMatMutants.minimumsOfFirstRow, MatMatMutants.oneAccumulator,
          MatMatMutants.roundedTwice,
        ]
      ) { kernel, probe in
        func products(threads: Int) throws -> [Float] { try cases.matrices.flatMap { try kernel($0, threads) } }
        let results = try products(threads: 1)
        probe.output("products", results)
        try probe.compare(results, to: stated, .bitsDiffering)
        probe.countVariants("threads", try [2, 3, 8, 100].map(products), differingFrom: results)
      }
      try run.measure { probe in
        let variants = try Q4KQ8K.implementations.flatMap { path in
          try [1, 3].map { threads in
            try cases.matrices.flatMap { try MatMatKernels.product($0, threads: threads, implementation: path) }
          }
        }
        probe.countVariants(variants, differingFrom: stated)
      }
    }
  }
}
