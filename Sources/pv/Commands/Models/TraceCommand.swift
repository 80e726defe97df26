import ArgumentParser
import ContractKit
import Models
import Traces

/// `pv trace`
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Capture a forward pass stage by stage, or run a captured one again and compare.",
    discussion: """
      Each stage of each layer becomes a file in the APRT format (see docs/traces.md), with its shape and statistics \
      beside it, and manifest.json holds digests, token ids and one hash over all. `pv trace --verify MANIFEST` runs the \
      same again: exit code 0 where every bit is the same, 1 with the first stage, position and element that differ.

      The stages are \(Stage.allCases.map(\.rawValue).joined(separator: ", ")); layer_output is post_ffn_residual.
      """)

  @Argument(help: "A GGUF or APR file, or a folder with config.json and safetensors.")
  var model: String?

  @OptionGroup var given: PromptOptions

  @Option(help: .init("Names with commas between, or all.", valueName: "list"))
  var stages = "all"

  @Option(help: .init("N, N-M or all.", valueName: "range"))
  var layers = "all"

  @Option(help: "Weights as binary32, or as they are stored times quantized activations.")
  var path: ForwardPath = .reference

  @Option(name: .shortAndLong, help: "The folder for the captures.")
  var output: String?

  @Option(help: "Choose so many tokens greedily after the pass.")
  var generate = 0

  @Option(help: "Changes no bit.")
  var threads = 1

  @Option(help: .init("Run the trace of a manifest again.", valueName: "manifest"))
  var verify: String?

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    guard threads >= 1, generate >= 0 else { throw ValidationError("--threads is at least 1, --generate at least 0") }
    if verify != nil {
      guard given.isEmpty, output == nil else {
        throw ValidationError("--verify takes prompt, tokens and selection from the manifest")
      }
      return
    }
    guard model != nil, output != nil else { throw ValidationError("give a model and --output, or --verify") }
    guard !given.isEmpty else { throw ValidationError("give either --prompt or --tokens") }
    do { _ = try StageSelection(stages: stages, layers: layers) } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    try ModelFailure.reporting {
      if let verify { return try verifyTrace(verify) }
      try ModelFailure.requirePath(model!)
      let loaded = try LoadedModel(path: model!)
      let selection = try StageSelection(stages: stages, layers: layers)
      let request =
        if let prompt = given.text {
          TraceRun.Request(
            prompt: prompt, encoded: try loaded.encode(prompt), selection: selection, path: path, generated: generate,
            threads: threads)
        } else {
          TraceRun.Request(tokens: given.ids, selection: selection, path: path, generated: generate, threads: threads)
        }
      let manifest = try TraceRun.write(request, of: loaded, to: output!)
      Console.write(
        json ? String(decoding: manifest.json.canonicalBytes, as: UTF8.self) : TraceText.summary(manifest, output!))
    }
  }

  private func verifyTrace(_ manifest: String) throws {
    try ModelFailure.requirePath(manifest)
    let result = try TraceVerification.run(manifest: manifest, model: model, threads: threads)
    Console.write(json ? String(decoding: result.json.canonicalBytes, as: UTF8.self) : result.text)
    if result.difference != nil { throw ExitCode(Outcome.rejected.rawValue) }
  }
}

extension ForwardPath: ExpressibleByArgument {}
