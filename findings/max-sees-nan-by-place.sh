#!/usr/bin/env bash
# The maximum of a row with one NaN depends on the place of the NaN: onnxruntime returns NaN only for the first place,
# OpenVINO only for the last.
#
# Versions: onnxruntime 1.32.0, onnx 1.23.2, openvino 2026.4.1, numpy 2.4.6, Python 3.11, CPU.
# Guessed:  ReduceMax skips a NaN at every place, as the processor's own maximum does.
# Instead:  onnxruntime returns NaN if the NaN is the first value of the row, and OpenVINO if it is the last. For every
#           other place of the NaN, each returns the largest number.
# Seen:     of the 779 places in rows of 2 to 39 values, each library returns NaN for 38: the first or the last place of
#           every length
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  onnxruntime==1.32.0 onnx==1.23.2 openvino==2026.4.1 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
import numpy as np
import onnxruntime as ort
import openvino as ov
import openvino.opset15 as ops
from onnx import TensorProto, helper

graph = helper.make_graph(
    [helper.make_node("ReduceMax", ["x"], ["y"])], "g",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, None)],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
session = ort.InferenceSession(model.SerializeToString())

parameter = ops.parameter([-1], np.float32)
compiled = ov.Core().compile_model(
    ov.Model([ops.reduce_max(parameter, np.array([0]))], [parameter]), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

seen = {"onnxruntime": [], "openvino": []}
for length in range(2, 40):
    for place in range(length):
        x = np.arange(length, dtype=np.float32)
        x[place] = np.nan
        if np.isnan(session.run(None, {"x": x})[0]).all():
            seen["onnxruntime"].append((length, place))
        if np.isnan(compiled([x])[0]).all():
            seen["openvino"].append((length, place))
for name, places in seen.items():
    print(f"{name:12} sees {len(places)} of {sum(range(2, 40))}: {places[:4]} ... {places[-2:]}")
assert seen["onnxruntime"] == [(length, 0) for length in range(2, 40)]
assert seen["openvino"] and all(place == length - 1 for length, place in seen["openvino"])
PY
