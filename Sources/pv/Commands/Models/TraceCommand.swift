import ArgumentParser
import ContractKit
import Models
import Traces

/// `pv trace`
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: """
      Capture a forward pass stage by stage, repeat a captured pass and compare, or check a captured pass for jumps.
      """,
    discussion: """
      For each stage of each layer, pv writes a capture, a file in the APRT format (see docs/traces.md), and next to \
      it a file with its shape and statistics. manifest.json holds digests, token ids, a hash over all captures, and a \
      hash over the run.

      `pv trace --verify TRACE` repeats the run and compares the results with everything in the manifest and in the \
      files next to it. Exit code 0: everything is the same. 1: something differs; the output names the first stage, \
      position and element that differ, and each wrong member of the manifest.

      `pv trace --check TRACE` checks a trace without its model; with a prompt, `--check` checks the trace that was \
      just made. The spread of layer_output is its standard deviation over all positions but the first. Exit code 1: a \
      stage holds a NaN, or an infinity that is not a masked score; the spread grows by more than --factor from one \
      layer to the next; or there is no spread to judge. The output also shows medians and the statistics of the last \
      position.

      The manifest records the toolchain and, as the container image, the value of the variable PV_CONTAINER_IMAGE. \
      The stages are \(Stage.allCases.map(\.rawValue).joined(separator: ", ")); layer_output is another name for \
      post_ffn_residual.
      """)

  @Argument(
    help: """
      A GGUF or APR file, or a folder with config.json and safetensors; with --check alone, a trace's folder or manifest.
      """)
  var model: String?

  @OptionGroup var given: PromptOptions

  @Option(help: .init("Stages separated by commas, or all.", valueName: "list"))
  var stages = "all"

  @Option(help: .init("Layers: N, N-M or all.", valueName: "range"))
  var layers = "all"

  @Option(
    help: """
      reference multiplies by the weights as binary32; production multiplies by the weights as stored, with quantized \
      activations.
      """)
  var path: ForwardPath = .reference

  @Option(name: .shortAndLong, help: "The folder to which the captures are written.")
  var output: String?

  @Option(help: "Choose this many tokens greedily after the pass.")
  var generate = 0

  @Option(help: "The number of threads; it changes no bit.")
  var threads = 1

  @Option(
    help: .init(
      "Repeat the run of this trace, given as its folder or manifest, and compare.", valueName: "trace"))
  var verify: String?

  @Flag(help: "With --verify: compare only digests, if the captures are not here.")
  var withoutCaptures = false

  @Flag(help: "Check a trace for NaN, infinities and jumps from layer to layer.")
  var check = false

  @Option(
    help: .init(
      "With --check: by what factor a spread may grow from one layer to the next; default 8.", valueName: "number"))
  var factor: Double?

  @Option(
    help: .init(
      """
      With --check: the positions to leave out of spreads, separated by commas, or the word none; default 0.
      """, valueName: "list"))
  var except: String?

  @Option(
    help: .init("With --check: the stages whose spread is judged; default layer_output.", valueName: "list"))
  var spreadStages: String?

  @Flag(help: "Write JSON.")
  var json = false

  /// Whether a model is run and captured.
  private var captures: Bool { verify == nil && !(check && given.isEmpty) }

  func validate() throws {
    guard threads >= 1, generate >= 0 else {
      throw ValidationError("--threads must be at least 1, and --generate at least 0")
    }
    guard check || factor == nil && except == nil && spreadStages == nil else {
      throw ValidationError("--factor, --except and --spread-stages need --check")
    }
    guard verify != nil || !withoutCaptures else { throw ValidationError("--without-captures needs --verify") }
    _ = try checkOptions()
    if verify != nil {
      guard !check else { throw ValidationError("--verify and --check cannot be combined; run one after the other") }
      guard given.isEmpty, output == nil else {
        throw ValidationError("--verify takes prompt, tokens and selection from the manifest")
      }
      return
    }
    guard captures else {
      guard model != nil, output == nil else {
        throw ValidationError("give --check a trace's folder or manifest, or a model with a prompt and --output")
      }
      return
    }
    guard model != nil, output != nil else { throw ValidationError("give a model and --output, or --verify") }
    guard !given.isEmpty else { throw ValidationError("give either --prompt or --tokens") }
    do { _ = try StageSelection(stages: stages, layers: layers) } catch { throw ValidationError("\(error)") }
  }

  private func checkOptions() throws -> TraceCheck.Options {
    var options = TraceCheck.Options()
    if let factor {
      guard factor >= 1, factor.isFinite else { throw ValidationError("--factor must be a number, at least 1") }
      options.factor = factor
    }
    if let except {
      let positions =
        except == "none" ? [] : except.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard positions.allSatisfy({ $0.map { $0 >= 0 } ?? false }) else {
        throw ValidationError("--except \"\(except)\" is not a list of positions; write 0, 0,1 or none")
      }
      options.except = Set(positions.compactMap { $0 })
    }
    if let spreadStages {
      do {
        let named = try StageSelection(stages: spreadStages, layers: "all").stages
        options.stages = Stage.allCases.filter { named.contains($0) && !$0.isWholeModel }
      } catch { throw ValidationError("--spread-stages: \(error)") }
      guard !options.stages.isEmpty else { throw ValidationError("--spread-stages: name stages that layers have") }
    }
    return options
  }

  func run() throws {
    try ModelFailure.reporting {
      if let verify { return try verifyTrace(verify) }
      try ModelFailure.requirePath(model!)
      guard captures else { return try checkTrace(model!, facts: "") }
      let manifest = try capture()
      if check { return try checkTrace(output!, facts: TraceText.facts(manifest, output!)) }
      write(manifest.json, TraceText.summary(manifest, output!))
    }
  }

  private func capture() throws -> TraceManifest {
    let loaded = try LoadedModel(path: model!)
    let selection = try StageSelection(stages: stages, layers: layers)
    var request =
      if let prompt = given.text {
        TraceRun.Request(
          prompt: prompt, encoded: try loaded.encode(prompt), selection: selection, path: path, generated: generate,
          threads: threads)
      } else {
        TraceRun.Request(tokens: given.ids, selection: selection, path: path, generated: generate, threads: threads)
      }
    request.environment = .init(
      toolchain: Host.toolchain, containerImage: Surroundings.variables["PV_CONTAINER_IMAGE"])
    return try TraceRun.write(request, of: loaded, to: output!)
  }

  private func verifyTrace(_ manifest: String) throws {
    try ModelFailure.requirePath(manifest)
    let result = try TraceVerification.run(
      manifest: TraceManifest.path(of: manifest), model: model, captures: !withoutCaptures, threads: threads)
    write(result.json, result.text)
    if result.difference != nil { throw ExitCode(Outcome.rejected.rawValue) }
  }

  private func checkTrace(_ trace: String, facts: String) throws {
    let result = try TraceCheck(trace, options: checkOptions())
    write(result.json, result.text + facts)
    if !result.isRight { throw ExitCode(Outcome.rejected.rawValue) }
  }

  private func write(_ value: JSON, _ text: String) {
    Console.write(json ? String(decoding: value.canonicalBytes, as: UTF8.self) : text)
  }
}

extension ForwardPath: ExpressibleByArgument {}
