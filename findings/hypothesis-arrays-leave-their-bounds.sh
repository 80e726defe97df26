#!/usr/bin/env bash
# Hypothesis' arrays() rounds its elements to the dtype, so that they can lie outside the requested bounds.
#
# Versions: hypothesis 6.170.17, numpy 2.2.6, Python 3.11.
# Guessed:  An element that the dtype cannot hold is an error, just as floats(width=32, min_value=0.1) is an error.
# Instead:  The element is silently rounded. A float32 array of floats(0, 1, exclude_max=True) can contain 1.0, and an
#           array of floats(1e-50, 1e-46) contains only zeros. So a property that is stated for all x < 1, or for all x
#           > 0, is tried on x = 1 or x = 0.
# Seen:     floats(0, 1, exclude_max=True)  largest element 1.0
#           floats(1e-50, 1e-46)            smallest 0.0, largest 0.0
#           floats(0.1, 0.2) in float16     smallest 0.0999755859375
#           floats(min_value=0.1, width=32) InvalidArgument
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  hypothesis==6.170.17 numpy==2.2.6

cd "$dir" && "$dir/venv/bin/python" -W error - <<'PY'
import numpy as np
from hypothesis import given, settings
from hypothesis.errors import InvalidArgument
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import floats

def examples(strategy):
    seen = []

    @settings(max_examples=500, database=None, derandomize=True, deadline=None)
    @given(strategy)
    def collect(value):
        seen.append(value)

    collect()
    all_of_them = np.array(seen).astype(np.float64)
    return float(all_of_them.min()), float(all_of_them.max())

low, high = examples(arrays(np.float32, 3, elements=floats(0, 1, exclude_max=True)))
print("floats(0, 1, exclude_max=True)  largest element", high)
assert high == 1.0
low, high = examples(arrays(np.float32, 3, elements=floats(1e-50, 1e-46)))
print("floats(1e-50, 1e-46)            smallest", low, "largest", high)
assert low == high == 0.0
low, high = examples(arrays(np.float16, 3, elements=floats(0.1, 0.2)))
print("floats(0.1, 0.2) in float16     smallest", low)
assert low < 0.1
try:
    examples(floats(min_value=0.1, width=32))
    raise SystemExit("width=32 took 0.1")
except InvalidArgument as error:
    print("floats(min_value=0.1, width=32)", type(error).__name__)
PY
