#!/usr/bin/env python3
"""Makes random tiny models with the transformers package and what each of their stages gives.

    scripts/golden/make-models.py Tests/ModelsTests/Golden

writes a folder a model: config.json and model.safetensors as transformers saves them, and golden.safetensors with, for
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
from transformers import GPTNeoConfig, GPTNeoForCausalLM, Qwen2Config, Qwen2ForCausalLM
from transformers.models.qwen2 import modeling_qwen2

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
            else:
                parameter.copy_(1 + noise * 0.2)


class Wide:
    """Inside, what the package casts to float32 on purpose (norms, softmax) is float64, too."""

    def __enter__(self):
        self.float32, torch.float32 = torch.float32, torch.float64

    def __exit__(self, *problem):
        torch.float32 = self.float32


class WideRotary(torch.nn.Module):
    """Cosines and sines of rotary positions in float64; those of the package are float32 in every model."""

    def __init__(self, dim, base):
        super().__init__()
        self.frequencies = base ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)

    def forward(self, x, position_ids):
        angles = position_ids[..., None].double() * self.frequencies
        angles = torch.cat([angles, angles], -1)
        return angles.cos(), angles.sin()


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


def run_qwen2(model, ids):
    stages, config = Stages(), model.config
    rotated, original = [], modeling_qwen2.apply_rotary_pos_emb

    def rotate(*arguments, **options):
        rotated.append(original(*arguments, **options))
        return rotated[-1]

    modeling_qwen2.apply_rotary_pos_emb = rotate
    parts = {}
    model.model.embed_tokens.register_forward_hook(stages.output("embedding"))
    model.model.norm.register_forward_hook(stages.output("final_norm"))
    for number, layer in enumerate(model.model.layers):
        start, attention, mlp = f"layer-{number}/", layer.self_attn, layer.mlp
        layer.input_layernorm.register_forward_hook(stages.output(start + "attn_norm"))
        layer.post_attention_layernorm.register_forward_pre_hook(stages.input(start + "post_attn_residual"))
        layer.post_attention_layernorm.register_forward_hook(stages.output(start + "ffn_norm"))
        for name in "qkv":
            module = getattr(attention, name + "_proj")

            def keep(module, inputs, output, key=(number, name)):
                parts[key] = (torch.nn.functional.linear(inputs[0], module.weight), output)

            module.register_forward_hook(keep)
        attention.o_proj.register_forward_pre_hook(stages.input(start + "attention"))
        attention.o_proj.register_forward_hook(stages.output(start + "attn_out"))
        mlp.gate_proj.register_forward_hook(stages.output(start + "ffn_gate"))
        mlp.up_proj.register_forward_hook(stages.output(start + "ffn_up"))
        mlp.act_fn.register_forward_hook(stages.output(start + "ffn_silu"))
        mlp.down_proj.register_forward_pre_hook(stages.input(start + "ffn_swigl"))
        mlp.down_proj.register_forward_hook(stages.output(start + "ffn_out"))
        layer.register_forward_hook(stages.output(start + "post_ffn_residual"))
    with torch.no_grad():
        result = model(torch.tensor([ids]), output_attentions=True, use_cache=False)
    modeling_qwen2.apply_rotary_pos_emb = original
    # mlp.act_fn may be one module for all layers; its hooks then see every layer, so the stage is taken anew.
    for number, (q, k) in enumerate(rotated):
        start = f"layer-{number}/"
        for index, stage in enumerate(["qkv_matmul", "qkv_bias"]):
            stages.put(start + stage, torch.cat([parts[number, name][index] for name in "qkv"], -1))
        stages.put(start + "q_post_rope", q[0].transpose(0, 1).flatten(1))
        stages.put(start + "k_post_rope", k[0].transpose(0, 1).flatten(1))
        groups = config.num_attention_heads // config.num_key_value_heads
        scale = (config.hidden_size // config.num_attention_heads) ** -0.5
        put_attention(stages, start, q[0], k[0].repeat_interleave(groups, 0), result.attentions[number], scale, 0)
        gate = torch.from_numpy(stages.values[start + "ffn_gate"]).to(q.dtype)
        stages.put(start + "ffn_silu", torch.nn.functional.silu(gate))
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
    if hasattr(wide, "model"):
        config = wide.config
        wide.model.rotary_emb = WideRotary(
            config.hidden_size // config.num_attention_heads, config.rope_parameters["rope_theta"])
    rounded = run(single, ids)
    with Wide():
        continuation = greedy(wide, ids)
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


def main(folder):
    torch.set_num_threads(1)
    transformers.set_seed(0)
    golden(
        os.path.join(folder, "qwen2"),
        lambda: Qwen2ForCausalLM(Qwen2Config(
            vocab_size=61, hidden_size=32, intermediate_size=56, num_hidden_layers=3, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=64, rope_theta=1e6, tie_word_embeddings=False,
            use_sliding_window=False, attn_implementation="eager")),
        run_qwen2, [3, 60, 17, 0, 8, 8, 41], seed=1)
    golden(
        os.path.join(folder, "gpt-neo"),
        lambda: GPTNeoForCausalLM(GPTNeoConfig(
            vocab_size=61, hidden_size=32, intermediate_size=48, num_layers=4, num_heads=4, window_size=4,
            attention_types=[[["global", "local"], 2]], max_position_embeddings=32, bos_token_id=0, eos_token_id=0,
            attention_dropout=0.0,
            embed_dropout=0.0, resid_dropout=0.0, attn_implementation="eager")),
        run_gpt_neo, [3, 60, 17, 0, 8, 8, 41, 5, 22], seed=2)


if __name__ == "__main__":
    main(sys.argv[1])
