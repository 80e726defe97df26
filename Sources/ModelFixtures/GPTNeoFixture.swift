import Base
import Models

/// A small GPT-Neo with made weights: four layers, of which every second sees a window of eight positions.
public struct GPTNeoFixture: Sendable {
  /// Sizes and constants.
  public let configuration: GPTNeoConfiguration
  /// What the numbers are drawn from.
  public let seed: UInt64

  /// Four heads of 16, four layers, 128 positions: 1.1 MB.
  public static let small = GPTNeoConfiguration(
    vocabularySize: FixtureTokenizer.vocabularySize, hiddenSize: 64, feedForwardSize: 256, heads: 4,
    maximumPositions: 128, window: 8, isLocal: [false, true, false, true])

  /// A fixture of a configuration.
  public init(_ configuration: GPTNeoConfiguration = Self.small, seed: UInt64 = 0) {
    (self.configuration, self.seed) = (configuration, seed)
  }

  /// The model in memory.
  public func model() throws -> GPTNeoModel {
    try GPTNeoModel(configuration, tensors: TensorSet(tensors()), path: "the fixture")
  }

  /// Writes config.json, model.safetensors and tokenizer.json into a folder, as transformers has them.
  public func write(to folder: String) throws {
    let c = configuration
    try SafetensorsWriter.write(try tensors(), shards: 1, toFolder: folder)
    let kinds = c.isLocal.map { $0 ? "\"local\"" : "\"global\"" }.joined(separator: ", ")
    let config = """
      {"architectures": ["GPTNeoForCausalLM"], "model_type": "gpt_neo", "vocab_size": \(c.vocabularySize),
       "hidden_size": \(c.hiddenSize), "intermediate_size": \(c.feedForwardSize), "num_layers": \(c.isLocal.count),
       "num_heads": \(c.heads), "max_position_embeddings": \(c.maximumPositions), "window_size": \(c.window),
       "attention_types": [[[\(kinds)], 1]], "attention_layers": [\(kinds)], "layer_norm_epsilon": \(c.epsilon),
       "activation_function": "gelu_new", "torch_dtype": "float32"}

      """
    try Files.replace(PathText.join(folder, "config.json"), with: Array(config.utf8))
    try Files.replace(PathText.join(folder, "tokenizer.json"), with: FixtureTokenizer(.gpt2).json)
  }

  private func tensors() throws -> [Tensor] {
    let (c, weights) = (configuration, FixtureWeights(seed: seed))
    func tensor(_ name: String, _ shape: [Int], _ amplitude: Float, around offset: Float = 0) throws -> Tensor {
      let values = weights.values(name, count: shape.reduce(1, *), amplitude: amplitude, around: offset)
      return try Tensor(name: "transformer.\(name)", shape: shape, values: values)
    }
    func linear(_ name: String, _ rows: Int, _ columns: Int) throws -> Tensor {
      try tensor("\(name).weight", [rows, columns], (3 / Float(columns)).squareRoot())
    }
    func norm(_ name: String) throws -> [Tensor] {
      [
        try tensor("\(name).weight", [c.hiddenSize], 0.25, around: 1), try tensor("\(name).bias", [c.hiddenSize], 0.1),
      ]
    }
    var tensors = [
      try tensor("wte.weight", [c.vocabularySize, c.hiddenSize], 0.5),
      try tensor("wpe.weight", [c.maximumPositions, c.hiddenSize], 0.5),
    ]
    for layer in c.isLocal.indices {
      let (start, hidden, wide) = ("h.\(layer).", c.hiddenSize, c.feedForwardSize)
      tensors += try norm("\(start)ln_1") + norm("\(start)ln_2")
      tensors += [
        try linear("\(start)attn.attention.q_proj", hidden, hidden),
        try linear("\(start)attn.attention.k_proj", hidden, hidden),
        try linear("\(start)attn.attention.v_proj", hidden, hidden),
        try linear("\(start)attn.attention.out_proj", hidden, hidden),
        try tensor("\(start)attn.attention.out_proj.bias", [hidden], 0.1),
        try linear("\(start)mlp.c_fc", wide, hidden), try tensor("\(start)mlp.c_fc.bias", [wide], 0.1),
        try linear("\(start)mlp.c_proj", hidden, wide), try tensor("\(start)mlp.c_proj.bias", [hidden], 0.1),
      ]
    }
    return tensors + (try norm("ln_f"))
  }
}
