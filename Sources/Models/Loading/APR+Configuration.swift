import Base
import Kernels

extension ModelConfiguration {
  /// The configuration in the metadata of an APR file, under the names that transformers has for it.
  ///
  /// - Throws: `ModelFileError` where the metadata name no architecture.
  init(apr file: APRFile, path: String) throws {
    let metadata = ModelConfiguration(path: path, values: file.metadata)
    guard let architecture = try metadata.text("architecture") ?? metadata.text("model_type") else {
      throw metadata.error("neither architecture nor model_type is in the metadata")
    }
    var values: [String: ConfigurationValue] = [:]
    for (key, value) in file.metadata where !Self.isDescription(key) {
      values[architecture == "gpt_neo" ? key : Self.transformersNames[key] ?? key] = value
    }
    values["model_type"] = .text(architecture)
    if architecture != "gpt_neo" {
      // What is missing is derived from the heads, as where it is null; classes of transformers have other standards.
      for key in ["num_key_value_heads", "head_dim"] where values[key] == nil { values[key] = .null }
    }
    self.init(path: path, values: values)
    guard architecture.hasPrefix("gemma3") else { return }
    for key in ["head_dim", "sliding_window", "query_pre_attn_scalar"] where !has(key) {
      throw error("\(key) is not in the metadata, and APR has no standard for it; Gemma 3 needs it")
    }
  }

  private static let transformersNames = [
    "num_layers": "num_hidden_layers", "num_heads": "num_attention_heads", "num_kv_heads": "num_key_value_heads",
  ]

  /// Keys that say where a model comes from, how it was stored and how it is talked to; `rope_type` is asked for apart.
  private static func isDescription(_ key: String) -> Bool {
    key.hasPrefix("tokenizer.") || descriptions.contains(key)
  }

  private static let descriptions: Set<String> = [
    "architecture", "model_type", "name", "description", "author", "license", "data_source", "data_license", "version",
    "source", "original_format", "created_at", "total_size", "param_count", "quantization", "sharding", "chat_template",
    "chat_format", "special_tokens", "rope_type",
  ]
}

extension LlamaModel {
  /// The model of an APR file.
  ///
  /// - Throws: `ModelFileError` for another architecture, missing keys or tensors, wrong shapes, an unknown `rope_type`.
  init(apr file: APRFile, path: String) throws {
    var model = try LlamaModel(ModelConfiguration(apr: file, path: path), tensors: file.tensors, path: path)
    switch file.metadata["rope_type"] {
    // Pairs of the names' owner, transformers, are halves.
    case nil, .null, .number(2): break
    case .number(0): model.configuration.pairing = .norm
    case let other?:
      throw ModelFileError(path: path, reason: "rope_type is \(other); 0 (neighbors) and 2 (halves) are computed")
    }
    self = model
  }
}
