#!/usr/bin/env bash
# scipy.special.softmax of int8 or uint8 logits wraps, so the smaller logit gets the higher probability.
#
# Versions: scipy 1.17.1, numpy 2.2.6, Python 3.11.
# Guessed:  Integers are converted to floats first, so [127, -128] gives [1, 0].
# Instead:  The maximum is subtracted in int8, in which -128 - 127 is 1. softmax then computes exp([0, 1]) in float16.
#           log_softmax does the same, and uint8 wraps, too (3 - 250 is 9). logsumexp of the same row is right.
# Seen:     softmax(int8 [127, -128])      = [0.2688 0.731 ]  float16
#           softmax(float32 of the same)   = [1. 0.]
#           log_softmax(int8 [127, -128])  = [-1.313  -0.3135]
#           softmax(uint8 [3, 250])        = [1.000e+00 1.234e-04]
#           logsumexp(int8 [127, -128])    = 127
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
logits = np.array([127, -128], np.int8)
wrapped, right = softmax(logits), softmax(logits.astype(np.float32))
print("softmax(int8)     =", wrapped, wrapped.dtype)
print("softmax(float32)  =", right, right.dtype)
print("log_softmax(int8) =", log_softmax(logits))
unsigned = softmax(np.array([3, 250], np.uint8))
print("softmax(uint8)    =", unsigned)
print("logsumexp(int8)   =", logsumexp(logits))
e = np.exp(1.0)
assert np.allclose(wrapped.astype(float), [1 / (1 + e), e / (1 + e)], atol=1e-3) and wrapped.dtype == np.float16
assert np.allclose(log_softmax(logits).astype(float), np.log([1 / (1 + e), e / (1 + e)]), atol=2e-3)
assert unsigned[0] > 0.99 and unsigned[1] < 0.01
assert right.tolist() == [1.0, 0.0]
assert logsumexp(logits) == 127
PY
