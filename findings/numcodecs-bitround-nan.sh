#!/usr/bin/env bash
# numcodecs' BitRound turns the NaN 0x7fffffff into -0.0 and the NaN 0xffffffff into +0.0.
#
# Versions: numcodecs 0.16.6, numpy 2.2.6, Python 3.11.
# Guessed:  Rounding mantissa bits leaves a NaN a NaN, whatever its payload is.
# Instead:  Half a unit is added to the bits as an integer. In a NaN whose payload is all ones, the carry goes through
#           the exponent into the sign, and only a zero is left. 0x7fffffff is the NaN that NVIDIA devices produce. By
#           the same carry, the largest finite float becomes infinity, which is correct rounding.
# Seen:     7fffffff -> 80000000 (-0.0)
#           ffffffff -> 00000000 (0.0)
#           7fc00000 -> 7fc00000 (nan)
#           7f7fffff -> 7f800000 (inf)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: numcodecs==0.16.6 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import numpy as np
from numcodecs.bitround import BitRound

bits = [0x7FFFFFFF, 0xFFFFFFFF, 0x7FC00000, 0x7F7FFFFF]
expected = [0x80000000, 0x00000000, 0x7FC00000, 0x7F800000]
for keep in (3, 10, 22):
    values = np.array(bits, np.uint32).view(np.float32)
    after = np.frombuffer(BitRound(keepbits=keep).encode(values), np.uint32)
    if keep == 10:
        for old, new in zip(bits, after):
            print(f"{old:08x} -> {new:08x} ({new.view(np.float32)})")
    assert after.tolist() == expected, (keep, [hex(b) for b in after])
PY
