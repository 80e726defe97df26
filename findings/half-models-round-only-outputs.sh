#!/usr/bin/env bash
# onnxruntime and OpenVINO do not round between the operators of a float16 model, so nothing overflows inside.
#
# Versions: onnxruntime 1.32.0, onnx 1.23.2, openvino 2026.4.1 (float32 hint), numpy 2.4.6, Python 3.11. CPU. x86-64.
# Guessed:  In onnxruntime, each operator of a float16 model rounds its result, so 300 * 300 is infinite. Casts round in
#           both libraries.
# Instead:  Both compute such a model in float32 and round only its outputs. onnxruntime does so even without
#           optimizations. If the square is also an output, it is infinite there, but the next operator still computes
#           with 90,000. An explicit cast of a float32 to float16 and back rounds in onnxruntime, but not in OpenVINO; a
#           cast to bfloat16 and back rounds in both. The reference evaluator of onnx rounds every time.
# Seen:                                      reference  onnxruntime  OpenVINO
#           (300 * 300) * 0.001              inf        90.06        90.06
#           (1 + 2^-12) - 1                  0          2^-12        2^-12
#           300 / sqrt(mean(x * x))          0          1.019        1.019
#           70000 cast to float16 and back   inf        inf          70000
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  onnxruntime==1.32.0 onnx==1.23.2 openvino==2026.4.1 numpy==2.4.6

"$dir/venv/bin/python" -W ignore - <<'PY'
import numpy as np
import onnxruntime
import openvino
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

core, half = openvino.Core(), TensorProto.FLOAT16
unoptimized = onnxruntime.SessionOptions()
unoptimized.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL


def answers(nodes, x, constant=None, outputs="y"):
    """What the last of the outputs is in the reference, in onnxruntime without and with optimization, and in OpenVINO."""
    kind = helper.np_dtype_to_tensor_dtype(x.dtype)
    infos = [helper.make_tensor_value_info(name, kind, x.shape) for name in "x" + outputs]
    nodes = [helper.make_node(operator, list(given), [made], **more) for made, operator, given, more in nodes]
    constants = [numpy_helper.from_array(np.array([constant], x.dtype), "c")] if constant else []
    graph = helper.make_graph(nodes, "g", infos[:1], infos[1:], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    text, feed = model.SerializeToString(), {"x": x}
    sessions = [onnxruntime.InferenceSession(text, options, providers=["CPUExecutionProvider"])
                for options in (unoptimized, onnxruntime.SessionOptions())]
    vino = core.compile_model(core.read_model(text), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    found = [ReferenceEvaluator(model).run(None, feed), *(s.run(None, feed) for s in sessions), list(vino([x]).values())]
    if len(outputs) > 1:
        assert all(np.isposinf(y[0][0]) for y in found), "the intermediate result as an output"
    return [float(y[-1][0]) for y in found]


square, none = ("a", "Mul", "xx", {}), {}
scaled = [square, ("y", "Mul", "ac", none)]
norm = [square, ("b", "ReduceMean", "a", none), ("r", "Sqrt", "b", none), ("y", "Div", "xr", none)]
there_and_back = [("a", "Cast", "x", {"to": half}), ("y", "Cast", "a", {"to": TensorProto.FLOAT})]
brain = [("a", "Cast", "x", {"to": TensorProto.BFLOAT16}), there_and_back[1]]
row, wide = np.array([300, 400, 100], np.float16), np.array([70000], np.float32)
for name, found, expected in (
    ("(300 * 300) * 0.001", answers(scaled, row, 1e-3), [np.inf] + [90.0625] * 3),
    ("the same, 300 * 300 is an output, too", answers(scaled, row, 1e-3, "ay"), [np.inf] + [90.0625] * 3),
    ("(1 + 2^-12) - 1", answers([("a", "Add", "xc", none), ("y", "Sub", "ax", none)], np.ones(1, np.float16), 2**-12),
     [0] + [2**-12] * 3),
    ("300 / sqrt(mean(x * x))", answers(norm, row), [0] + [1.01953125] * 3),
    ("70000 cast to float16 and back", answers(there_and_back, wide), [np.inf] * 3 + [70000]),
    ("70000 cast to bfloat16 and back", answers(brain, wide), [70144] * 4),
):
    print(f"{name:38}", *found)
    assert found == expected, name
PY
