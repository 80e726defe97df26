import FalsifierKit
import Models

/// A real file fed at once, in runs, and token by token.
enum LiveCache {
  /// The splits are of the same number of tokens, which are also run at once.
  static func judge(_ file: LiveFile, splits: [[Int]], _ run: Recorder) throws {
    let live = try file.open(run)
    let tokens = live.prompts(1, positions: splits[0].reduce(0, +), run)[0]
    let paths = ForwardPath.allCases
    let whole = try paths.map { try CacheKernels.pass(live.decoder($0, capacity: 2 * tokens.count), tokens) }
    try run.judge(CacheKernels.real, mutants: CacheMutants.all) { (kernel: CacheKernel, probe) in
      for (path, expected) in zip(paths, whole) {
        let results = try splits.flatMap { try kernel(live.decoder(path, capacity: 2 * tokens.count), tokens, $0) }
        probe.output(path.rawValue, results)
        try probe.compare(path.rawValue, results, to: splits.flatMap { _ in expected }, .bitsDiffering)
      }
    }
  }
}
