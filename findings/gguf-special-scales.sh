#!/usr/bin/env bash
# The NaN of a scale is a number in gguf: 2^127 in MXFP4, 0 and 480 in NVFP4, whose scale of 0xfe is +448.
#
# Versions: gguf 0.19.0, ml_dtypes 0.6.0, numpy 2.4.6, Python 3.11.
# Guessed:  a NaN scale makes the block NaN, as OCP's E8M0 and E4M3 say and ml_dtypes reads them.
# Instead:  MXFP4 takes 0xff for one more power of two. NVFP4 reads 0x7f as 0 and ignores the sign otherwise: 0xff is 480,
#           0xfe is 448 and not -448. Blocks that were NaN look like huge, or like pruned, weights.
# Seen:     MXFP4 0xff and the smallest code: 1.7e+38; NVFP4 and the code of 1: 0x7f 0, 0xfe 448, 0xff 480
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
