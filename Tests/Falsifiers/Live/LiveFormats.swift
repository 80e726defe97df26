import FalsifierKit
import Foundation
import Models
import Traces

/// A real file in GGUF against safetensors of the same weights, dequantized.
enum LiveFormats {
  /// The model of a folder of safetensors.
  typealias Kernel = @Sendable (String) throws -> LlamaModel

  /// What every layer leaves, and the logits, have the same bits on the reference path, whichever file they come from.
  static func judge(_ file: LiveFile, _ run: Recorder) throws {
    let live = try file.open(run)
    let tokens = live.prompts(1, positions: 4, run)[0]
    let weights = try live.weights()
    let folder = try ScratchFolder()
    try write(weights, to: folder.path)
    let expected = try pass(weights, tokens)
    try run.judge(real, mutants: mutants) { kernel, probe in
      let found = try pass(kernel(folder.path), tokens)
      probe.output("pass", found)
      try probe.compare(found, to: expected, .bitsDiffering)
    }
  }

  private static func pass(_ model: LlamaModel, _ tokens: [Int]) throws -> [Float] {
    let decoder = try LlamaDecoder(model, path: .reference, capacity: tokens.count, threads: 2)
    let memory = StageMemory { $0.stage == .postFfnResidual }
    let logits = try decoder.forward(tokens, sink: memory)
    return memory.points.flatMap { memory[$0]!.values } + logits
  }

  private static let real: Kernel = { path in
    guard let decoder = try LoadedModel(path: path).decoder(path: .reference, capacity: 1) as? LlamaDecoder else {
      throw ModelFileError(path: path, reason: "it is no model of the Llama family")
    }
    return decoder.model
  }

  /// Writes a folder as transformers has one of Qwen2, a shard for each layer so that little is held in memory.
  private static func write(_ model: LlamaModel, to folder: String) throws {
    let c = model.configuration
    func whole(_ tensor: Tensor, _ name: String) throws -> Tensor {
      let values = try tensor.values()
      return try values.withUnsafeBytes { try Tensor(name: name, type: .f32, shape: tensor.shape, bytes: $0) }
    }
    func vector(_ values: some Collection<Float>, _ name: String) throws -> Tensor {
      try Tensor(name: name, shape: [values.count], values: Array(values))
    }
    var map: [String: String] = [:]
    func shard(_ file: String, _ tensors: [Tensor]) throws {
      for tensor in tensors { map[tensor.name] = file }
      try SafetensorsWriter.write(tensors, to: "\(folder)/\(file)")
    }
    try shard("model-embedding.safetensors", [whole(model.embedding, "model.embed_tokens.weight")])
    try shard(
      "model-head.safetensors",
      [whole(model.head, "lm_head.weight"), vector(model.finalNorm, "model.norm.weight")])
    for (index, layer) in model.layers.enumerated() {
      func name(_ part: String) -> String { "model.layers.\(index).\(part)" }
      let (query, key) = (c.queryWidth, c.kvWidth)
      try shard(
        "model-layer-\(index).safetensors",
        [
          vector(layer.attnNorm, name("input_layernorm.weight")),
          vector(layer.ffnNorm, name("post_attention_layernorm.weight")),
          whole(layer.query, name("self_attn.q_proj.weight")), whole(layer.key, name("self_attn.k_proj.weight")),
          whole(layer.value, name("self_attn.v_proj.weight")), whole(layer.output, name("self_attn.o_proj.weight")),
          vector(layer.qkvBias[..<query], name("self_attn.q_proj.bias")),
          vector(layer.qkvBias[query..<query + key], name("self_attn.k_proj.bias")),
          vector(layer.qkvBias[(query + key)...], name("self_attn.v_proj.bias")),
          whole(layer.gate, name("mlp.gate_proj.weight")), whole(layer.up, name("mlp.up_proj.weight")),
          whole(layer.down, name("mlp.down_proj.weight")),
        ])
    }
    let index = try JSONSerialization.data(withJSONObject: ["metadata": [String: Int](), "weight_map": map])
    try index.write(to: URL(fileURLWithPath: "\(folder)/model.safetensors.index.json"))
    let config = """
      {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "vocab_size": \(c.vocabularySize),
       "hidden_size": \(c.hiddenSize), "intermediate_size": \(c.feedForwardSize), "num_hidden_layers": \(c.layers),
       "num_attention_heads": \(c.heads), "num_key_value_heads": \(c.kvHeads), "hidden_act": "silu",
       "max_position_embeddings": \(c.contextLength), "rms_norm_eps": \(c.epsilon), "rope_theta": \(c.ropeBase),
       "tie_word_embeddings": false}
      """
    try Data(config.utf8).write(to: URL(fileURLWithPath: "\(folder)/config.json"))
  }

  /// Each is the right reader with one thing of one layer, or the head, taken wrongly.
  private static let mutants = [
    Mutant<Kernel>("gate_and_up_exchanged", "gate and up of layer 1 have each other's names") {
      var model = try real($0)
      (model.layers[1].gate, model.layers[1].up) = (model.layers[1].up, model.layers[1].gate)
      return model
    },
    Mutant<Kernel>("key_bias_first", "the biases of layer 1 are joined as key, query, value") {
      var model = try real($0)
      let (query, key) = (model.configuration.queryWidth, model.configuration.kvWidth)
      let bias = model.layers[1].qkvBias
      model.layers[1].qkvBias = Array(bias[query..<query + key] + bias[..<query] + bias[(query + key)...])
      return model
    },
    Mutant<Kernel>("rounded_to_bf16", "the keys' matrix of layer 1 passes through bfloat16") {
      var model = try real($0)
      let key = model.layers[1].key
      model.layers[1].key = try Tensor(
        name: key.name, shape: key.shape,
        values: key.values().map { Float(bitPattern: $0.bitPattern & 0xffff_0000) })
      return model
    },
    Mutant<Kernel>("permuted_for_norm", "query rows of layer 1 are interleaved as in files of LLaMA") {
      var model = try real($0)
      let (query, dim) = (model.layers[1].query, model.configuration.headDim)
      let (values, columns) = (try query.values(), query.columns)
      model.layers[1].query = try Tensor(
        name: query.name, shape: query.shape,
        values: (0..<query.rows).flatMap { row -> ArraySlice<Float> in
          let (head, i) = (row / dim, row % dim)
          let source = head * dim + i % 2 * dim / 2 + i / 2
          return values[source * columns..<(source + 1) * columns]
        })
      return model
    },
    Mutant<Kernel>("tied_head", "the head of the file is overlooked for the embedding") {
      var model = try real($0)
      model.head = model.embedding
      return model
    },
  ]
}
