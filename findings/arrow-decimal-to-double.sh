#!/usr/bin/env bash
# When Arrow casts a decimal to double, the result is not always the nearest double: 0.35 becomes 0.35000000000000003.
#
# Versions: pyarrow 26.0.1, numpy 2.4.6, Python 3.11.
# Guessed:  The result is the nearest double, as with float() of the same digits.
# Instead:  Arrow multiplies the digits by a rounded power of ten. The result is one unit too high or too low for one in
#           seven numbers with two digits after the point, and for one in three numbers with one digit. Casts to float32
#           have the same fault. A cast of text to double is right. The number of digits after the point matters: 1.10
#           is right as a decimal with two such digits, and wrong with six.
# Seen:     decimal   cast to double
#           0.3       0.30000000000000004
#           0.35      0.35000000000000003
#           0.009     0.009000000000000001
#           0.070000  0.06999999999999999
#           1.100000  1.0999999999999999
#           of the first 100,000 numbers, wrong with 1 digit 33,453; with 2 digits 13,929; with 3 digits 13,328
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: pyarrow==26.0.1 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
from decimal import Decimal

import numpy as np
import pyarrow as pa


def cast(numbers, digits, to=pa.float64()):
    return pa.array(numbers, pa.decimal128(38, digits)).cast(to).to_numpy()


expected = {"0.3": 0.30000000000000004, "0.35": 0.35000000000000003, "0.009": 0.009000000000000001,
            "0.070000": 0.06999999999999999, "1.100000": 1.0999999999999999, "1.10": 1.1}
for text, wanted in expected.items():
    found = float(cast([Decimal(text)], len(text.split(".")[1]))[0])
    print(f"{text:9} {found!r}")
    assert found == wanted, text
assert pa.array(["0.35", "1.10"]).cast(pa.float64()).to_pylist() == [0.35, 1.1], "text is right"

for digits, wanted in ((1, 33453), (2, 13929), (3, 13328)):
    numbers = [Decimal(n).scaleb(-digits) for n in range(100_000)]
    found, right = cast(numbers, digits), np.array([float(n) for n in numbers])
    wrong = int((found != right).sum())
    print(f"{digits} digits: {wrong} of {len(numbers)} are not the nearest double")
    assert wrong == wanted
    assert (np.abs(found - right) <= np.spacing(right)).all(), "more than one unit"
assert cast([Decimal("0.9")], 1, pa.float32())[0] != np.float32(0.9)
PY
