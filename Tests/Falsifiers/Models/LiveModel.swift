import FalsifierKit
import Foundation
import Models

/// A model's folder, a prompt and a number of steps; the prompt's ids, the chosen ids, and the logits of the last step.
typealias LiveKernel = @Sendable (String, String, Int) throws -> (prompt: [Int], greedy: [Int], logits: [Float])

/// A real model from files, right and wrong.
enum LiveModel {
  static let real: LiveKernel = { folder, prompt, steps in
    let model = try LoadedModel(path: folder)
    guard let ids = try model.tokenizer()?.encode(prompt) else {
      throw ModelFileError(path: folder, reason: "it has no tokenizer.json")
    }
    let decoder = try model.decoder(path: .reference, capacity: ids.count + steps)
    let greedy = try decoder.greedy(ids, count: steps)
    try decoder.rewind(to: 0)
    return (ids, greedy, try decoder.forward(ids + greedy.dropLast(), sink: nil))
  }

  /// Each is the real one on a copy of the files with one thing changed.
  static let mutants = [
    changed("scores_scaled", "attention is scaled by 1/sqrt(4), the root of the size of a head") { name, values, _ in
      name.hasSuffix("q_proj.weight") ? values.map { $0 / 2 } : values
    },
    changed("positions_from_one", "the first position is 1") { name, values, columns in
      name.hasSuffix("wpe.weight") ? Array(values[columns...] + values[..<columns]) : values
    },
    changed("query_transposed", "the square query weight is read by columns") { name, values, columns in
      guard name.hasSuffix("q_proj.weight") else { return values }
      return values.indices.map { values[$0 % columns * columns + $0 / columns] }
    },
    changed("final_bias_dropped", "the last norm has no bias") { name, values, _ in
      name.hasSuffix("ln_f.bias") ? values.map { _ in 0 } : values
    },
    changed("window_of_one", "local layers see one position", configuration: ["window_size": 1]),
    Mutant<LiveKernel>("blank_before_prompt", "the prompt starts with a blank") { folder, prompt, steps in
      try real(folder, " \(prompt)", steps)
    },
  ]

  /// So many ids, -1 in place of those that are not there.
  static func padded(_ ids: [Int], _ count: Int) -> [Int32] {
    (0..<count).map { $0 < ids.count ? Int32(ids[$0]) : -1 }
  }

  /// The tensors whose bytes do not stand in the checkpoint: what converting must not change.
  static func tensors(of folder: String, missingIn checkpoint: Data) throws -> [String] {
    try ModelTensors.open("\(folder)/model.safetensors").tensors
      .filter { checkpoint.range(of: Data($0.bytes)) == nil }.map(\.name)
  }

  private static func changed(
    _ name: String, _ fault: String, configuration: [String: Int] = [:],
    _ values: @escaping @Sendable (String, [Float], Int) -> [Float] = { _, values, _ in values }
  ) -> Mutant<LiveKernel> {
    Mutant(name, fault) { folder, prompt, steps in
      let copy = try ScratchFolder()
      let tensors = try ModelTensors.open("\(folder)/model.safetensors").tensors.map { tensor in
        try Tensor(
          name: tensor.name, shape: tensor.shape, values: values(tensor.name, tensor.values(), tensor.columns))
      }
      try SafetensorsWriter.write(tensors, to: copy.file("model.safetensors"))
      let config = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/config.json"))
      guard var members = try JSONSerialization.jsonObject(with: config) as? [String: Any] else {
        throw ModelFileError(path: "\(folder)/config.json", reason: "it is not a JSON object")
      }
      members.merge(configuration) { $1 }
      try JSONSerialization.data(withJSONObject: members).write(to: URL(fileURLWithPath: copy.file("config.json")))
      try FileManager.default.copyItem(atPath: "\(folder)/tokenizer.json", toPath: copy.file("tokenizer.json"))
      return try real(copy.path, prompt, steps)
    }
  }
}
