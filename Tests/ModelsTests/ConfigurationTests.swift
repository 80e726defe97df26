import Kernels
import ModelFixtures
import XCTest

@testable import Models

/// Keys and tensors that a file may have: used, harmless, or refused by name.
final class ConfigurationTests: XCTestCase {
  private func assertRefused(_ parts: String..., in body: () throws -> some Any, line: UInt = #line) {
    XCTAssertThrowsError(try body(), line: line) { error in
      guard error is ModelFileError else { return XCTFail("\(error)", line: line) }
      for part in parts where !"\(error)".contains(part) { XCTFail("\(error): no \(part)", line: line) }
    }
  }

  // MARK: GGUF

  func testKeysOfGGUFThatAskForMoreAreRefusedByName() throws {
    let models = try AlteredModels()
    let refused: [(key: String, value: GGUFValue, found: String)] = [
      ("rope.scaling.type", .string("longrope"), "longrope"), ("expert_count", .u32(8), "8"),
      ("never_heard_of", .f32(0.5), "0.5"), ("attention.head_count_kv", .integers([2, 1]), "[2, 1]"),
      ("attention.head_count_kv", .integers([2]), "1 values for 2 layers"),
      ("attention.sliding_window", .u32(16), "16"),
      ("rope.dimension_count", .u32(4), "4"), ("attention.value_length", .u32(4), "4"),
      ("final_logit_softcapping", .f32(30), "30"), ("attention.causal", .bool(false), "false"),
      ("rope.scaling.yarn_log_multiplier", .f32(0.1), "0.1"), ("rope.scaling.yarn_beta_fast", .f32(8), "8"),
      ("rope.freq_base", .f32(0.5), "0.5"), ("rope.freq_base", .f32(.nan), "not a number"),
      ("rope.dimension_sections", .integers([1, 1, 2]), "[1, 1, 2]"), ("rope.scaling.factor", .f32(0.25), "0.25"),
      ("embedding_length", .i32(-32), "-32"), ("block_count", .u64(1 << 40), "1099511627776"),
      ("attention.head_count", .u32(3), "key/value heads"), ("vocab_size", .u32(7), "[7, 32]"),
    ]
    for (key, value, found) in refused {
      assertRefused(found) { try models.gguf("qwen2", [key: value]) }
      if !["vocab_size", "attention.head_count", "rope.freq_base", "rope.scaling.factor"].contains(key) {
        assertRefused("qwen2.\(key)") { try models.gguf("qwen2", [key: value]) }
      }
    }
    assertRefused("qwen2.attention.layer_norm_rms_epsilon", "missing") {
      try models.gguf("qwen2", removing: ["attention.layer_norm_rms_epsilon"])
    }
    assertRefused("general.architecture", "falcon", "gemma3") { try models.gguf("falcon") }
  }

  func testKeysOfGGUFThatChangeNothing() throws {
    let models = try AlteredModels()
    let plain = try models.gguf().configuration
    let same: [[String: GGUFValue]] = [
      ["attention.head_count_kv": .integers([2, 2]), "attention.head_count": .integers([4, 4])],
      ["feed_forward_length": .integers([48, 48])], ["expert_count": .u32(0)], ["rope.scaling.finetuned": .bool(true)],
      ["vocab_size": .u32(384)], ["rope.dimension_count": .u32(8)],
      ["rope.scaling.type": .string("none"), "rope.scaling.factor": .f32(4)], ["rope.scaling.factor": .f32(0)],
      ["attention.sliding_window": .u32(64)], ["attention.sliding_window": .u32(0)], ["rope.scaling.factor": .f32(1)],
    ]
    for changes in same { XCTAssertEqual(try models.gguf("qwen2", changes).configuration, plain, "\(changes)") }
    XCTAssertEqual(try models.gguf("qwen2", removing: ["attention.key_length"]).configuration, plain)
    XCTAssertEqual(try models.gguf("qwen2", removing: ["rope.freq_base"]).configuration.ropeBase, 1e4)
  }

  func testRoPEScalingOfGGUFAsLlamaCppHasIt() throws {
    let models = try AlteredModels()
    func scaling(_ changes: [String: GGUFValue]) throws -> RoPE.Scaling {
      try models.gguf("qwen2", changes).configuration.ropeScaling
    }
    XCTAssertEqual(try scaling(["rope.scaling.factor": .f32(4)]), .init(.linear(factor: 4)))
    XCTAssertEqual(try scaling(["rope.scale_linear": .f32(2.5)]), .init(.linear(factor: 2.5)))
    XCTAssertEqual(
      try scaling(["rope.scale_linear": .f32(2.5), "rope.scaling.factor": .f32(4)]), .init(.linear(factor: 4)))
    XCTAssertEqual(
      try scaling(["rope.scaling.attn_factor": .f32(0.5), "rope.scaling.factor": .f32(4)]),
      .init(.linear(factor: 4), magnitude: 0.5))
    let yarn = RoPE.Scaling.YaRN(factor: 4, original: 16)
    let changes: [String: GGUFValue] = [
      "rope.scaling.type": .string("yarn"), "rope.scaling.factor": .f32(4),
      "rope.scaling.original_context_length": .u32(16),
    ]
    let magnitude = RoPE.Scaling.YaRN.magnitude(factor: 4)
    XCTAssertEqual(magnitude, 1.1386294361119891)
    XCTAssertEqual(try scaling(changes), .init(.yarn(yarn), magnitude: magnitude))
    XCTAssertEqual(
      try scaling(changes.merging(["rope.scaling.attn_factor": .f32(0.5)]) { $1 }),
      .init(.yarn(yarn), magnitude: 0.5 * magnitude))
  }

  func testTensorsOfGGUF() throws {
    let models = try AlteredModels()
    func adding(_ name: String, _ values: [Float], _ architecture: String = "qwen2") throws -> LlamaModel {
      try models.gguf(architecture) { $0 + [try Tensor(name: name, shape: [values.count], values: values)] }
    }
    for name in ["blk.0.attn_q.weight.lora_a", "rope_freqs.weight", "output.bias", "blk.2.attn_norm.weight"] {
      assertRefused("tensor \(name)", "no part of this architecture") { try adding(name, [1, 1, 1, 1]) }
    }
    assertRefused("blk.0.attn_output.bias") { try adding("blk.0.attn_output.bias", Array(repeating: 1, count: 32)) }
    let llama = try adding("blk.0.attn_output.bias", Array(repeating: 1, count: 32), "llama")
    XCTAssertEqual(llama.layers.map(\.outputBias.count), [32, 0])
    XCTAssertEqual(llama.configuration.pairing, .norm)
    XCTAssertEqual(
      try adding("rope_freqs.weight", [1, 2, 4, 8], "llama").configuration.ropeScaling,
      .init(.divided(by: [1, 2, 4, 8])))
    assertRefused("rope_freqs.weight", "[3]") { try adding("rope_freqs.weight", [1, 1, 1], "llama") }
    assertRefused("divisor", "0.25") { try adding("rope_freqs.weight", [1, 0.25, 1, 1], "llama") }
    assertRefused("blk.0.attn_q_norm.weight", "missing") { try models.gguf("qwen3") }
  }

  func testQwen2WithoutBiasesRuns() throws {
    let models = try AlteredModels()
    let bare = try models.gguf { $0.filter { !$0.name.hasSuffix(".bias") } }
    XCTAssertFalse(bare.configuration.hasQKVBias)
    let zero = try models.gguf { tensors in
      try tensors.map {
        $0.name.hasSuffix(".bias")
          ? try Tensor(name: $0.name, shape: $0.shape, values: Array(repeating: 0, count: $0.count)) : $0
      }
    }
    let logits = try [bare, zero].map {
      try LlamaDecoder($0, path: .reference, capacity: 4).forward([1, 2, 3], sink: nil)
    }
    XCTAssertEqual(logits[0].map(\.bitPattern), logits[1].map(\.bitPattern))
    // A layer without them adds zero.
    let mixed = try models.gguf { $0.filter { !$0.name.hasPrefix("blk.1.attn_k.bias") } }
    XCTAssertEqual(mixed.layers[1].qkvBias.count, 64)
    XCTAssertEqual(Array(mixed.layers[1].qkvBias[32..<48]), Array(repeating: 0, count: 16))
  }

  // MARK: Folders

  func testMembersOfConfigThatAskForMoreAreRefusedByName() throws {
    let models = try AlteredModels()
    let refused: [(key: String, value: Any, found: String)] = [
      ("never_heard_of", 0.5, "0.5"), ("quantization_config", ["bits": 4], "4"), ("hidden_act", "gelu", "gelu"),
      ("rope_scaling", ["rope_type": "longrope", "factor": 4], "longrope"), ("rope_scaling", "yarn", "yarn"),
      ("rope_scaling", ["factor": 4], "factor"), ("rope_scaling", ["type": "mrope", "mrope_section": [1]], "mrope"),
      ("rope_scaling", ["rope_type": "linear"], "factor"),
      ("rope_scaling", ["rope_type": "linear", "factor": 0.5], "0.5"),
      ("rope_scaling", ["rope_type": "linear", "factor": 2, "beta_fast": 3], "beta_fast"),
      ("partial_rotary_factor", 0.5, "0.5"), ("use_mrope", true, "true"), ("auto_map", ["AutoModel": "x"], "AutoModel"),
      ("layer_types", ["full_attention"], "1 values for 2 layers"), ("layer_types", ["full_attention", "ssm"], "ssm"),
      ("layer_types", ["sliding_attention", "full_attention"], "use_sliding_window"),
      ("num_key_value_heads", 0, "0"), ("num_key_value_heads", 3, "key/value heads"), ("rms_norm_eps", "x", "x"),
      ("tie_word_embeddings", 1, "1"), ("hidden_size", true, "true"), ("model_type", "phi", "phi"),
      ("query_pre_attn_scalar", 8, "8"), ("mlp_bias", true, "true"), ("rope_theta", 0.5, "0.5"),
    ]
    for (key, value, found) in refused { assertRefused(found) { try models.folder([key: value]) } }
  }

  func testMembersOfConfigThatChangeNothing() throws {
    let models = try AlteredModels()
    let plain = try models.folder().llama.configuration
    let same: [[String: Any]] = [
      ["rope_scaling": NSNull(), "layer_types": NSNull(), "head_dim": NSNull()],
      ["use_sliding_window": false, "sliding_window": 16, "max_window_layers": 0],
      ["layer_types": ["full_attention", "full_attention"]], ["never_heard_of": NSNull()],
      ["use_sliding_window": true, "sliding_window": 16, "max_window_layers": 2],
      ["use_sliding_window": true, "sliding_window": NSNull(), "max_window_layers": 0],
      ["attention_bias": false, "bos_token_id": 1, "use_cache": false], ["hidden_act": "swish"],
      ["rope_scaling": ["rope_type": "default"]], ["rope_scaling": [String: Any]()],
    ]
    for changes in same {
      XCTAssertEqual(try models.folder(changes).llama.configuration, plain, "\(changes)")
    }
    XCTAssertEqual(try models.folder(removing: ["rms_norm_eps", "head_dim"]).llama.configuration, plain)
    let windowed = try models.folder([
      "use_sliding_window": true, "sliding_window": 16, "max_window_layers": 1,
    ]).llama.configuration
    XCTAssertEqual([windowed.window(ofLayer: 0), windowed.window(ofLayer: 1)], [nil, 16])
    XCTAssertEqual(try models.folder(removing: ["max_position_embeddings"]).llama.configuration.contextLength, 32_768)
  }

  func testTensorsOfFolders() throws {
    let models = try AlteredModels()
    func extra(_ name: String, _ count: Int) throws -> Tensor {
      try Tensor(name: name, shape: [count], values: Array(repeating: 0.5, count: count))
    }
    for name in ["model.layers.0.self_attn.o_proj.bias", "score.weight", "model.layers.0.mlp.up_proj.bias"] {
      assertRefused("tensor \(name)") { try models.folder { $0 + [try extra(name, 32)] } }
    }
    _ = try models.folder { $0 + [try extra("model.layers.0.self_attn.rotary_emb.inv_freq", 4)] }
    // An untied model without a head, and a tied one with and without.
    func isHead(_ tensor: Tensor) -> Bool { tensor.name == "lm_head.weight" }
    assertRefused("lm_head.weight", "missing") { try models.folder { $0.filter { !isHead($0) } } }
    let tied = try models.folder(["tie_word_embeddings": true]) { $0.filter { !isHead($0) } }
    XCTAssertEqual(tied.llama.head.name, "model.embed_tokens.weight")
    XCTAssertEqual(try models.folder(["tie_word_embeddings": true]).llama.head.name, "lm_head.weight")
    let swapped = try models.folder(["tie_word_embeddings": true]) {
      $0.filter { $0.name != "model.embed_tokens.weight" }
    }
    XCTAssertEqual(swapped.llama.embedding.name, "lm_head.weight")
    // A checkpoint of the bare model.
    let bare = try models.folder(["tie_word_embeddings": true]) { tensors in
      tensors.filter { !isHead($0) }.map { $0.renamed(String($0.name.dropFirst("model.".count))) }
    }
    XCTAssertEqual(bare.llama.layers[1].qkvBias, tied.llama.layers[1].qkvBias)
    // Biases that a class does not have unless it says so.
    let llama: [String: Any] = ["model_type": "llama", "attention_bias": true]
    assertRefused("self_attn.q_proj.bias") { try models.folder(["model_type": "llama"]) }
    assertRefused("self_attn.o_proj.bias", "missing") { try models.folder(llama) }
    let full = try models.folder(llama) { tensors in
      try tensors + (0..<2).map { try extra("model.layers.\($0).self_attn.o_proj.bias", 32) }
    }
    XCTAssertEqual(full.llama.layers.map(\.outputBias.count), [32, 32])
  }

  func testGPTNeoUsesItsOwnHead() throws {
    let folder = try TemporaryFolder()
    let fixture = GPTNeoFixture()
    try fixture.write(to: folder.file("m"))
    func logits(_ change: ([Tensor]) throws -> [Tensor]) throws -> [Float] {
      try SafetensorsWriter.write(
        change(ModelTensors.open(folder.file("m")).tensors), shards: 1, toFolder: folder.file("m"))
      return try LoadedModel(path: folder.file("m")).decoder(path: .reference, capacity: 4).forward([1, 2], sink: nil)
    }
    let embedding = try ModelTensors.open(folder.file("m"))["transformer.wte.weight"]!
    let tied = try logits { $0 }
    let own = try logits {
      $0 + [try Tensor(name: "lm_head.weight", shape: embedding.shape, values: embedding.values().map { -2 * $0 })]
    }
    XCTAssertEqual(own, tied.map { -2 * $0 })
    assertRefused("tensor score.weight") {
      try logits { $0 + [try Tensor(name: "score.weight", shape: [1], values: [1])] }
    }
  }
}
