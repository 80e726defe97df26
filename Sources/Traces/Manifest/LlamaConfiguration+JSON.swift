import Base
import Kernels
import Models

extension LlamaConfiguration {
  /// Sizes and constants for a manifest; floats as bit patterns. What a plain Qwen2 does not have is left out.
  var json: [String: JSON] {
    var members: [String: JSON] = [
      "vocabulary_size": .integer(vocabularySize), "hidden_size": .integer(hiddenSize), "layers": .integer(layers),
      "heads": .integer(heads), "kv_heads": .integer(kvHeads), "head_dim": .integer(headDim),
      "feed_forward_size": .integer(feedForwardSize), "rope_base_bits": Self.bits(ropeBase),
      "epsilon_bits": .string(FloatText.bits(epsilon)),
    ]
    if pairing != .neox { members["rope_pairing"] = .string(pairing.rawValue) }
    if ropeScaling != .none { members["rope_scaling"] = .object(ropeScaling.json) }
    if let attentionScale { members["attention_scale_bits"] = .string(FloatText.bits(attentionScale)) }
    if let window {
      members["window"] = .integer(window)
      members["local"] = .array(isLocal.map(JSON.bool))
    }
    if let localRopeBase { members["local_rope_base_bits"] = Self.bits(localRopeBase) }
    return members
  }

  fileprivate static func bits(_ value: Double) -> JSON { .string("0x" + String(value.bitPattern, radix: 16)) }
}

extension RoPE.Scaling {
  fileprivate var json: [String: JSON] {
    func bits(_ value: Double) -> JSON { LlamaConfiguration.bits(value) }
    var members: [String: JSON] = ["magnitude_bits": bits(magnitude)]
    switch kind {
    case .unchanged: members["type"] = .string("default")
    case .linear(let factor): members.merge(["type": .string("linear"), "factor_bits": bits(factor)]) { $1 }
    case .dynamic(let factor, let original):
      members.merge(
        ["type": .string("dynamic"), "factor_bits": bits(factor), "original": .integer(original)]
      ) { $1 }
    case .yarn(let yarn):
      members.merge(
        [
          "type": .string("yarn"), "factor_bits": bits(yarn.factor), "original_bits": bits(yarn.original),
          "beta_fast_bits": bits(yarn.betaFast), "beta_slow_bits": bits(yarn.betaSlow),
          "truncates": .bool(yarn.truncates),
        ]
      ) { $1 }
    case .llama3(let llama):
      members.merge(
        [
          "type": .string("llama3"), "factor_bits": bits(llama.factor), "original_bits": bits(llama.original),
          "low_factor_bits": bits(llama.lowFactor), "high_factor_bits": bits(llama.highFactor),
        ]
      ) { $1 }
    case .divided(let divisors):
      members.merge(["type": .string("divided"), "divisors_bits": .array(divisors.map(bits))]) { $1 }
    }
    return members
  }
}
