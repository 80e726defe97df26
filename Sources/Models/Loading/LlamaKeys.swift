/// What becomes of each key that describes a model of the Llama family, and of GPT-Neo.
///
/// Sources: the keys of llama.cpp (llama-arch.cpp) with what its models of these architectures read, and the
/// configuration classes of transformers 5.24 with the keys that published files carry besides.
enum LlamaKeys {
  /// Keys of GGUF files, after the architecture's name.
  static let gguf: [String: KeyRule] = [
    "block_count": .used, "context_length": .used, "embedding_length": .used, "feed_forward_length": .used,
    "vocab_size": .used, "attention.head_count": .used, "attention.head_count_kv": .used,
    "attention.key_length": .used, "attention.value_length": .used, "attention.layer_norm_rms_epsilon": .used,
    "attention.sliding_window": .used, "attention.sliding_window_pattern": .used,
    "attention.key_length_swa": .used, "attention.value_length_swa": .used, "rope.dimension_count": .used,
    "rope.dimension_count_swa": .used, "rope.freq_base": .used, "rope.freq_base_swa": .used,
    "rope.scaling.type": .used, "rope.scaling.factor": .used, "rope.scaling.attn_factor": .used,
    "rope.scaling.original_context_length": .used, "rope.scale_linear": .used,
    // Said of how a file was made, or of another use than a forward pass.
    "rope.scaling.finetuned": .harmless, "attention.layer_norm_epsilon": .harmless, "pooling_type": .harmless,
    "mm.tokens_per_image": .harmless,
    // The pairs of this layout are those that GGUF has anyway.
    "tensor_data_layout": .only(.text("Meta AI original pth")),
    // What llama.cpp takes for these where it reads them; for these architectures it does not.
    "rope.scaling.yarn_log_multiplier": .only(.number(0)), "rope.scaling.yarn_ext_factor": .only(.number(1)),
    "rope.scaling.yarn_attn_factor": .only(.number(1)), "rope.scaling.yarn_beta_fast": .only(.number(32)),
    "rope.scaling.yarn_beta_slow": .only(.number(1)), "rope.scaling.alpha": .only(.number(0)),
    "use_parallel_residual": .only(.bool(false)), "attention.causal": .only(.bool(true)),
    "expert_count": .only(.number(0)), "expert_used_count": .only(.number(0)),
    "expert_shared_count": .only(.number(0)), "leading_dense_block_count": .only(.number(0)),
    "nextn_predict_layers": .only(.number(0)), "attention.shared_kv_layers": .only(.number(0)),
    "attention.clamp_kqv": .only(.number(0)), "attention.max_alibi_bias": .only(.number(0)),
    "attn_logit_softcapping": .only(.number(0)), "final_logit_softcapping": .only(.number(0)),
    "logit_scale": .only([.number(0), .number(1)]), "residual_scale": .only([.number(0), .number(1)]),
    "embedding_scale": .only([.number(0), .number(1)]), "attention.scale": .only(.number(0)),
    "rope.dimension_sections": .only([]), "classifier.output_labels": .only([]),
  ]

  /// Keys of config.json that any class of transformers may have, and none needs for a forward pass.
  static let anyClass: [String: KeyRule] = {
    let harmless = """
      _attn_implementation _attn_implementation_autoset _attn_implementation_internal _commit_hash _flash_attn_2_enabled
      _from_model_config _name_or_path architectures attention_dropout attn_implementation attn_pdrop bad_words_ids
      begin_suppress_tokens bos_token_id cache_implementation classifier_dropout cls_token_id custom_generate
      decoder_start_token_id diversity_penalty do_sample dtype early_stopping encoder_no_repeat_ngram_size eos_token_id
      exponential_decay_length_penalty finetuning_task forced_bos_token_id forced_eos_token_id gradient_checkpointing
      hidden_dropout id2label initializer_factor initializer_range is_decoder is_llama_config label2id length_penalty
      low_memory mask_token_id max_length max_new_tokens min_length min_p model_max_length model_type name_or_path
      no_repeat_ngram_size num_beam_groups num_beams num_labels num_return_sequences output_attentions
      output_hidden_states output_scores pad_token_id prefix pretraining_tp problem_type remove_invalid_values
      repetition_penalty return_dict return_dict_in_generate sep_token_id suppress_tokens task_specific_params
      temperature tf_legacy_loss tokenizer_class top_k top_p torch_dtype torchscript transformers.js_config
      transformers_version typical_p unk_token_id unsloth_fixed unsloth_version use_bfloat16 use_cache
      """
    var rules: [String: KeyRule] = [:]
    for key in harmless.split(whereSeparator: \.isWhitespace) { rules[String(key)] = .harmless }
    rules["add_cross_attention"] = .only(.bool(false))
    rules["chunk_size_feed_forward"] = .only(.number(0))
    rules["cross_attention_hidden_size"] = .only([])
    rules["is_encoder_decoder"] = .only(.bool(false))
    rules["pruned_heads"] = .only(.object([:]))
    rules["tie_encoder_decoder"] = .only(.bool(false))
    rules["tie_word_embeddings"] = .used
    // Weights in a form of their own, or code of their own.
    for key in ["quantization_config", "auto_map", "per_layer_config", "compression_config"] { rules[key] = .only([]) }
    return rules
  }()

  /// Keys of config.json that every class of the Llama family reads, and extra ones of published files.
  private static let common: [String: KeyRule] = anyClass.merging(
    [
      "vocab_size": .used, "hidden_size": .used, "intermediate_size": .used, "num_hidden_layers": .used,
      "num_attention_heads": .used, "num_key_value_heads": .used, "head_dim": .used, "rms_norm_eps": .used,
      "max_position_embeddings": .used, "original_max_position_embeddings": .used, "rope_theta": .used,
      "rope_scaling": .used, "rope_parameters": .used, "partial_rotary_factor": .only(.number(1)),
      "use_mrope": .only(.bool(false)), "rope_interleaved": .only(.bool(false)), "use_qk_norm": .only(.bool(false)),
      // Of the classes that do not read them.
      "use_sliding_window": .only(.bool(false)), "attention_bias": .only(.bool(false)),
      "mlp_bias": .only(.bool(false)),
    ]
  ) { $1 }

  /// Keys of config.json of a class.
  static func transformers(_ model: TransformersClass) -> [String: KeyRule] {
    var rules = common
    switch model {
    case .qwen2, .qwen3:
      for key in ["hidden_act", "use_sliding_window", "sliding_window", "max_window_layers", "layer_types"] {
        rules[key] = .used
      }
      // Qwen2's query, key and value have their biases whatever this says.
      rules["attention_bias"] = model == .qwen2 ? .harmless : .used
    case .llama: for key in ["hidden_act", "attention_bias", "mlp_bias"] { rules[key] = .used }
    case .mistral: for key in ["hidden_act", "sliding_window"] { rules[key] = .used }
    case .gemma3:
      for key in [
        "hidden_activation", "attention_bias", "sliding_window", "sliding_window_pattern", "layer_types",
        "query_pre_attn_scalar", "rope_local_base_freq",
      ] { rules[key] = .used }
      rules["_sliding_window_pattern"] = .harmless
      for key in ["attn_logit_softcapping", "final_logit_softcapping"] { rules[key] = .only([]) }
      rules["use_bidirectional_attention"] = .only(.bool(false))
    }
    return rules
  }

  /// Keys of config.json of GPT-Neo.
  static let gptNeo: [String: KeyRule] = anyClass.merging(
    [
      "vocab_size": .used, "hidden_size": .used, "intermediate_size": .used, "num_layers": .used, "num_heads": .used,
      "max_position_embeddings": .used, "window_size": .used, "attention_types": .used, "attention_layers": .used,
      "layer_norm_epsilon": .used, "activation_function": .used, "embed_dropout": .harmless, "resid_dropout": .harmless,
      "summary_activation": .harmless, "summary_first_dropout": .harmless, "summary_proj_to_labels": .harmless,
      "summary_type": .harmless, "summary_use_proj": .harmless,
    ]
  ) { $1 }
}
