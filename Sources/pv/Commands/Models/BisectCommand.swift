import ArgumentParser
import ContractKit
import Models
import Traces

/// `pv bisect`
struct BisectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bisect",
    abstract: "Name the first stage at which two paths, two models or two traces diverge.",
    discussion: """
      With one model, its production path (the suspect) is compared with its reference path; with two models, the \
      second is the suspect. Each stage of the suspect is also run on the inputs that the same stage of the other side \
      had. A difference in this run is the stage's own, and must be within the stage's contract; any further \
      difference is inherited from earlier stages. With two folders of captures, nothing is run: pv names the first \
      capture that differs, and everything that could not be compared. Exit code 1: a stage or a capture is named, or \
      something could not be compared.

      --plant puts a fault into the suspect, to show that bisect names it: \
      \(PlantedFault.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @Argument(help: "A model, or a folder of captures.")
  var a: String

  @Argument(help: "Another model of the same configuration, or another folder of captures.")
  var b: String?

  @OptionGroup var given: PromptOptions

  @Option(help: "The forward path of the suspect.")
  var path: ForwardPath = .production

  @Option(help: "The fault to put into the suspect.")
  var plant: PlantedFault?

  @Option(help: .init("For two traces: the relative L2 difference to accept.", valueName: "number"))
  var accept: Double?

  @Option(help: .init("Also write a picture of the result to this file.", valueName: "file.svg"))
  var picture: String?

  @Option(help: "The number of threads; it changes no bit.")
  var threads = Surroundings.processors

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads must be at least 1") }
    if let accept, !(accept >= 0) { throw ValidationError("--accept must be at least 0") }
  }

  func run() throws {
    try ModelFailure.reporting {
      for path in [a, b].compactMap({ $0 }) { try ModelFailure.requirePath(path) }
      if given.isEmpty {
        guard let b else { throw ValidationError("give --prompt or --tokens for a model, or a second trace") }
        try traces(b)
      } else {
        try models()
      }
    }
  }

  private func traces(_ b: String) throws {
    guard plant == nil, picture == nil else { throw ValidationError("--plant and --picture need a model") }
    let progress = Progress()
    let result = try TraceBisection(a, b, accepted: accept) { progress.show("\($0) of \($1) captures") }
    progress.end()
    Console.write(json ? String(decoding: result.json.canonicalBytes, as: UTF8.self) : result.text)
    if result.first != nil || !result.comparison.problems.isEmpty { throw ExitCode(Outcome.rejected.rawValue) }
  }

  private func models() throws {
    let (trusted, ids) = try load(a)
    let suspect = try b.map { try load($0).model } ?? trusted
    let (model, changes) = try plant?.plant(in: suspect) ?? (suspect, LlamaChanges())
    let progress = Progress()
    let bisection = try Bisection(
      LlamaDecoder(trusted, path: .reference, capacity: ids.count, threads: threads),
      LlamaDecoder(model, path: path, capacity: ids.count, threads: threads, changes: changes), tokens: ids
    ) { progress.show("\(Self.words($0)): \($1) of \($2) stages") }
    progress.end()
    if let picture { try Files.replace(picture, with: Array(bisection.svg.utf8)) }
    Console.write(json ? String(decoding: bisection.json.canonicalBytes, as: UTF8.self) : bisection.text)
    if bisection.first != nil { throw ExitCode(Outcome.rejected.rawValue) }
  }

  private static func words(_ step: Bisection.Step) -> String {
    switch step {
    case .reference: "the reference's pass"
    case .suspect: "the suspect's pass"
    case .blame: "each stage with the reference's inputs"
    }
  }

  private func load(_ path: String) throws -> (model: LlamaModel, ids: [Int]) {
    let loaded = try LoadedModel(path: path)
    guard case .llama(let model) = loaded.architecture else {
      throw ModelFileError(path: path, reason: "GPT-Neo has one path only, which cannot be bisected")
    }
    return (model, try given.ids(for: loaded))
  }
}

extension PlantedFault: ExpressibleByArgument {}
