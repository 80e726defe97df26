import ArgumentParser
import ContractKit
import ModelFixtures
import Models

/// `pv fixture`
struct FixtureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixture",
    abstract: "Make a small model to trace and compare, with synthetic weights and the same bytes on every machine.",
    discussion: """
      qwen2 is a GGUF file of 23.5 MB in Q4_K; the model has four layers, with 28 query heads and 4 key/value heads of \
      size 64. qwen2-hf is the same model as a folder of safetensors files in F32, with the dequantized weights of the \
      Q4_K file; qwen2-apr is the same model as a folder of two APR files in Q4_K. llama, qwen3 and gemma3 are GGUF \
      files of 2 MB, with the features that these architectures add. gpt-neo is a folder of 1.1 MB. pv makes the \
      weights and the tokenizer itself; nothing is downloaded.
      """)

  /// What is made.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case qwen2
    case qwen2Folder = "qwen2-hf"
    case qwen2APR = "qwen2-apr"
    case llama, qwen3, gemma3
    case gptNeo = "gpt-neo"
  }

  @Argument(help: "Which model.")
  var kind: Kind

  @Option(name: .shortAndLong, help: "The file or folder to write.")
  var output: String

  @Option(help: "The seed of the weights.")
  var seed: UInt64 = 0

  @Flag(help: "Make a Qwen2 of 2.2 MB, with 16 query heads and 4 key/value heads of size 32.")
  var tiny = false

  @Flag(help: "In a Qwen2, store in Q6_K the matrices that llama.cpp's Q4_K_M stores in Q6_K.")
  var mixed = false

  func run() throws {
    guard Files.kind(of: output) == nil else { throw Failure.nothingJudged("\(output) already exists") }
    try ModelFailure.reporting {
      let qwen2 = Qwen2Fixture(tiny ? Qwen2Fixture.tiny : Qwen2Fixture.small, seed: seed, isMixed: mixed)
      switch kind {
      case .qwen2: try qwen2.writeGGUF(to: output)
      case .qwen2Folder: try qwen2.writeSafetensors(to: output, roundedTo: .q4K, shards: 2)
      case .qwen2APR: try qwen2.writeAPR(toFolder: output, shards: 2)
      case .llama, .qwen3, .gemma3:
        try Qwen2Fixture(Qwen2Fixture.tiny(LlamaFamily(rawValue: kind.rawValue)!), seed: seed).writeGGUF(to: output)
      case .gptNeo: try GPTNeoFixture(seed: seed).write(to: output)
      }
    }
  }
}
