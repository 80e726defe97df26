import CBenchmarkBLAS
import Foundation
import Kernels

/// Measures the kernels beside OpenBLAS, the plain loop and the limits of memory, in one run.
///
/// `swift run -c release KernelBenchmarks [--seconds S] [--json FILE] [name part ...]` prints a table, a
/// ratio above 1 meaning that ours is faster, and writes the numbers to FILE (kernels.json).
@main
struct KernelBenchmarks {
  struct Report: Codable {
    let machine: Machine
    let secondsPerComparison: Double
    let outcomes: [Outcome]
  }

  static func main() throws {
    var (seconds, json, parts) = (2.0, "kernels.json", [String]())
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--seconds":
        guard let value = arguments.popFirst().flatMap(Double.init), value > 0 else { return usage() }
        seconds = value
      case "--json":
        guard let value = arguments.popFirst() else { return usage() }
        json = value
      case _ where argument.hasPrefix("-"): return usage()
      default: parts.append(argument)
      }
    }
    OpenBLASCore.takeBest()
    openblas_set_num_threads(1)
    let machine = Machine.current()
    print(machine.line)
    print("Contenders take turns; \(seconds) s a comparison. Ratio: time of the peer / our time, best (median).\n")
    var outcomes: [Outcome] = []
    for (name, make) in all where parts.isEmpty || parts.contains(where: { name.contains($0) }) {
      // Made one at a time: the largest needs 600 MB.
      let comparison = make(name)
      let outcome = withExtendedLifetime(comparison) { comparison.measure(seconds: seconds) }
      print(outcome.table)
      outcomes.append(outcome)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let report = Report(machine: machine, secondsPerComparison: seconds, outcomes: outcomes)
    try encoder.encode(report).write(to: URL(fileURLWithPath: json))
    print("written: \(json)")
  }

  static func usage() {
    print("usage: KernelBenchmarks [--seconds S] [--json FILE] [name part ...]\n  names:")
    for (name, _) in all { print("  \(name)") }
    exit(2)
  }

  /// The comparisons by name, made when they are run.
  static let all: [(String, @Sendable (String) -> Comparison)] =
    dotComparisons + quantizedComparisons + matrixComparisons + attentionComparisons + rowComparisons
}
