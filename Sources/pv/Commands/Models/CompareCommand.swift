import ArgumentParser
import ContractKit
import Traces

/// `pv compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two captures, two folders of captures, or two models in any formats that pv reads.",
    discussion: """
      Shapes, counts, types, layers and stages are compared first; a mismatch is an error, and no statistic is then \
      computed. Tensors of two models are paired by name, even if one model has the names of GGUF and the other those \
      of transformers. A matrix whose dimensions are exchanged is compared transposed. If one model has a matrix for \
      the logits and the other uses its embedding, these two are compared. The output reports both cases, and also a \
      file that holds one matrix twice. Types without exact binary32 values, such as integers and F64, are compared by \
      their bytes. Numbers are rounded for display; bits are exact. A NaN or an infinity with the same bits on both \
      sides counts as equal; any other NaN or infinity meets no criterion.

      Every pair must meet all criteria that are given by --identical, --max-abs, --min-cosine and --clause. --clause \
      names a clause of a contract in the folder contracts/ here or above, and stands for the checks of the falsifiers \
      that bind this clause. A summary of all pairs and a verdict come at the end. Exit code 1: something could not be \
      compared, or a pair does not meet a criterion.
      """)

  @Argument(help: "A capture (.bin), a folder, a GGUF, APR or safetensors file, or an index of shards.")
  var a: String

  @Argument(help: "The capture, folder, file or index to compare with.")
  var b: String

  @Option(help: "How many of the worst elements of each pair to show.")
  var limit = 5

  @Flag(help: "Reject a pair with any difference.")
  var identical = false

  @Option(help: .init("No element may differ by more than this.", valueName: "number"))
  var maxAbs: Double?

  @Option(help: .init("No pair may have a cosine smaller than this.", valueName: "number"))
  var minCosine: Double?

  @Option(help: .init("Every pair must meet all checks for this clause.", valueName: "contract#equation/invariant"))
  var clause: String?

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit must be at least 0") }
    if let maxAbs, !(maxAbs >= 0 && maxAbs.isFinite) { throw ValidationError("--max-abs must be a number, at least 0") }
    if let minCosine, !(-1...1 ~= minCosine) { throw ValidationError("--min-cosine must be a number from -1 to 1") }
  }

  /// What every pair must meet.
  private func criteria() throws -> [ComparisonCriterion] {
    var criteria = try clause.map(ComparisonClause.criteria) ?? []
    if let maxAbs { criteria.append(.atMost(absolute: maxAbs, "--max-abs \(maxAbs)")) }
    if let minCosine { criteria.append(.atLeast(cosine: minCosine, "--min-cosine \(minCosine)")) }
    if identical { criteria.append(ComparisonCriterion("--identical", .bitsDiffering) { $0 == 0 }) }
    return criteria
  }

  func run() throws {
    try ModelFailure.reporting {
      for path in [a, b] { try ModelFailure.requirePath(path) }
      let criteria = try criteria()
      let progress = Progress()
      let comparison = try Comparison.of(a, b, limit: limit) { progress.show("\($0) of \($1) pairs") }
      progress.end()
      Console.write(
        json
          ? String(decoding: comparison.json(criteria: criteria).canonicalBytes, as: UTF8.self)
          : comparison.text(limit: limit, criteria: criteria))
      let isWithin = ComparisonSummary(comparison, criteria: criteria).isWithin ?? comparison.problems.isEmpty
      if !isWithin { throw ExitCode(Outcome.rejected.rawValue) }
    }
  }
}
