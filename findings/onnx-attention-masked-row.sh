#!/usr/bin/env bash
# ONNX's Attention gives zeros for a query whose keys are all masked; Softmax and MatMul of the same numbers give NaN.
#
# Versions: onnx 1.23.2, onnxruntime 1.32.0 (CPU), jax and jaxlib 0.10.2, scipy 1.17.1, numpy 2.2.6, Python 3.11.
# Guessed:  The row is NaN in the reference evaluator and in onnxruntime, because the softmax of a row in which all
#           scores are -inf is NaN.
# Instead:  Both give zeros, for a boolean mask as well as for -inf. The same attention, written with the operators
#           Softmax and MatMul, gives NaN in both. JAX averages all values for a boolean mask, and gives NaN for -inf.
#           So there are three different answers.
# Seen:     ONNX Attention   reference [0, 0]      onnxruntime [0, 0]      (boolean mask and -inf)
#           Softmax, MatMul  reference [nan, nan]  onnxruntime [nan, nan]
#           JAX              boolean mask [2, 3]   -inf [nan, nan]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  onnx==1.23.2 onnxruntime==1.32.0 jax==0.10.2 jaxlib==0.10.2 scipy==1.17.1 ml_dtypes==0.6.0 numpy==2.2.6

JAX_PLATFORMS=cpu "$dir/venv/bin/python" - <<'PY'
import jax
import numpy as np
import onnxruntime
from onnx import helper
from onnx.helper import np_dtype_to_tensor_dtype
from onnx.reference import ReferenceEvaluator

def both(nodes, **feed):
    info = [helper.make_tensor_value_info(k, np_dtype_to_tensor_dtype(v.dtype), v.shape) for k, v in feed.items()]
    graph = helper.make_graph(nodes, "g", info, [helper.make_tensor_value_info("y", 1, None)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    with np.errstate(all="ignore"):
        return ReferenceEvaluator(model).run(None, feed)[0], session.run(None, feed)[0]

q = np.ones((1, 1, 2, 2), np.float32)
v = np.array([[[[1, 2], [3, 4]]]], np.float32)
allowed = np.array([[True, True], [False, False]])
minus = np.where(allowed, 0, -np.inf).astype(np.float32)
attention = helper.make_node("Attention", ["q", "k", "v", "mask"], ["y"])
for mask in (allowed, minus):
    for out in both([attention], q=q, k=q, v=v, mask=mask):
        assert np.allclose(out[0, 0, 0], [2, 3]) and np.all(out[0, 0, 1] == 0), out
    print("ONNX Attention ", mask.dtype, out[0, 0, 1])
by_hand = [helper.make_node("Softmax", ["scores"], ["p"], axis=-1), helper.make_node("MatMul", ["p", "v"], ["y"])]
for out in both(by_hand, scores=minus, v=v[0, 0]):
    assert np.isnan(out[1]).all() and not np.isnan(out[0]).any(), out
print("Softmax, MatMul", out[1])
query, value = q.transpose(0, 2, 1, 3), v.transpose(0, 2, 1, 3)  # JAX: batch, length, head, width
masked = np.asarray(jax.nn.dot_product_attention(query, query, value, mask=allowed[None, None]))[0, 1, 0]
biased = np.asarray(jax.nn.dot_product_attention(query, query, value, bias=minus[None, None]))[0, 1, 0]
print("JAX             bool", masked, " float32", biased)
assert np.allclose(masked, [2, 3]) and np.isnan(biased).all()
PY
