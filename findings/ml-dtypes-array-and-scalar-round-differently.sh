#!/usr/bin/env bash
# ml_dtypes rounds a double to float8 once as a scalar and twice in an array, so the same number gives two results.
#
# Versions: ml_dtypes 0.6.0, numpy 2.2.6, Python 3.11.
# Guessed:  A conversion from float64 to an 8-bit float rounds once; only the conversion to bfloat16 goes through
#           float32.
# Instead:  array.astype goes through float32 for every one of these types; the scalar constructor does not do so for
#           the small types. If a number is just above the middle of two neighbors, the first rounding makes it a tie,
#           and the second rounds it down to the even neighbor.
# Seen:     float8_e4m3fn  array 1.0  scalar 1.125
#           float8_e5m2    array 1.0  scalar 1.25
#           float6_e2m3fn  array 1.0  scalar 1.125
#           float4_e2m1fn  array 1.0  scalar 1.5
#           bfloat16       array 1.0  scalar 1.0      (nearest is 1.0078125)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: ml_dtypes==0.6.0 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import ml_dtypes
import numpy as np

# name, distance from 1 to the next number, what the scalar constructor gives
cases = [("float8_e4m3fn", 2**-3, 1.125), ("float8_e5m2", 2**-2, 1.25), ("float6_e2m3fn", 2**-3, 1.125),
         ("float4_e2m1fn", 2**-1, 1.5), ("bfloat16", 2**-7, 1.0)]
for name, step, scalar_expected in cases:
    kind = getattr(ml_dtypes, name)
    value = 1 + step / 2 + 2**-40  # nearer to 1 + step than to 1
    array, scalar = float(np.array([value]).astype(kind)[0]), float(kind(value))
    print(f"{name:14} array {array}  scalar {scalar}  nearest {1 + step}")
    assert (array, scalar) == (1.0, scalar_expected), name
half = np.array([1 + 2**-11 + 2**-40]).astype(np.float16)[0]
print("numpy float16  array", float(half), " rounds once")
assert half == 1 + 2**-10
PY
