#!/usr/bin/env bash
# scipy.special sums exponentials in float16: softmax of a long row is all zeros, and softmax of a long column adds up
# to 2.
#
# Versions: scipy 1.17.1, numpy 2.2.6, Python 3.11.
# Guessed:  The result is float16, but nothing overflows before: logsumexp of 70000 ones is 1 + log(70000) = 12.16.
# Instead:  A sum above 65504 overflows: logsumexp is then inf, softmax is 0, and log_softmax is -inf. Down the columns
#           of an array, the sum even stops at 2048, so 4096 equal rows get 1/2048 each; along a row, the same numbers
#           give the right result.
# Seen:     70000 ones        logsumexp inf  softmax 0.0  log_softmax -inf
#           4096 along a row  0.000244 each, together 1.0
#           4096 in a column  0.000488 each, together 2.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: scipy==1.17.1 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import warnings
import numpy as np
from scipy.special import log_softmax, logsumexp, softmax

warnings.simplefilter("ignore")
long = np.ones(70000, np.float16)
print("70000 ones:  logsumexp", logsumexp(long), " softmax", softmax(long)[0], " log_softmax", log_softmax(long)[0])
assert np.isposinf(logsumexp(long)) and np.all(softmax(long) == 0) and np.all(np.isneginf(log_softmax(long)))
assert abs(logsumexp(long.astype(np.float32)) - (1 + np.log(70000))) < 1e-4
row = softmax(np.ones((2, 4096), np.float16), axis=1)
column = softmax(np.ones((4096, 2), np.float16), axis=0)
for name, p in (("row", row[0]), ("column", column[:, 0])):
    print(f"4096 in a {name}: each {p[0]:.6f}, together {p.astype(np.float64).sum()}")
assert row[0].astype(float).sum() == 1 and column[:, 0].astype(float).sum() == 2
PY
