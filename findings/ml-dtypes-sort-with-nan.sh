#!/usr/bin/env bash
# numpy.sort leaves a bfloat16 or float8 array unsorted if the array contains a NaN.
#
# Versions: ml_dtypes 0.6.0, numpy 2.2.6, Python 3.11.
# Guessed:  NaNs go to the end, and the other numbers are in order, as for float16, float32 and float64.
# Instead:  The order is broken around each NaN, as if a NaN were equal to every number. sort and argsort both do this,
#           without a warning; without NaNs, they are right.
# Seen:     float32        -1 1 2 3 nan nan
#           float16        -1 1 2 3 nan nan
#           bfloat16       3 nan -1 1 nan 2
#           float8_e4m3fn  3 nan -1 1 nan 2
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: ml_dtypes==0.6.0 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import ml_dtypes
import numpy as np

nan = np.nan
values = np.array([3, nan, 1, -1, nan, 2], np.float32)
for kind in (np.float32, np.float16, ml_dtypes.bfloat16, ml_dtypes.float8_e4m3fn, ml_dtypes.float8_e5m2):
    result = np.sort(values.astype(kind)).astype(np.float32)
    print(f"{np.dtype(kind).name:14}", *(f"{v:g}" for v in result))
    numbers = result[~np.isnan(result)]
    ordered = bool(np.all(np.diff(numbers) >= 0)) and not np.isnan(result[:4]).any()
    assert ordered == (kind in (np.float32, np.float16)), kind
    assert sorted(numbers.tolist()) == [-1, 1, 2, 3]
order = np.argsort(values.astype(ml_dtypes.bfloat16))
assert not np.all(np.diff(values[order][~np.isnan(values[order])]) >= 0), order
clean = np.sort(np.array([3, 1, -1, 2], ml_dtypes.bfloat16)).astype(float).tolist()
assert clean == [-1, 1, 2, 3], "without NaN it does sort"
PY
