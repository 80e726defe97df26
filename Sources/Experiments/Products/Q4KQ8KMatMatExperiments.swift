import Measuring
import Kernels

/// The falsifier of mat_mat in contracts/q4k-q8k-dot-v1.yaml.
package enum Q4KQ8KMatMatExperiments {
  package static var q4kq8k005: Experiment {
    Experiment("FALSIFY-Q4KQ8K-005", in: "q4k-q8k-dot-v1") { run in
      let cases = try MatMatCases.all(run)
      cases.record(in: run)
      let stated = try cases.matrices.flatMap { try $0.products(FusedOrder()) }
      let mutants = MatMatMutants(real: MatMatKernels.q4K)
      try run.judge(
        MatMatKernels.q4K,
        mutants: [
          mutants.resultsTransposed, mutants.lastActivationsRepeated, mutants.scalesOfFirstActivation,
          mutants.minimumsOfFirstRow, mutants.oneAccumulator("one accumulator a sum, not two in turns"),
          mutants.roundedTwice("the sum of all eight sub-blocks is kept in binary32 from the start"),
        ]
      ) { kernel, probe in
        let results = try cases.matrices.flatMap { try kernel($0, 1) }
        probe.output("products", results)
        try probe.compare(results, to: stated, .bitsDiffering)
      }
      let threads: Paths<Float> = {
        try [2, 3, 8, 100].map { count in try cases.matrices.flatMap { try MatMatKernels.q4K($0, count) } }
      }
      try run.judgePaths(
        "threads", threads, differingFrom: stated,
        mutants: [
          .lastPath("path_share_of_rows", "the last row of a share is the one before it", of: threads) {
            try cases.matrices.flatMap { try mutants.lastRowRepeated.kernel($0, 100) }
          }
        ])
      let paths: Paths<Float> = {
        try Q4KQ8K.implementations.flatMap { path in
          try [1, 3].map { threads in
            try cases.matrices.flatMap { try MatMatKernels.q4K($0, threads: threads, implementation: path) }
          }
        }
      }
      try run.judgePaths(
        paths, differingFrom: stated,
        mutants: [
          .lastPath("path_activations", "activations after the last whole four repeat the one before", of: paths) {
            try cases.matrices.flatMap { try mutants.lastActivationsRepeated.kernel($0, 3) }
          }
        ])
    }
  }
}
