#!/usr/bin/env bash
# transformers: a rope_scaling beside rope_parameters drops the base in the latter, and 10,000 takes its place.
#
# Versions: transformers 5.24.0, Python 3.11; no torch is needed.
# Guessed:  of two objects that contradict each other one wins key by key: the scaling of one, the base of the other.
# Instead:  rope_scaling takes the place of the whole object. rope_theta 500,000 in rope_parameters is lost without a word and
#           the class's default of 10,000 is used; beside both, as a key of its own, it is kept.
# Seen:     rope_parameters {rope_theta 500000} and rope_scaling {linear, 2} -> rope_theta 10000.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: transformers==5.24.0

"$dir/venv/bin/python" -W ignore - 2>/dev/null <<'PY'
from transformers import LlamaConfig

scaling = {"rope_type": "linear", "factor": 2.0}
inside = LlamaConfig(rope_parameters={"rope_type": "default", "rope_theta": 500000.0}, rope_scaling=dict(scaling))
beside = LlamaConfig(rope_theta=500000.0, rope_scaling=dict(scaling))
print("base inside rope_parameters:", inside.rope_parameters)
print("base beside rope_scaling:   ", beside.rope_parameters)
assert inside.rope_parameters["rope_theta"] == 10000.0 and inside.rope_parameters["factor"] == 2.0
assert beside.rope_parameters["rope_theta"] == 500000.0
PY
