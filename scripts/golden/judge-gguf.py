#!/usr/bin/env python3
"""Opens our GGUF fixture with PyPI's gguf package and runs it in llama.cpp, whose greedy tokens are compared.

    scripts/golden/judge-gguf.py PV

PV is a built pv; the small fixture is made with it. llama.cpp decodes greedily; ours is asked, after each of its tokens,
what it would choose. llama.cpp quantizes activations by the rule of its own build, so a choice may differ where the logits
are closer than our own two paths are to each other: the gap between our choice and theirs must then be at most twice
the largest difference of a logit between our paths. Exit code 1 where a tensor's values, a prompt's ids, or a token with
a larger gap differ. Nothing is downloaded.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata

import numpy
from gguf import GGUFReader
from gguf.quants import dequantize
from llama_cpp import Llama

PROMPTS = ["Once upon a time", "The contracts", "There it was: a matrix", "7"]
COUNT = 16


def check_reader(pv, model, folder):
    """Every tensor as the gguf package reads it against the safetensors that pv writes of the same weights."""
    from safetensors.numpy import load_file
    place = os.path.join(folder, "hf")
    subprocess.check_call([pv, "fixture", "qwen2-hf", "--output", place])
    weights = {}
    for name in sorted(os.listdir(place)):
        if name.endswith(".safetensors"):
            weights.update(load_file(os.path.join(place, name)))
    reader = GGUFReader(model)
    values = [dequantize(t.data, t.tensor_type).astype(numpy.float32) for t in reader.tensors]
    ours = sorted(w.tobytes() for w in weights.values())
    return len(values), sorted(v.tobytes() for v in values) == ours


def logits(pv, model, ids, path, folder):
    out = os.path.join(folder, "trace")
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run(
        [pv, "trace", model, "--tokens", " ".join(map(str, ids)), "--stages", "lm_head", "--path", path, "--output", out],
        check=True, stdout=subprocess.DEVNULL)
    return numpy.fromfile(os.path.join(out, "lm_head.bin"), dtype="<f4", offset=12)


def check_prompt(pv, model, llama, prompt, folder):
    """Whether every token of llama.cpp is ours, or a tie as far as quantization can tell."""
    ids = list(llama.tokenize(prompt.encode(), add_bos=False, special=False))
    out = os.path.join(folder, "ids")
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run(
        [pv, "trace", model, "--prompt", prompt, "--stages", "lm_head", "--output", out], check=True,
        stdout=subprocess.DEVNULL)
    with open(os.path.join(out, "manifest.json")) as file:
        same_ids = json.load(file)["tokens_in"] == ids
    llama.reset()
    theirs = []
    for token in llama.generate(ids, top_k=1, temp=0.0, repeat_penalty=1.0):
        theirs.append(token)
        if len(theirs) == COUNT:
            break
    same, tied, wrong = 0, 0, 0
    for step, token in enumerate(theirs):
        production = logits(pv, model, ids + theirs[:step], "production", folder)
        reference = logits(pv, model, ids + theirs[:step], "reference", folder)
        gap = production.max() - production[token]
        if gap == 0:
            same += 1
        elif gap <= 2 * numpy.abs(production - reference).max():
            tied += 1
        else:
            wrong += 1
    print(f"llama.cpp: {prompt!r}: ids {'same' if same_ids else 'DIFFERENT'}; of {COUNT} greedy tokens {same} the same, "
          f"{tied} closer than our two paths, {wrong} different")
    return same_ids and wrong == 0


def main():
    pv = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "fixture.gguf")
        subprocess.check_call([pv, "fixture", "qwen2", "--output", model])
        count, same = check_reader(pv, model, folder)
        print(f"gguf {metadata.version('gguf')}: {count} tensors, values {'the same bits' if same else 'DIFFERENT'}")
        llama = Llama(model_path=model, n_ctx=128, n_threads=1, n_gpu_layers=0, verbose=False)
        print(f"llama-cpp-python {metadata.version('llama-cpp-python')}")
        results = [same] + [check_prompt(pv, model, llama, prompt, folder) for prompt in PROMPTS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
