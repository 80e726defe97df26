import ArgumentParser
import ContractKit
import Traces

/// `pv compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two captures, two folders of captures, or two models in any of the formats.",
    discussion: """
      Shapes, counts, types, layers and stages are compared first; a mismatch is an error and no statistic is taken. \
      Tensors of models are paired by name, those of GGUF and transformers as well, and a matrix that is stored the other \
      way round is compared transposed, and said to be. Where one model has a matrix for the logits and the other uses its \
      embedding, they are compared, and it is said; so is a file that holds one matrix twice. Types without exact \
      binary32 values, such as integers and F64, are compared by their bytes. Numbers are rounded for display; bits are \
      exact.

      Exit code 1 where something could not be compared; with --identical also where a bit differs.
      """)

  @Argument(help: "A capture (.bin), a folder, a GGUF, APR or safetensors file, or an index of shards.")
  var a: String

  @Argument(help: "What it is compared with.")
  var b: String

  @Option(help: "How many of the worst elements of a pair are shown.")
  var limit = 5

  @Flag(help: "Reject any difference.")
  var identical = false

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit is at least 0") }
  }

  func run() throws {
    try ModelFailure.reporting {
      for path in [a, b] { try ModelFailure.requirePath(path) }
      let progress = Progress()
      let comparison = try Comparison.of(a, b, limit: limit) { progress.show("\($0) of \($1) pairs") }
      progress.end()
      Console.write(
        json ? String(decoding: comparison.json.canonicalBytes, as: UTF8.self) : comparison.text(limit: limit))
      if !comparison.problems.isEmpty || identical && !comparison.isIdentical {
        throw ExitCode(Outcome.rejected.rawValue)
      }
    }
  }
}
