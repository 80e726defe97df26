#!/usr/bin/env bash
# JAX on the CPU treats every subnormal number as zero, even in comparisons, so sort leaves subnormal numbers unsorted.
#
# Versions: jax and jaxlib 0.10.2, scipy 1.17.1, ml_dtypes 0.6.0, numpy 2.4.6, Python 3.11. x86-64.
# Guessed:  Arithmetic keeps subnormal numbers: exp(-100) is 3.8e-44, and a product with 1 changes nothing.
# Instead:  Results and operands are flushed to zero: exp(-100) is 0, and 1e-40 * 1 is 0. Comparisons flush their
#           operands, too: 1e-40 > 0 is false, 1e-40 equals 2e-40, and sort treats such numbers as equal and does not
#           reorder them. abs and negation keep such numbers, so an array can hold a number that every comparison treats
#           as 0.
# Seen:     exp(-100)              0
#           1e-40 > 0              False
#           1e-40 == 2e-40         True
#           sort [3, 1, 2] * 1e-40 -> [3, 1, 2] * 1e-40
#           abs(-1e-40)            1e-40
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  jax==0.10.2 jaxlib==0.10.2 scipy==1.17.1 ml_dtypes==0.6.0 numpy==2.4.6

JAX_PLATFORMS=cpu "$dir/venv/bin/python" - <<'PY'
import jax.numpy as jnp
import numpy as np

small = np.array([3e-40, 1e-40, 2e-40], np.float32)
assert small[1] > 0 and small[1] != small[2] and list(np.sort(small)) == [small[1], small[2], small[0]]
x = jnp.asarray(small)
exponential, product = jnp.exp(jnp.float32(-100)), x * 1
print("exp(-100)", exponential, " times 1", product, " > 0", x > 0, " 1e-40 == 2e-40", x[1] == x[2])
assert exponential == 0 and not np.asarray(product).any()
assert not np.asarray(x > 0).any() and bool(x[1] == x[2])
in_order = np.asarray(jnp.sort(x))
print("sort", in_order, " abs", np.asarray(jnp.abs(-x)))
assert in_order.tobytes() == small.tobytes()
assert np.asarray(jnp.abs(-x)).tobytes() == small.tobytes()
PY
