#!/usr/bin/env python3
"""Makes random tiny models with the transformers package and what each of their stages gives.

    scripts/golden/make-models.py Tests/ModelsTests/Golden

writes a folder a model, or those that are named behind the folder: config.json and model.safetensors as transformers saves them, and golden.safetensors with, for
each stage, the values of torch in float64 and, as STAGE.error, the largest distance of torch's own float32 from them.
golden.json has the token ids, the greedy continuation in float64 and the versions. Nothing is downloaded.
"""
import json
import os
import sys

import numpy
import torch
import transformers
from safetensors.numpy import save_file
from transformers import (
    Gemma3ForCausalLM, Gemma3TextConfig, GPTNeoConfig, GPTNeoForCausalLM, LlamaConfig, LlamaForCausalLM, MistralConfig,
    MistralForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM)

GENERATED = 8


def randomise(model, seed):
    """Weights so large that attention is not uniform and no stage is negligible."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() == 2:
                parameter.copy_(noise * (1.5 / parameter.shape[1] ** 0.5))
            elif name.endswith("bias"):
                parameter.copy_(noise * 0.3)
            elif type(model) is Gemma3ForCausalLM:
                # Its norms add 1 themselves.
                parameter.copy_(noise * 0.2)
            else:
                parameter.copy_(1 + noise * 0.2)


class Wide:
    """Inside, what the package casts to float32 on purpose (norms, softmax, rotary angles) is float64, too."""

    def __enter__(self):
        self.kept = torch.float32, torch.float, torch.Tensor.float
        torch.float32 = torch.float = torch.float64
        torch.Tensor.float = torch.Tensor.double

    def __exit__(self, *problem):
        torch.float32, torch.float, torch.Tensor.float = self.kept


class Stages:
    """Collects what modules are given and give, by stage."""

    def __init__(self):
        self.values = {}

    def put(self, name, value):
        self.values[name] = value.detach().reshape(-1, value.shape[-1]).double().numpy().copy()

    def output(self, name):
        return lambda module, inputs, output: self.put(name, output[0] if isinstance(output, tuple) else output)

    def input(self, name):
        return lambda module, inputs: self.put(name, inputs[0])


def scores(q, k, scale, window):
    """Scores of [heads][positions][dim] with -infinity where a query does not look, [positions][heads][positions]."""
    n = q.shape[1]
    s = torch.matmul(q, k.transpose(1, 2)) * scale
    i, j = torch.arange(n)[:, None], torch.arange(n)[None, :]
    hidden = (j > i) | (j <= i - window if window else torch.zeros(n, n, dtype=torch.bool))
    return s.masked_fill(hidden, float("-inf")).transpose(0, 1)


def put_attention(stages, start, q, k, weights, scale, window):
    stages.values[start + "attn_scores"] = scores(q, k, scale, window).detach().double().numpy().copy()
    stages.values[start + "attn_softmax"] = weights[0].transpose(0, 1).detach().double().numpy().copy()


def run_llama(model, ids):
    """Every stage of a model of the Llama family."""
    stages, config = Stages(), model.config
    library = sys.modules[type(model).__module__]
    gemma = type(model) is Gemma3ForCausalLM
    rotated, original = [], library.apply_rotary_pos_emb

    def rotate(*arguments, **options):
        rotated.append(original(*arguments, **options))
        return rotated[-1]

    library.apply_rotary_pos_emb = rotate
    parts, hooks = {}, []
    after = (lambda module, hook: hooks.append(module.register_forward_hook(hook)))
    before = (lambda module, hook: hooks.append(module.register_forward_pre_hook(hook)))
    after(model.model.embed_tokens, stages.output("embedding"))
    after(model.model.norm, stages.output("final_norm"))
    gated = "ffn_geglu" if gemma else "ffn_swigl"
    for number, layer in enumerate(model.model.layers):
        start, attention, mlp = f"layer-{number}/", layer.self_attn, layer.mlp
        second = layer.pre_feedforward_layernorm if gemma else layer.post_attention_layernorm
        after(layer.input_layernorm, stages.output(start + "attn_norm"))
        before(second, stages.input(start + "post_attn_residual"))
        after(second, stages.output(start + "ffn_norm"))
        if gemma:
            after(layer.post_attention_layernorm, stages.output(start + "post_attn_norm"))
            after(layer.post_feedforward_layernorm, stages.output(start + "post_ffn_norm"))
        for name in "qkv":
            module = getattr(attention, name + "_proj")

            def keep(module, inputs, output, key=(number, name)):
                parts[key] = (torch.nn.functional.linear(inputs[0], module.weight), output)

            after(module, keep)
        if hasattr(attention, "q_norm"):
            for name in "qk":
                def normed(module, inputs, output, stage=f"{start}{name}_norm"):
                    heads = output.transpose(1, 2) if gemma else output
                    stages.put(stage, heads.flatten(2))

                after(getattr(attention, name + "_norm"), normed)
        before(attention.o_proj, stages.input(start + "attention"))
        after(attention.o_proj, stages.output(start + "attn_out"))
        after(mlp.gate_proj, stages.output(start + "ffn_gate"))
        after(mlp.up_proj, stages.output(start + "ffn_up"))
        before(mlp.down_proj, stages.input(start + gated))
        after(mlp.down_proj, stages.output(start + "ffn_out"))
        after(layer, stages.output(start + "post_ffn_residual"))
    with torch.no_grad():
        result = model(torch.tensor([ids]), output_attentions=True, use_cache=False)
    library.apply_rotary_pos_emb = original
    for hook in hooks:
        hook.remove()
    kinds = getattr(config, "layer_types", None) or ["full_attention"] * config.num_hidden_layers
    for number, (q, k) in enumerate(rotated):
        start = f"layer-{number}/"
        module = model.model.layers[number].self_attn
        for index, stage in enumerate(["qkv_matmul", "qkv_bias"] if module.q_proj.bias is not None else ["qkv_matmul"]):
            stages.put(start + stage, torch.cat([parts[number, name][index] for name in "qkv"], -1))
        stages.put(start + "q_post_rope", q[0].transpose(0, 1).flatten(1))
        stages.put(start + "k_post_rope", k[0].transpose(0, 1).flatten(1))
        groups = config.num_attention_heads // config.num_key_value_heads
        isLocal = kinds[number] == "sliding_attention" or config.model_type == "mistral"
        window = (getattr(config, "sliding_window", None) or 0) if isLocal else 0
        put_attention(
            stages, start, q[0], k[0].repeat_interleave(groups, 0), result.attentions[number], module.scaling, window)
        # The activation may be one module for all layers, so its stage is computed anew.
        gate = torch.from_numpy(stages.values[start + "ffn_gate"]).to(q.dtype)
        stages.put(start + ("ffn_gelu" if gemma else "ffn_silu"), model.model.layers[number].mlp.act_fn(gate))
    stages.put("lm_head", result.logits[0, -1:])
    return stages.values


def run_gpt_neo(model, ids):
    stages, config = Stages(), model.config
    parts = {}
    model.transformer.drop.register_forward_hook(stages.output("embedding"))
    model.transformer.ln_f.register_forward_hook(stages.output("final_norm"))
    for number, layer in enumerate(model.transformer.h):
        start, attention, mlp = f"layer-{number}/", layer.attn.attention, layer.mlp
        layer.ln_1.register_forward_hook(stages.output(start + "attn_norm"))
        layer.ln_2.register_forward_pre_hook(stages.input(start + "post_attn_residual"))
        layer.ln_2.register_forward_hook(stages.output(start + "ffn_norm"))
        for name in "qkv":
            def keep(module, inputs, output, key=(number, name)):
                parts[key] = output

            getattr(attention, name + "_proj").register_forward_hook(keep)
        attention.out_proj.register_forward_pre_hook(stages.input(start + "attention"))
        attention.out_proj.register_forward_hook(stages.output(start + "attn_out"))
        mlp.c_fc.register_forward_hook(stages.output(start + "ffn_up"))
        mlp.c_proj.register_forward_pre_hook(stages.input(start + "ffn_gelu"))
        mlp.c_proj.register_forward_hook(stages.output(start + "ffn_out"))
        layer.register_forward_hook(stages.output(start + "post_ffn_residual"))
    with torch.no_grad():
        result = model(torch.tensor([ids]), output_attentions=True, use_cache=False)
    for number, kind in enumerate(config.attention_layers):
        start = f"layer-{number}/"
        stages.put(start + "qkv_matmul", torch.cat([parts[number, name] for name in "qkv"], -1))
        heads = [parts[number, name][0].unflatten(-1, (config.num_heads, -1)).transpose(0, 1) for name in "qk"]
        window = config.window_size if kind == "local" else 0
        put_attention(stages, start, *heads, result.attentions[number], 1, window)
    stages.put("lm_head", result.logits[0, -1:])
    return stages.values


def greedy(model, ids):
    ids = list(ids)
    with torch.no_grad():
        for _ in range(GENERATED):
            ids.append(int(model(torch.tensor([ids]), use_cache=False).logits[0, -1].argmax()))
    return ids[-GENERATED:]


def golden(folder, make, run, ids, seed):
    single = make()
    randomise(single, seed)
    single.eval().float()
    single.save_pretrained(folder)
    for name in os.listdir(folder):
        if name == "generation_config.json":
            os.remove(os.path.join(folder, name))
    wide = make()
    wide.load_state_dict(single.state_dict())
    wide.eval().double()
    rounded = run(single, ids)
    with Wide():
        def fresh():
            # Dynamic scaling remembers the longest sequence that it has seen.
            if hasattr(wide, "model"):
                wide.model.rotary_emb = type(wide.model.rotary_emb)(wide.config)

        fresh()
        continuation = greedy(wide, ids)
        fresh()
        exact = run(wide, ids)
    tensors = {}
    for name, value in exact.items():
        finite = numpy.isfinite(value)
        assert (finite == numpy.isfinite(rounded[name])).all(), name
        tensors[name] = numpy.ascontiguousarray(value)
        tensors[name + ".error"] = numpy.array([numpy.abs(value[finite] - rounded[name][finite]).max()])
    save_file(tensors, os.path.join(folder, "golden.safetensors"))
    with open(os.path.join(folder, "golden.json"), "w") as file:
        json.dump(
            {"tokens_in": ids, "tokens_out": continuation, "torch": torch.__version__,
             "transformers": transformers.__version__}, file, indent=2)
        file.write("\n")


SIZES = {
    "vocab_size": 61, "hidden_size": 32, "intermediate_size": 56, "num_attention_heads": 4, "num_key_value_heads": 2,
    "attn_implementation": "eager", "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": None}
IDS = [3, 60, 17, 0, 8, 8, 41]
# Each kind of scaling once, each architecture at least once.
LLAMAS = {
    "qwen2": (Qwen2ForCausalLM, Qwen2Config, {
        "num_hidden_layers": 3, "max_position_embeddings": 64, "rope_theta": 1e6, "tie_word_embeddings": False,
        "use_sliding_window": False}),
    "qwen2-dynamic": (Qwen2ForCausalLM, Qwen2Config, {
        "num_hidden_layers": 2, "max_position_embeddings": 4, "tie_word_embeddings": False,
        "rope_scaling": {"type": "dynamic", "factor": 4.0}}),
    "llama": (LlamaForCausalLM, LlamaConfig, {
        "num_hidden_layers": 2, "max_position_embeddings": 256, "rope_theta": 1e4, "attention_bias": True, "mlp_bias": True,
        "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                         "original_max_position_embeddings": 32}}),
    "mistral": (MistralForCausalLM, MistralConfig, {
        "num_hidden_layers": 2, "max_position_embeddings": 64, "sliding_window": 4}),
    "qwen3": (Qwen3ForCausalLM, Qwen3Config, {
        "num_hidden_layers": 2, "max_position_embeddings": 64, "head_dim": 16, "tie_word_embeddings": True,
        "rope_theta": 1e4, "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16,
                                            "beta_fast": 4.0, "beta_slow": 1.0}}),
    "gemma3": (Gemma3ForCausalLM, Gemma3TextConfig, {
        "num_hidden_layers": 3, "max_position_embeddings": 64, "head_dim": 16, "query_pre_attn_scalar": 24,
        "sliding_window": 4, "sliding_window_pattern": 3, "rope_theta": 1e6, "rope_local_base_freq": 1e4,
        "rope_scaling": {"rope_type": "linear", "factor": 8.0}}),
}


def main(folder, *names):
    torch.set_num_threads(1)
    transformers.set_seed(0)
    for seed, (name, (model, config, keys)) in enumerate(LLAMAS.items(), 11):
        if not names or name in names:
            golden(
                os.path.join(folder, name), lambda: model(config(**{**SIZES, **json.loads(json.dumps(keys))})),
                run_llama, IDS, seed=1 if name == "qwen2" else seed)
    if names and "gpt-neo" not in names:
        return
    golden(
        os.path.join(folder, "gpt-neo"),
        lambda: GPTNeoForCausalLM(GPTNeoConfig(
            vocab_size=61, hidden_size=32, intermediate_size=48, num_layers=4, num_heads=4, window_size=4,
            attention_types=[[["global", "local"], 2]], max_position_embeddings=32, bos_token_id=0, eos_token_id=0,
            attention_dropout=0.0,
            embed_dropout=0.0, resid_dropout=0.0, attn_implementation="eager")),
        run_gpt_neo, [3, 60, 17, 0, 8, 8, 41, 5, 22], seed=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
