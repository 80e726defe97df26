#!/usr/bin/env bash
# simsimd's cosine distance of vectors with a NaN is 0 or 1 (a perfect match or no match), while its other distances are
# NaN.
#
# Versions: simsimd 6.5.16, numpy 2.4.6, Python 3.11, x86-64.
# Guessed:  All distances are NaN, because every sum of products is NaN.
# Instead:  The cosine distance from a vector with a NaN to itself is 0, and to another vector 1, in float32, float64
#           and float16.
# Seen:     [1, nan, 3, 2]: cosine to itself 0.0, to ones 1.0; sqeuclidean, dot and inner nan
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: simsimd==6.5.16 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
import numpy as np
import simsimd

for dtype in (np.float64, np.float32, np.float16):
    a, ones = np.array([1, np.nan, 3, 2], dtype), np.ones(4, dtype)
    own, other = float(simsimd.cosine(a, a)), float(simsimd.cosine(a, ones))
    print(f"{np.dtype(dtype).name:8} cosine to itself {own}, to ones {other}; dot {simsimd.dot(a, ones)}")
    assert own == 0 and other == 1
    assert all(np.isnan(getattr(simsimd, name)(a, ones)) for name in ("sqeuclidean", "dot", "inner"))
PY
