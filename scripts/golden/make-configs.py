#!/usr/bin/env python3
"""Asks the transformers package what it makes of config.json files, also of those whose keys contradict.

    scripts/golden/make-configs.py Tests/ModelsTests/Golden/configs.json

writes, for each configuration, the frequency of each rotary pair in float64 (what the package's own functions give when
they compute in float64), what cosines and sines are multiplied by, and sizes that follow from keys that are not there;
`error` where the package fails. Nothing is downloaded.
"""
import json
import sys

import torch
import transformers
from transformers import AutoConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

SIZES = {"vocab_size": 61, "hidden_size": 64, "intermediate_size": 56, "num_hidden_layers": 6, "num_attention_heads": 4}
YARN = {"factor": 4.0, "original_max_position_embeddings": 64}
LLAMA3 = {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 64}


def cases():
    def case(model="qwen2", seen=None, **keys):
        result.append({"seen": seen, "config": {"model_type": model, **SIZES, "max_position_embeddings": 256, **keys}})

    result = []
    for model in ["qwen2", "llama", "mistral", "qwen3", "gemma3_text"]:
        case(model)
        case(model, num_key_value_heads=None) if model != "gemma3_text" else None
        case(model, num_key_value_heads=2, head_dim=16, rms_norm_eps=1e-5, rope_theta=1e6)
        result.append({"seen": None, "config": {"model_type": model, **SIZES, "num_key_value_heads": 2}})
        case(model, rope_parameters={"rope_type": "default", "rope_theta": 5e5}, num_key_value_heads=2)
    plain = {"num_key_value_heads": 2, "head_dim": 16}
    # Each kind, in the old and the new place, under the old and the new name.
    for place in ["rope_scaling", "rope_parameters"]:
        for name in ["rope_type", "type"]:
            for kind, more in [("linear", {"factor": 4.0}), ("yarn", YARN), ("llama3", LLAMA3)]:
                case(**plain, rope_theta=1e6, **{place: {name: kind, **more}})
            case(**plain, rope_theta=1e6, **{place: {name: "dynamic", "factor": 4.0}}, seen=700)
    case(**plain, rope_scaling={"rope_type": "dynamic", "factor": 4.0}, seen=256)
    case(**plain, rope_scaling={"rope_type": "dynamic", "factor": 4.0}, seen=257)
    case(**plain, rope_scaling={"rope_type": "dynamic", "factor": 4.0, "original_max_position_embeddings": 64}, seen=128)
    # Both names, both places.
    case(**plain, rope_scaling={"rope_type": "linear", "type": "dynamic", "factor": 4.0})
    case(**plain, rope_scaling={"type": "yarn", **YARN}, rope_parameters={"rope_type": "linear", "factor": 2.0, "rope_theta": 1e6})
    case(**plain, rope_scaling={}, rope_parameters={"rope_type": "linear", "factor": 2.0, "rope_theta": 1e6})
    case(**plain, rope_scaling=None, rope_parameters={"rope_type": "linear", "factor": 2.0}, rope_theta=3e4)
    case(**plain, rope_parameters={"rope_type": "linear", "factor": 2.0, "rope_theta": 5e4}, rope_theta=3e4)
    # The length of the first training.
    short = {key: YARN[key] for key in ["factor"]}
    case(**plain, rope_scaling={"rope_type": "yarn", **short})
    case(**plain, rope_scaling={"rope_type": "yarn", **short}, original_max_position_embeddings=32)
    case(**plain, rope_scaling={"rope_type": "yarn", **YARN}, original_max_position_embeddings=32)
    case(**plain, rope_scaling={"rope_type": "llama3", **LLAMA3}, original_max_position_embeddings=32)
    case(**plain, rope_scaling={"rope_type": "yarn", **YARN, "factor": None})
    case(**plain, rope_scaling={"rope_type": "yarn", "original_max_position_embeddings": 64})
    case(**plain, rope_scaling={"rope_type": "yarn", **YARN, "factor": 3.0})
    # YaRN's other numbers.
    for more in [{"attention_factor": 0.75}, {"mscale": 0.7, "mscale_all_dim": 0.3}, {"mscale": 0.7}, {"beta_fast": 16, "beta_slow": 2},
                 {"beta_fast": 0, "beta_slow": None}, {"truncate": False}, {"truncate": None}, {"truncate": True}, {"factor": 1.0},
                 {"mscale": 1.0, "mscale_all_dim": 0.0}, {"beta_fast": 2, "beta_slow": 2}]:
        case(
            num_key_value_heads=2, head_dim=64, rope_theta=1e4,
            rope_scaling={"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 4096, **more})
    # Gemma has two sets.
    case("gemma3_text", **plain, rope_scaling={"rope_type": "linear", "factor": 8.0}, rope_theta=1e6, rope_local_base_freq=2e4)
    case("gemma3_text", **plain, rope_parameters={
        "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 2e6},
        "sliding_attention": {"rope_type": "default", "rope_theta": 3e4}})
    case("gemma3_text", **plain, rope_parameters={"full_attention": {"rope_type": "yarn", **YARN}})
    case("gemma3_text", **plain, rope_parameters={"full_attention": {"rope_type": "yarn", **YARN}}, rope_scaling={"factor": 2.0})
    case("gemma3_text", **plain, sliding_window=8, sliding_window_pattern=2, query_pre_attn_scalar=64)
    case("gemma3_text", **plain, layer_types=["full_attention"] * 5 + ["sliding_attention"], sliding_window=8)
    # Windows.
    for model in ["qwen2", "qwen3"]:
        case(model, **plain, use_sliding_window=True, sliding_window=8, max_window_layers=2)
        case(model, **plain, use_sliding_window=True, max_window_layers=4)
        case(model, **plain, use_sliding_window=True, sliding_window=None, max_window_layers=0)
        case(model, **plain, use_sliding_window=True, sliding_window=8, layer_types=["sliding_attention"] + ["full_attention"] * 5)
    case("mistral", **plain, sliding_window=8)
    case("mistral", **plain, sliding_window=None)
    return result


class Wide:
    """Inside, what the package computes in float32 on purpose is float64."""

    def __enter__(self):
        self.kept = torch.float32, torch.float
        torch.float32 = torch.float = torch.float64

    def __exit__(self, *problem):
        torch.float32, torch.float = self.kept


def frequencies(config, seen, layer_type=None):
    with Wide():
        parameters = config.rope_parameters if layer_type is None else config.rope_parameters[layer_type]
        kind = parameters["rope_type"]
        nested = {} if layer_type is None else {"layer_type": layer_type}
        if kind == "default":
            dim = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
            values, magnitude = parameters["rope_theta"] ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim), 1.0
        else:
            values, magnitude = ROPE_INIT_FUNCTIONS[kind](config, "cpu", seq_len=seen, **nested)
    return values.double().tolist(), float(magnitude)


def expected(entry):
    try:
        config = AutoConfig.for_model(**entry["config"])
        result = {"kv_heads": config.num_key_value_heads, "epsilon": config.rms_norm_eps}
        result["head_dim"] = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        result["is_tied"] = config.tie_word_embeddings
        result["positions"] = config.max_position_embeddings
        kinds = getattr(config, "layer_types", None) or ["full_attention"] * config.num_hidden_layers
        window = getattr(config, "sliding_window", None)
        if entry["config"]["model_type"] == "mistral" and window is not None:
            kinds = ["sliding_attention"] * config.num_hidden_layers
        result["local"] = [kind == "sliding_attention" for kind in kinds]
        result["window"] = window if any(result["local"]) else None
        if entry["config"]["model_type"] == "gemma3_text":
            result["frequencies"], result["magnitude"] = frequencies(config, entry["seen"], "full_attention")
            result["local_frequencies"], _ = frequencies(config, entry["seen"], "sliding_attention")
            result["scale"] = config.query_pre_attn_scalar**-0.5
        else:
            result["frequencies"], result["magnitude"] = frequencies(config, entry["seen"])
        return result
    except Exception as problem:
        return {"error": f"{type(problem).__name__}: {problem}"[:160]}


def main(path):
    entries = cases()
    for entry in entries:
        original = json.loads(json.dumps(entry["config"]))
        entry["expected"] = expected(entry)
        entry["config"] = original
    with open(path, "w") as file:
        lines = ",\n".join(json.dumps(entry) for entry in entries)
        file.write(f'{{"torch": "{torch.__version__}", "transformers": "{transformers.__version__}", "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main(sys.argv[1])
