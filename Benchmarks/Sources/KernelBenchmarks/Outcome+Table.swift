import Foundation

extension Outcome {
  /// One heading, then a line a contender.
  var table: String {
    let width = measurements.map(\.name.count).max() ?? 0
    let lines = measurements.map { row in
      let name = row.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let times = "best \(Self.time(row.bestNanoseconds))  median \(Self.time(row.medianNanoseconds))"
      return "  \(name)  \(times)\(rate(row))  \(String(format: "%6.2f (%.2f)", row.ratioOfBest, row.ratioOfMedian))"
    }
    return ([name] + lines).joined(separator: "\n") + "\n"
  }

  private func rate(_ row: Measurement) -> String {
    if bytes > 0 { return String(format: "  %7.2f GB/s", Double(bytes) / row.bestNanoseconds) }
    if multiplications > 0 { return String(format: "  %7.1f GMAC/s", Double(multiplications) / row.bestNanoseconds) }
    return ""
  }

  private static func time(_ nanoseconds: Double) -> String {
    switch nanoseconds {
    case ..<1e3: String(format: "%8.1f ns", nanoseconds)
    case ..<1e6: String(format: "%8.2f us", nanoseconds / 1e3)
    default: String(format: "%8.2f ms", nanoseconds / 1e6)
    }
  }
}
