#!/usr/bin/env bash
# In transformers, Gemma 3 alone ignores the old spelling of a rope scaling, so the model runs unscaled.
#
# Versions: transformers 5.24.0, Python 3.11; no torch is needed.
# Guessed:  Every model class reads {"type": "linear", "factor": 8} as {"rope_type": "linear", "factor": 8}.
# Instead:  Qwen2Config and LlamaConfig do so. Gemma3TextConfig keeps the rope_type "default" next to the given type,
#           and only says that the key "factor" is not recognized.
# Seen:     Gemma3TextConfig full_attention: rope_type default, type linear, factor 8.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: transformers==5.24.0

"$dir/venv/bin/python" -W ignore - 2>/dev/null <<'PY'
from transformers import Gemma3TextConfig, LlamaConfig, Qwen2Config

old, new = {"type": "linear", "factor": 8.0}, {"rope_type": "linear", "factor": 8.0}
for kind in (LlamaConfig, Qwen2Config):
    assert kind(rope_scaling=dict(old)).rope_parameters["rope_type"] == "linear", kind
for spelling, expected in ((old, "default"), (new, "linear")):
    read = Gemma3TextConfig(rope_scaling=dict(spelling)).rope_parameters["full_attention"]
    print("Gemma3TextConfig", spelling, "->", read)
    assert read["rope_type"] == expected and read["factor"] == 8.0
PY
