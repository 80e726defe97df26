import Measuring
import Kernels

/// Attention with a number of threads.
typealias ThreadedKernel = @Sendable (AttentionCase, Int) throws -> [Float]

enum ThreadedKernels {
  @TaskLocal static var real: ThreadedKernel = {
    try Attention.decode(query: $0.query, cache: $0.cache(), queryHeads: $0.queryHeads, threads: $1)
  }
}

/// Wrong ways to share out query heads.
enum ThreadMutants {
  static let kvHeadFromRun = Mutant<ThreadedKernel>(
    "kv_head_from_run", "key/value heads are counted from the first query head of a thread"
  ) { c, threads in
    let starts = runs(of: c.queryHeads, threads: threads).map(\.lowerBound)
    let map = { (head: Int) in (head - starts.last { $0 <= head }!) / c.ratio }
    return try AttentionMutants.mapped(c, keys: map, values: map)
  }

  static let positionsShared = Mutant<ThreadedKernel>(
    "positions_shared", "threads share positions, and their sums are added up"
  ) { c, threads in
    var steps = AttentionSteps()
    steps.sum = { weights, values in
      runs(of: weights.count, threads: threads).reduce(0) { total, run in
        var sum: Float = 0
        for t in run { sum.addProduct(weights[t], values[t]) }
        return total + sum
      }
    }
    return try steps.decode(c)
  }

  static let restDropped = Mutant<ThreadedKernel>(
    "rest_dropped", "heads that are left over after equal runs get the output of the last head of a run"
  ) { c, threads in
    var output = try AttentionKernels.real(c)
    let count = min(threads, c.queryHeads)
    for i in c.queryHeads / count * count * c.headDim..<output.count { output[i] = output[i - c.headDim] }
    return output
  }

  /// Consecutive runs, the first ones longer by one where they are not equal.
  private static func runs(of count: Int, threads: Int) -> [Range<Int>] {
    let number = min(threads, count)
    return (0..<number).map { run in
      let first = count / number * run + min(run, count % number)
      return first..<first + count / number + (run < count % number ? 1 : 0)
    }
  }
}
