#!/usr/bin/env bash
# The float 8.0 becomes the int4 -8 in ml_dtypes and 7 in JAX, although JAX uses the int4 of ml_dtypes.
#
# Versions: ml_dtypes 0.6.0, jax and jaxlib 0.10.2, numpy 2.2.6, scipy 1.17.1, Python 3.11. JAX on the CPU.
# Guessed:  ml_dtypes saturates (as its 4-bit float does), and JAX wraps.
# Instead:  It is the other way around. ml_dtypes keeps the low four bits. JAX clamps a float, and wraps an int8. So two
#           results differ by 15 steps if one array is passed to JAX before the cast and the other after it.
# Seen:     float32          7   8   9   100  -8  -9
#           ml_dtypes int4   7  -8  -7   4    -8   7
#           JAX int4         7   7   7   7    -8  -8
#           JAX from int8    7  -8  -7   4    -8   7
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  ml_dtypes==0.6.0 jax==0.10.2 jaxlib==0.10.2 numpy==2.2.6 scipy==1.17.1

JAX_PLATFORMS=cpu "$dir/venv/bin/python" - <<'PY'
import jax.numpy as jnp
import ml_dtypes
import numpy as np

values = np.array([7, 8, 9, 100, -8, -9], np.float32)
one = values.astype(ml_dtypes.int4)
two = np.asarray(jnp.asarray(values).astype(jnp.int4))
three = np.asarray(jnp.asarray(values.astype(np.int8)).astype(jnp.int4))
assert one.dtype == two.dtype == three.dtype, "one and the same type"
for name, row in (("float32", values), ("ml_dtypes int4", one), ("JAX int4", two), ("JAX from int8", three)):
    print(f"{name:15}", *(f"{int(v):4}" for v in row))
assert one.astype(int).tolist() == [7, -8, -7, 4, -8, 7]
assert two.astype(int).tolist() == [7, 7, 7, 7, -8, -8]
assert three.astype(int).tolist() == [7, -8, -7, 4, -8, 7]
assert float(np.float32(8).astype(ml_dtypes.float4_e2m1fn)) == 6.0, "the 4-bit float saturates"
PY
