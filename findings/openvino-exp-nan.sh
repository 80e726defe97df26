#!/usr/bin/env bash
# In OpenVINO, exp(NaN) is +infinity, so in a softmax, every logit next to a NaN gives zero instead of NaN.
#
# Versions: openvino 2026.4.1, numpy 2.4.6, Python 3.11, CPU plugin in float32.
# Guessed:  exp keeps a NaN, and softmax spreads it over the whole row.
# Instead:  exp(NaN) is +infinity, while sqrt, log, tanh, erf and sigmoid keep a NaN. In softmax, the sum is then
#           infinite, so every logit except the NaN gets the probability 0.
# Seen:     exp [1, nan, 3]      2.718, inf, 20.09
#           softmax [1, nan, 3]  0, nan, 0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: openvino==2026.4.1 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
import numpy as np
import openvino as ov
import openvino.opset15 as ops

core = ov.Core()
x = np.array([1, np.nan, 3], np.float32)


def run(build):
    parameter = ops.parameter([-1], np.float32)
    model = ov.Model([build(parameter)], [parameter])
    return core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})([x])[0]


exponential, softmax = run(ops.exp), run(lambda p: ops.softmax(p, 0))
print("exp", exponential, " softmax", softmax)
assert np.isposinf(exponential[1]) and np.isfinite(exponential[[0, 2]]).all()
assert np.isnan(softmax[1]) and (softmax[[0, 2]] == 0).all()
for name, build in (("sqrt", ops.sqrt), ("log", ops.log), ("tanh", ops.tanh), ("erf", ops.erf), ("sigmoid", ops.sigmoid)):
    assert np.isnan(run(build)[1]), name
PY
