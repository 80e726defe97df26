#!/usr/bin/env bash
# GELU in its tanh form and SiLU are NaN at -inf in JAX, ONNX Runtime, OpenVINO and MLX, and -0 at the lowest finite
# number.
#
# Versions: jax and jaxlib 0.10.2, scipy 1.17.1, ml_dtypes 0.6.0, onnxruntime 1.32.0, onnx 1.23.2, openvino 2026.4.1,
#           mlx and mlx-cpu 0.32.4, numpy 2.4.6, Python 3.11. x86-64.
# Guessed:  -inf gives the limit, which is -0, just as +inf gives +inf. If any result is NaN, it is that of an
#           implementation that is composed of several operators.
# Instead:  All four libraries multiply -inf by the other factor, which has become 0; fused operators do so, too. For
#           -1e20, and even for the lowest finite float, each library gives -0, so the function jumps from -0 to NaN in
#           one step.
# Seen:     GELU(-1e20) -0, GELU(-inf) NaN, GELU(+inf) +inf in all four; SiLU likewise in the three that have it
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  jax==0.10.2 jaxlib==0.10.2 scipy==1.17.1 ml_dtypes==0.6.0 onnxruntime==1.32.0 onnx==1.23.2 openvino==2026.4.1 \
  mlx==0.32.4 mlx-cpu==0.32.4 numpy==2.4.6

JAX_PLATFORMS=cpu "$dir/venv/bin/python" - <<'PY'
import jax
import mlx.core as mx
import mlx.nn as nn
import numpy as np
import onnxruntime
import openvino
from onnx import helper
from openvino import opset13 as ops

mx.set_default_device(mx.cpu)
x = np.array([-1e20, np.finfo(np.float32).min, -np.inf, np.inf], np.float32)


def runtime(operator, **attributes):
    info = [helper.make_tensor_value_info(name, 1, [None]) for name in "xy"]
    graph = helper.make_graph([helper.make_node(operator, ["x"], ["y"], **attributes)], "g", info[:1], info[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0]


def vino(operator):
    given = ops.parameter([-1], np.float32)
    model = openvino.Core().compile_model(openvino.Model([operator(given)], [given]), "CPU")
    return next(iter(model([x]).values()))


found = {
    "jax gelu": jax.nn.gelu(x), "jax silu": jax.nn.silu(x), "onnxruntime gelu": runtime("Gelu", approximate="tanh"),
    "openvino gelu": vino(lambda given: ops.gelu(given, "TANH")), "openvino silu": vino(lambda given: ops.swish(given)),
    "mlx gelu": nn.gelu_approx(mx.array(x)), "mlx silu": nn.silu(mx.array(x)),
}
for name, y in found.items():
    y = np.array(y)
    print(f"{name:17}", y)
    assert y[0] == y[1] == 0 and np.signbit(y[:2]).all() and np.isnan(y[2]) and y[3] == np.inf, name
PY
