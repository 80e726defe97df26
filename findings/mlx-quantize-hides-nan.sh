#!/usr/bin/env bash
# mlx.core.quantize turns a NaN among the weights into an ordinary number of its group.
#
# Versions: mlx 0.32.4 and mlx-cpu 0.32.4 on the CPU, numpy 2.2.6, Python 3.11.
# Guessed:  The scale of the group becomes NaN, and therefore all numbers of the group become NaN, as in gguf's Q8_0.
# Instead:  In affine groups, MLX ignores the NaN when it determines the range of the group, and stores an end of this
#           range in place of the NaN. In the mode mxfp4, one NaN makes the whole group zeros. Nothing in the
#           dequantized numbers shows that there was a NaN.
# Seen:     affine, bits 4   [nan, 1, 2, 3] -> [3, 1, 2, 3] to within a step
#           mxfp4            [nan, 1, 2, 3] -> [0, 0, 0, 0]
#           gguf Q8_0        [nan, 1, 2, 3] -> [nan, nan, nan, nan]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  mlx==0.32.4 mlx-cpu==0.32.4 gguf==0.19.0 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import warnings
import gguf
import mlx.core as mx
import numpy as np

warnings.simplefilter("ignore")
mx.set_default_device(mx.cpu)
row = np.array([[np.nan, 1, 2, 3] + [1, 2, 3, 1] * 7], np.float32)

def through(**how):
    back = mx.dequantize(*mx.quantize(mx.array(row), **how), **how).astype(mx.float32)
    return np.array(back)[0]

for bits in (2, 3, 4, 6, 8):
    affine = through(group_size=32, bits=bits)
    print(f"affine, bits {bits} ", affine[:4])
    assert np.isfinite(affine).all() and affine.min() > 0 and affine.max() <= 3.5, affine
small = through(group_size=32, bits=4, mode="mxfp4")
print("mxfp4          ", small[:4])
assert np.all(small == 0)
kind = gguf.GGMLQuantizationType.Q8_0
other = gguf.quants.dequantize(gguf.quants.quantize(row, kind), kind)[0]
print("gguf Q8_0      ", other[:4])
assert np.isnan(other).all()
PY
