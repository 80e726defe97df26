#!/usr/bin/env bash
# In half precision as pychop simulates it, numbers from 2^16 up to 2^17 become 0, and 65,520 becomes 65,536.
#
# Versions: pychop 0.6.1 with its NumPy backend, numpy 2.4.6, Python 3.11.
# Guessed:  Chop(exp_bits=5, sig_bits=10) gives what IEEE half precision gives: 65,504 for numbers from 65,504 up to
#           65,520, and infinity from there on.
# Instead:  The smallest numbers that overflow become 0, because the first exponent beyond the largest one is not yet
#           treated as too large. The same happens in bfloat16 (from 2^128 up to 2^129). Everything up to 65,504 is
#           right.
# Seen:     number   65504  65519  65520  65536  100000  131071  131072  -100000
#           pychop   65504  65504  65536  0      0       0       inf     0
#           float16  65504  65504  inf    inf    inf     inf     inf     -inf
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --no-deps pychop==0.6.1 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
import numpy as np
from pychop import Chop

numbers = np.array([65504.0, 65519, 65520, 65536, 100000, 131071, 131072, -100000])
chopped = Chop(exp_bits=5, sig_bits=10)(numbers.copy())
with np.errstate(over="ignore"):
    half = numbers.astype(np.float16)
for name, row in (("number", numbers), ("pychop", chopped), ("float16", half)):
    print(f"{name:8}", *(f"{v:7g}" for v in row))
assert chopped.tolist() == [65504, 65504, 65536, 0, 0, 0, np.inf, 0]

wide = Chop(exp_bits=8, sig_bits=7)(np.array([2.0**128, 1.5 * 2.0**128, 2.0**129]))
assert wide.tolist() == [0, 0, np.inf], wide

below = np.random.default_rng(1).uniform(-65504, 65504, 10000)
assert (Chop(exp_bits=5, sig_bits=10)(below.copy()) == below.astype(np.float16)).all()
PY
