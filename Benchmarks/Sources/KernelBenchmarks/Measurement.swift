import Dispatch

/// What was measured of one contender.
struct Measurement: Codable {
  let name: String
  let threads: Int
  let bestNanoseconds: Double
  let medianNanoseconds: Double
  let rounds: Int
  let callsPerRound: Int
  /// How often the first contender of the comparison fits into this one's time; above 1, ours is faster.
  var ratioOfBest = 1.0
  var ratioOfMedian = 1.0
}

/// The measurements of one comparison.
struct Outcome: Codable {
  let name: String
  let bytes: Int
  let multiplications: Int
  var measurements: [Measurement]
}

extension Comparison {
  /// Times the contenders in turn, round after round, so that what else the machine does meets all alike.
  ///
  /// A round of one contender is as many calls as fill a fiftieth of the time, at least one.
  func measure(seconds: Double) -> Outcome {
    let calls = contenders.map { contender -> Int in
      contender.body()
      let once = Self.nanoseconds(calls: 1, contender.body)
      return max(1, Int(seconds / 50 / Double(contenders.count) * 1e9 / max(once, 1)))
    }
    var times = [[Double]](repeating: [], count: contenders.count)
    let end = DispatchTime.now().uptimeNanoseconds + UInt64(seconds * 1e9)
    while times[0].count < 5 || DispatchTime.now().uptimeNanoseconds < end {
      for (i, contender) in contenders.enumerated() {
        times[i].append(Self.nanoseconds(calls: calls[i], contender.body) / Double(calls[i]))
      }
    }
    var measurements = contenders.indices.map { i in
      let sorted = times[i].sorted()
      return Measurement(
        name: contenders[i].name, threads: contenders[i].threads, bestNanoseconds: sorted[0],
        medianNanoseconds: sorted[sorted.count / 2], rounds: sorted.count, callsPerRound: calls[i])
    }
    for i in measurements.indices {
      measurements[i].ratioOfBest = measurements[i].bestNanoseconds / measurements[0].bestNanoseconds
      measurements[i].ratioOfMedian = measurements[i].medianNanoseconds / measurements[0].medianNanoseconds
    }
    return Outcome(name: name, bytes: bytes, multiplications: multiplications, measurements: measurements)
  }

  private static func nanoseconds(calls: Int, _ body: () -> Void) -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    for _ in 0..<calls { body() }
    return Double(DispatchTime.now().uptimeNanoseconds - start)
  }
}
