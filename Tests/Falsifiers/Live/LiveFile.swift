import Base
import FalsifierKit
import Models
import Traces

/// A real model's file, and what the claims on it are tried with.
struct LiveFile: Sendable {
  /// The name under `needs`, and of the file of token ids.
  let name: String
  /// Its name in the folder of weights.
  let file: String

  /// The file as a falsifier has it, its digest recorded as an input.
  func open(_ run: Recorder) throws -> LiveCase {
    let model = try LoadedModel(path: run.weights(name, file: file))
    let fixture = "Tests/Falsifiers/Fixtures/live-ids/\(name).json"
    let json = try JSON(reading: run.fixture(fixture))
    func rows(_ key: String) throws -> [LiveCase.Text] {
      guard let array = json[key]?.array else { throw ModelFileError(path: fixture, reason: "\(key) is missing") }
      return try array.map { row in
        guard let text = row["text"]?.string, let ids = row["ids"]?.array?.map({ $0.integer ?? -1 }) else {
          throw ModelFileError(path: fixture, reason: "a row of \(key) has no text or no ids")
        }
        return LiveCase.Text(text: text, ids: ids)
      }
    }
    return LiveCase(model: model, prompts: try rows("prompts"), texts: try rows("texts"))
  }
}

/// A real model with texts and the ids that llama.cpp has for them.
struct LiveCase: Sendable {
  struct Text: Sendable {
    let text: String
    let ids: [Int]
  }

  let model: LoadedModel
  /// What passes are run on, and what tries the tokenizer alone.
  let prompts, texts: [Text]

  /// The ids of the first prompts, recorded as an input.
  func prompts(_ count: Int, positions: Int = .max, _ run: Recorder) -> [[Int]] {
    let ids = prompts.prefix(count).map { Array($0.ids.prefix(positions)) }
    run.input(
      "prompts", ids.flatMap { $0.map(Int32.init) },
      generator: "the first ids of the first prompts of scripts/golden/make-live-ids.py",
      parameters: ["positions": ids.map { "\($0.count)" }.joined(separator: " ")], cases: ids.count)
    return ids
  }

  /// The weights, to be changed for a mutant.
  func weights() throws -> LlamaModel {
    guard let decoder = try decoder(.reference, capacity: 1) as? LlamaDecoder else {
      throw ModelFileError(path: model.path, reason: "it is no model of the Llama family")
    }
    return decoder.model
  }

  /// A decoder of the file; of two threads, which change no bit.
  func decoder(_ path: ForwardPath, capacity: Int) throws -> any Decoder {
    try model.decoder(path: path, capacity: capacity, threads: 2)
  }

  /// The same with a fault planted, or none.
  func decoder(_ path: ForwardPath, capacity: Int, fault: PlantedFault?) throws -> LlamaDecoder {
    let weights = try weights()
    guard let fault else { return try LlamaDecoder(weights, path: path, capacity: capacity, threads: 2) }
    let (faulty, changes) = try fault.plant(in: weights)
    return try LlamaDecoder(faulty, path: path, capacity: capacity, threads: 2, changes: changes)
  }
}
