extension LlamaModel {
  /// The names of tensors in a file format, and what its norms need.
  package struct Names: Sendable {
    package let embedding, finalNorm, head: String
    /// What is added to norm weights when they are read.
    var normOffset: Float = 0
    package let layer: @Sendable (Int, String) -> String
  }

  /// Names in GGUF files, which hold Gemma's norm weights with the 1 that is added to them.
  package static let gguf = Names(
    embedding: "token_embd.weight", finalNorm: "output_norm.weight", head: "output.weight"
  ) {
    "blk.\($0).\($1)"
  }

  /// Names in safetensors of the transformers package of the models whose feed-forward has one norm.
  package static let transformers = transformers(.qwen2)

  /// Names in safetensors of the transformers package.
  ///
  /// - Parameter prefix: empty for a checkpoint of the bare model.
  static func transformers(_ family: LlamaFamily, prefix: String = "model.") -> Names {
    let parts = transformersParts(family)
    return Names(
      embedding: "\(prefix)embed_tokens.weight", finalNorm: "\(prefix)norm.weight", head: "lm_head.weight",
      normOffset: family == .gemma3 ? 1 : 0
    ) { layer, name in
      let (part, kind) = (name.prefix { $0 != "." }, name.drop { $0 != "." })
      return "\(prefix)layers.\(layer).\(parts[String(part)]!)\(kind)"
    }
  }

  /// GGUF's names of a layer's parts and those of transformers, of the models whose feed-forward has one norm.
  static let transformersParts = transformersParts(.qwen2)

  /// GGUF's names of a layer's parts and those of transformers.
  static func transformersParts(_ family: LlamaFamily) -> [String: String] {
    var parts = [
      "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
      "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
      "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm", "ffn_gate": "mlp.gate_proj",
      "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
    ]
    if family.hasPostNorms {
      // What the others call the norm after attention is here what it says.
      parts["post_attention_norm"] = "post_attention_layernorm"
      parts["ffn_norm"] = "pre_feedforward_layernorm"
      parts["post_ffw_norm"] = "post_feedforward_layernorm"
    }
    return parts
  }
}
