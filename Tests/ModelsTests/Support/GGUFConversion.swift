import Kernels

@testable import Models

/// Writes a model of a transformers folder as a GGUF file, with llama.cpp's keys, names and order of rotary pairs.
enum GGUFConversion {
  static func write(_ model: LlamaModel, to path: String) throws {
    let (c, name) = (model.configuration, model.configuration.family.rawValue)
    var writer = GGUFWriter()
    func add(_ key: String, _ value: GGUFValue) { writer.metadata.append(("\(name).\(key)", value)) }
    writer.metadata = [("general.architecture", .string(name)), ("tokenizer.ggml.model", .string("none"))]
    add("vocab_size", .u32(UInt32(c.vocabularySize)))
    add("block_count", .u32(UInt32(c.layers)))
    add("context_length", .u32(UInt32(c.contextLength)))
    add("embedding_length", .u32(UInt32(c.hiddenSize)))
    add("feed_forward_length", .u32(UInt32(c.feedForwardSize)))
    add("attention.head_count", .u32(UInt32(c.heads)))
    add("attention.head_count_kv", .u32(UInt32(c.kvHeads)))
    add("attention.key_length", .u32(UInt32(c.headDim)))
    add("attention.value_length", .u32(UInt32(c.headDim)))
    add("attention.layer_norm_rms_epsilon", .f32(c.epsilon))
    add("rope.freq_base", .f32(Float(c.ropeBase)))
    var tensors = [model.embedding.renamed("token_embd.weight")]
    switch c.ropeScaling.kind {
    case .linear(let factor):
      add("rope.scaling.type", .string("linear"))
      add("rope.scaling.factor", .f32(Float(factor)))
    case .yarn(let yarn):
      add("rope.scaling.type", .string("yarn"))
      add("rope.scaling.factor", .f32(Float(yarn.factor)))
      add("rope.scaling.original_context_length", .u32(UInt32(yarn.original)))
    case .llama3:
      let plain = RoPE.Scaling.none.frequencies(headDim: c.headDim, base: c.ropeBase, length: 1)
      let scaled = c.ropeScaling.frequencies(headDim: c.headDim, base: c.ropeBase, length: 1)
      tensors.append(
        try Tensor(name: "rope_freqs.weight", shape: [c.headDim / 2], values: zip(plain, scaled).map { Float($0 / $1) })
      )
    default: break
    }
    if let window = c.window {
      add("attention.sliding_window", .u32(UInt32(window)))
      add("attention.sliding_window_pattern", .array(kind: 7, c.isLocal.map(GGUFValue.bool)))
      add("rope.freq_base_swa", .f32(Float(c.localRopeBase!)))
    }
    // GGUF has no scale of scores: the norm of the query takes it.
    let queryScale = c.attentionScale.map { $0 * Float(c.headDim).squareRoot() } ?? 1
    for (index, layer) in model.layers.enumerated() {
      func vector(_ part: String, _ values: some Collection<Float>) throws {
        guard !values.isEmpty else { return }
        tensors.append(try Tensor(name: "blk.\(index).\(part)", shape: [values.count], values: Array(values)))
      }
      func matrix(_ part: String, _ tensor: Tensor) { tensors.append(tensor.renamed("blk.\(index).\(part).weight")) }
      func permuted(_ part: String, _ tensor: Tensor) throws {
        let values = paired(try tensor.values(), width: tensor.columns, c)
        tensors.append(try Tensor(name: "blk.\(index).\(part).weight", shape: tensor.shape, values: values))
      }
      try vector("attn_norm.weight", layer.attnNorm)
      try permuted("attn_q", layer.query)
      try permuted("attn_k", layer.key)
      matrix("attn_v", layer.value)
      if !layer.qkvBias.isEmpty {
        let (query, rest) = (layer.qkvBias[..<c.queryWidth], layer.qkvBias[c.queryWidth...])
        try vector("attn_q.bias", paired(Array(query), width: 1, c))
        try vector("attn_k.bias", paired(Array(rest.prefix(c.kvWidth)), width: 1, c))
        try vector("attn_v.bias", rest.suffix(c.kvWidth))
      }
      try vector("attn_q_norm.weight", layer.queryNorm.map { $0 * queryScale })
      try vector("attn_k_norm.weight", layer.keyNorm)
      matrix("attn_output", layer.output)
      try vector("attn_output.bias", layer.outputBias)
      try vector("post_attention_norm.weight", layer.postAttnNorm)
      try vector("ffn_norm.weight", layer.ffnNorm)
      matrix("ffn_gate", layer.gate)
      try vector("ffn_gate.bias", layer.gateBias)
      matrix("ffn_up", layer.up)
      try vector("ffn_up.bias", layer.upBias)
      matrix("ffn_down", layer.down)
      try vector("ffn_down.bias", layer.downBias)
      try vector("post_ffw_norm.weight", layer.postFfnNorm)
    }
    tensors.append(try Tensor(name: "output_norm.weight", shape: [c.hiddenSize], values: model.finalNorm))
    if model.head.name != model.embedding.name { tensors.append(model.head.renamed("output.weight")) }
    writer.tensors = tensors
    try writer.write(to: path)
  }

  /// Rows of heads whose pairs are halves, in the order in which they are neighbors, as llama's files have them.
  private static func paired(_ rows: [Float], width: Int, _ c: LlamaConfiguration) -> [Float] {
    guard c.family == .llama else { return rows }
    let half = c.headDim / 2
    return (0..<rows.count / width).flatMap { row -> ArraySlice<Float> in
      let (head, place) = (row / c.headDim, row % c.headDim)
      let source = head * c.headDim + place % 2 * half + place / 2
      return rows[source * width..<(source + 1) * width]
    }
  }
}
