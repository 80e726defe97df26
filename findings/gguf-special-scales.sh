#!/usr/bin/env bash
# gguf reads NaN scales as numbers: 2^127 in MXFP4, 0 and 480 in NVFP4. It also reads the NVFP4 scale 0xfe, which is
# -448, as +448.
#
# Versions: gguf 0.19.0, ml_dtypes 0.6.0, numpy 2.4.6, Python 3.11.
# Guessed:  A NaN scale makes the block NaN, because OCP's E8M0 and E4M3 define these codes as NaN, and ml_dtypes reads
#           them as NaN.
# Instead:  In MXFP4, gguf takes 0xff for one more power of two. In NVFP4, it reads 0x7f as 0 and ignores the sign of
#           all other scales: it reads 0xff as 480, and 0xfe as 448 instead of -448. So blocks that should be NaN look
#           like very large weights, or like pruned ones.
# Seen:     MXFP4 with scale 0xff and the smallest code: 1.7e+38. NVFP4 with the code of 1: 0 for scale 0x7f, 448 for
#           0xfe, 480 for 0xff
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  gguf==0.19.0 ml_dtypes==0.6.0 numpy==2.4.6

"$dir/venv/bin/python" -W ignore - <<'PY'
import ml_dtypes
import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize


def weight(kind, scale_bytes, scale, code):
    """The first weight of a block whose scales are one byte and whose codes are all the same."""
    block = np.full((1, GGML_QUANT_SIZES[kind][1]), code * 0x11, np.uint8)
    block[0, :scale_bytes] = scale
    return float(dequantize(block, kind)[0, 0])


def ocp(scale, dtype):
    return float(np.array([scale], np.uint8).view(dtype)[0])


mxfp4 = weight(GGMLQuantizationType.MXFP4, 1, 0xFF, 1)
print("MXFP4 0xff:", mxfp4, " E8M0:", ocp(0xFF, ml_dtypes.float8_e8m0fnu))
assert mxfp4 == 2.0**127 and np.isnan(ocp(0xFF, ml_dtypes.float8_e8m0fnu))
for scale, read in ((0x7F, 0), (0xFE, 448), (0xFF, 480)):
    value, stands = weight(GGMLQuantizationType.NVFP4, 4, scale, 2), ocp(scale, ml_dtypes.float8_e4m3fn)
    print(f"NVFP4 {scale:#x}: {value}  E4M3: {stands}")
    assert value == read and (np.isnan(stands) or stands == -448)
PY
