#!/usr/bin/env bash
# In transformers, a rope_scaling next to rope_parameters drops the base in rope_parameters, and 10,000 takes its place.
#
# Versions: transformers 5.24.0, Python 3.11; no torch is needed.
# Guessed:  If two objects contradict each other, they are merged key by key: the scaling comes from one, and the base
#           from the other.
# Instead:  rope_scaling replaces the whole object rope_parameters. The rope_theta of 500,000 in rope_parameters is
#           silently lost, and the class's default of 10,000 is used. If rope_theta is a separate key next to these
#           objects, it is kept.
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
