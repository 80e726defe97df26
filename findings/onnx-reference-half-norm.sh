#!/usr/bin/env bash
# ONNX's reference evaluator gives zeros for RMSNormalization and LayerNormalization of ordinary float16 rows.
#
# Versions: onnx 1.23.2, onnxruntime 1.32.0 (CPU), numpy 2.2.6, Python 3.11.
# Guessed:  The reference and onnxruntime agree to a unit of float16, because stash_type = 1 requires float32 for
#           intermediate results.
# Instead:  The reference squares in float16. The square of a number above 255 is infinite, and one over the root of
#           infinity is zero. So a row such as [300, 400, 100, 2] is normalized to zeros, without an error. onnxruntime
#           is right to a unit.
# Seen:     RMSNormalization    reference    [0, 0, 0, 0]
#                               onnxruntime  [1.1767578125, 1.5693359375, 0.392333984375, 0.007843017578125]
#           LayerNormalization  reference    [0, 0, -0, -0]
#                               onnxruntime  [0.6318, 1.2666, -0.6382, -1.2607]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  onnx==1.23.2 onnxruntime==1.32.0 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import numpy as np
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

row = np.array([[300, 400, 100, 2]], np.float16)
ones = np.ones(4, np.float16)
exact = row.astype(np.float64)
centered = exact - exact.mean()
wanted = {"RMSNormalization": exact / np.sqrt((exact**2).mean() + 1e-5),
          "LayerNormalization": centered / np.sqrt((centered**2).mean() + 1e-5)}
for name, right in wanted.items():
    half = TensorProto.FLOAT16
    graph = helper.make_graph(
        [helper.make_node(name, ["x", "scale"], ["y"], axis=-1, stash_type=1)], "g",
        [helper.make_tensor_value_info("x", half, [1, 4]), helper.make_tensor_value_info("scale", half, [4])],
        [helper.make_tensor_value_info("y", half, [1, 4])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)
    feed = {"x": row, "scale": ones}
    with np.errstate(all="ignore"):
        reference = ReferenceEvaluator(model).run(None, feed)[0]
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    runtime = session.run(None, feed)[0]
    print(f"{name:19} reference   {reference.tolist()}\n{'':19} onnxruntime {runtime.tolist()}")
    assert np.all(reference == 0), name
    assert np.allclose(runtime.astype(np.float64), right, rtol=2e-3), name
PY
