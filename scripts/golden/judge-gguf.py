#!/usr/bin/env python3
"""Opens our GGUF fixture with PyPI's gguf package and runs it in llama.cpp, whose greedy tokens are compared.

    scripts/golden/judge-gguf.py PV [MODEL.gguf]

PV is a built pv; without a model the small fixture is made. Exit code 1 where anything differs: a tensor's name, shape,
type or values, a prompt's token ids, or a greedy token. Nothing is downloaded.
"""
import json
import os
import subprocess
import sys
import tempfile

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


def main():
    pv = sys.argv[1]
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        model = sys.argv[2] if len(sys.argv) > 2 else os.path.join(folder, "fixture.gguf")
        if len(sys.argv) <= 2:
            subprocess.check_call([pv, "fixture", "qwen2", "--output", model])
            count, same = check_reader(pv, model, folder)
            print(f"gguf package: {count} tensors, values {'the same bits' if same else 'DIFFERENT'}")
            failures += [] if same else ["gguf package"]
        llama = Llama(model_path=model, n_ctx=128, n_threads=1, n_gpu_layers=0, verbose=False)
        for number, prompt in enumerate(PROMPTS):
            ids = llama.tokenize(prompt.encode(), add_bos=False, special=False)
            for path in ["production", "reference"]:
                out = os.path.join(folder, f"{number}-{path}")
                subprocess.run(
                    [pv, "trace", model, "--prompt", prompt, "--stages", "lm_head", "--path", path, "--generate",
                     str(COUNT), "--output", out], check=True, stdout=subprocess.DEVNULL)
                with open(os.path.join(out, "manifest.json")) as file:
                    manifest = json.load(file)
                llama.reset()
                theirs = []
                for token in llama.generate(ids, top_k=1, temp=0.0, repeat_penalty=1.0):
                    theirs.append(token)
                    if len(theirs) == COUNT:
                        break
                same_ids = manifest["tokens_in"] == list(ids)
                agree = sum(a == b for a, b in zip(manifest["tokens_out"], theirs))
                print(f"llama.cpp: {prompt!r} {path}: ids {'same' if same_ids else 'DIFFERENT'}, "
                      f"{agree} of {COUNT} greedy tokens the same")
                if not same_ids or agree != COUNT:
                    failures.append(f"{prompt!r} {path}: {manifest['tokens_in']} -> {manifest['tokens_out']}; "
                                    f"{list(ids)} -> {theirs}")
    for failure in failures:
        print("differs:", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
