import Measuring

/// Runs of ascending negative arguments that lie close together: neighbors, or a few numbers apart.
struct NeighborRuns {
  let all: [[Float]]

  /// 64 neighbors around each of 3,000 drawn arguments in [-109, -8], and around each change of the exponential's power.
  static func silu(_ run: Recorder) -> NeighborRuns {
    let domain = "uniform in [-109, -8], multiples of 2^-16"
    var random = run.random("tail")
    let drawn = (0..<3000).map { _ in -Float(random.integer(in: 524_288..<7_143_424)) * 0x1p-16 }
    // e^-x is reduced by n ln 2 with n = round(-x / ln 2): it changes half-way between two multiples.
    let seams = (12...156).map { -(Float($0) + 0.5) * 0.6931472 }
    return record((drawn + seams).map { around($0, apart: 1) }, domain, random.seed, run)
  }

  /// 64 arguments, eight numbers apart, around each of 3,000 drawn in [-10, -4].
  static func gelu(_ run: Recorder) -> NeighborRuns {
    let domain = "uniform in [-10, -4], multiples of 2^-20"
    var random = run.random("tail")
    let drawn = (0..<3000).map { _ in -Float(random.integer(in: 4_194_304..<10_485_760)) * 0x1p-20 }
    return record(drawn.map { around($0, apart: 8) }, domain, random.seed, run)
  }

  /// What results that never rise are equal to.
  static func leastSoFar(_ results: [Float]) -> [Float] {
    var least = Float.infinity
    return results.map { value in
      // A NaN is below nothing, so that it differs from the least so far.
      if value < least { least = value }
      return least
    }
  }

  private static func around(_ x: Float, apart step: UInt32) -> [Float] {
    // Of negative numbers the larger pattern is the smaller number.
    let first = x.bitPattern + 32 * step
    return (0..<64).map { Float(bitPattern: first - $0 * step) }
  }

  private static func record(_ runs: [[Float]], _ domain: String, _ seed: String, _ run: Recorder) -> NeighborRuns {
    run.input("tail", runs.flatMap { $0 }, generator: "tail: \(domain)", seed: seed, cases: runs.count)
    return NeighborRuns(all: runs)
  }
}
