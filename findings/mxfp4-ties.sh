#!/usr/bin/env bash
# The MXFP4 quantizers of gguf and mlx round every tie toward zero; ml_dtypes' float4_e2m1fn rounds ties to even.
#
# Versions: gguf 0.19.0, mlx and mlx-cpu 0.32.4 on the CPU, ml_dtypes 0.6.0, numpy 2.2.6, Python 3.11.
# Guessed:  All three round to nearest, ties to even, as IEEE formats do.
# Instead:  gguf and mlx round 0.75, 1.75 and 3.5 to the next lower step. The scale is 1 in all cases, because the group
#           contains 6.
# Seen:     weight     0.25  0.75  1.25  1.75  2.5   3.5   5
#           gguf       0     0.5   1     1.5   2     3     4
#           mlx        0     0.5   1     1.5   2     3     4
#           ml_dtypes  0     1     1     2     2     4     4
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  gguf==0.19.0 mlx==0.32.4 mlx-cpu==0.32.4 ml_dtypes==0.6.0 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import gguf
import mlx.core as mx
import ml_dtypes
import numpy as np

mx.set_default_device(mx.cpu)
ties = [0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5.0]
block = np.array([[6, *ties, *(-t for t in ties)] + [0] * 17], np.float32)
kind = gguf.GGMLQuantizationType.MXFP4
how = dict(group_size=32, bits=4, mode="mxfp4")
rows = {
    "gguf": gguf.quants.dequantize(gguf.quants.quantize(block, kind), kind),
    "mlx": np.array(mx.dequantize(*mx.quantize(mx.array(block), **how), **how).astype(mx.float32)),
    "ml_dtypes": block.astype(ml_dtypes.float4_e2m1fn).astype(np.float32),
}
toward_zero, to_even = [0, 0.5, 1, 1.5, 2, 3, 4], [0, 1, 1, 2, 2, 4, 4]
print(f"{'weight':10}", *(f"{v:5g}" for v in ties))
for name, row in rows.items():
    print(f"{name:10}", *(f"{v:5g}" for v in row[0, 1:8]))
    expected = to_even if name == "ml_dtypes" else toward_zero
    assert row[0, 0] == 6 and row[0, 1:8].tolist() == expected and (-row[0, 8:15]).tolist() == expected, name
PY
