#!/usr/bin/env bash
# numexpr's max and min skip NaNs, so the "largest error" of a broken kernel comes out small.
#
# Versions: numexpr 2.14.2, numpy 2.2.6, Python 3.11.
# Guessed:  max(x) gives NaN if x contains a NaN, as numpy.max does.
# Instead:  A NaN is skipped in every position, even in arrays longer than one block. sum(x) does give NaN.
# Seen:     numexpr max |a - b| = 0.25    numpy max |a - b| = nan
#           numexpr sum |a - b| = nan
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: numexpr==2.14.2 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import numexpr
import numpy as np

for size in (3, 100_000):
    for place in (0, size // 2, size - 1):
        for dtype in (np.float32, np.float64):
            a, b = np.ones(size, dtype), np.ones(size, dtype)
            b[(place + 1) % size] = 1.25
            a[place] = np.nan
            largest = float(numexpr.evaluate("max(abs(a - b))"))
            assert largest == 0.25 and np.isnan(np.max(np.abs(a - b))), (size, place, largest)
            assert float(numexpr.evaluate("min(a)")) == 1.0
            total = float(numexpr.evaluate("sum(abs(a - b))"))
            assert np.isnan(total)
print(f"numexpr max |a - b| = {largest}    numpy max |a - b| = {np.max(np.abs(a - b))}")
print(f"numexpr sum |a - b| = {total}")
PY
