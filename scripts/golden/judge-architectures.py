#!/usr/bin/env python3
"""Runs the GGUF files of ArchitectureTests in llama.cpp and compares its logits with those of transformers.

    mkdir /tmp/gguf
    PV_GGUF_OUT=/tmp/gguf swift test --filter ArchitectureTests
    scripts/golden/judge-architectures.py /tmp/gguf Tests/ModelsTests/Golden

prints, for each model, the largest distance and the spread of the logits after the last token of golden.json: a wrong
name, pairing, norm or scaling gives a distance of the size of the spread. Writes nothing, downloads nothing.
"""
import ctypes
import json
import os
import sys

import llama_cpp
import numpy
from safetensors.numpy import load_file


def logits(path, ids):
    options = llama_cpp.llama_model_default_params()
    options.n_gpu_layers = 0
    model = llama_cpp.llama_model_load_from_file(path.encode(), options)
    settings = llama_cpp.llama_context_default_params()
    settings.n_ctx, settings.n_batch, settings.n_threads = 64, 64, 1
    settings.type_k = settings.type_v = llama_cpp.GGML_TYPE_F32
    settings.flash_attn_type = 0
    settings.swa_full = True
    context = llama_cpp.llama_init_from_model(model, settings)
    # The batch does not keep its tokens alive.
    tokens = (llama_cpp.llama_token * len(ids))(*ids)
    batch = llama_cpp.llama_batch_get_one(tokens, len(ids))
    assert llama_cpp.llama_decode(context, batch) == 0
    size = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    return numpy.array(llama_cpp.llama_get_logits_ith(context, -1)[:size], dtype=numpy.float64)


def main(folder, golden):
    llama_cpp.llama_log_set(ctypes.cast(None, llama_cpp.llama_log_callback), None)
    llama_cpp.llama_backend_init()
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".gguf"):
            continue
        place = os.path.join(golden, name[:-5])
        with open(os.path.join(place, "golden.json")) as file:
            ids = json.load(file)["tokens_in"]
        exact = load_file(os.path.join(place, "golden.safetensors"))["lm_head"][0]
        found = logits(os.path.join(folder, name), ids)
        print(f"{name}: largest distance {numpy.abs(found - exact).max():.2e}, spread {numpy.ptp(exact):.2f}, "
              f"argmax {int(found.argmax())} and {int(exact.argmax())}")


if __name__ == "__main__":
    main(*sys.argv[1:])
