#!/usr/bin/env bash
# onnxruntime's float32 Sigmoid has no correct digit below about -17, where 1 / (1 + exp(-x)) is still far from zero.
#
# Versions: onnxruntime 1.32.0 (CPU), onnx 1.23.2, numpy 2.2.6, Python 3.11. x86-64.
# Guessed:  Sigmoid(-100) is the subnormal number 3.8e-44, so all larger results are right, too.
# Instead:  The error is small compared with 1, but not compared with the result: it is 17 % at -15, and 100 % from -18
#           down. In SiLU, x is multiplied by this wrong factor; the logarithm of a result of 0 is -inf. The reference
#           evaluator of onnx keeps all digits.
# Seen:     x     onnxruntime    exact
#           -10   4.538894e-05   4.539787e-05
#           -15   3.576279e-07   3.059022e-07
#           -20   0              2.061154e-09
#           -80   0              1.804851e-35
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  onnx==1.23.2 onnxruntime==1.32.0 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import numpy as np
import onnxruntime
from onnx import helper
from onnx.reference import ReferenceEvaluator

graph = helper.make_graph([helper.make_node("Sigmoid", ["x"], ["y"])], "g",
                          [helper.make_tensor_value_info("x", 1, [None])], [helper.make_tensor_value_info("y", 1, [None])])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
x = np.array([-10, -15, -20, -30, -80], np.float32)
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
runtime = session.run(None, {"x": x})[0]
reference = ReferenceEvaluator(model).run(None, {"x": x})[0]
exact = 1 / (1 + np.exp(-x.astype(np.float64)))
error = np.abs(runtime - exact) / exact
for row in zip(x, runtime, exact, error):
    print("x %4g  onnxruntime %.6e  exact %.6e  relative error %.2g" % row)
assert np.all(np.abs(reference - exact) <= 1e-6 * exact)
assert np.all(np.abs(runtime - exact) <= 2e-7), "small next to 1"
assert np.all(error[2:] >= 0.5), "and no digit of the small results"
PY
