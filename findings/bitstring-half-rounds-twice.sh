#!/usr/bin/env bash
# bitstring rounds a double to float16 twice, and to bfloat16 without looking at the last bits of the double.
#
# Versions: bitstring 5.0.0 with tibs 2.0.2, numpy 2.4.6, ml_dtypes 0.6.0, Python 3.11.
# Guessed:  Both conversions round once, to nearest, ties to even, as Python's struct and ml_dtypes do.
# Instead:  If a double differs from the middle of two float16 numbers by less than float32 can resolve, it is treated
#           as this middle and becomes the even neighbor, which is wrong in half of the cases. If a number is above the
#           middle of two bfloat16 numbers by less than 2^-13 of their distance, and the lower one is even, it is
#           rounded down, even if it is a float32.
# Seen:     number             as      bitstring   rounded once
#           1 + 2^-11 + 2^-41  half    0x3c00      0x3c01
#           1 + 3/2^11 - 2^-41 half    0x3c02      0x3c01
#           1 + 2^-8 + 2^-21   bfloat  0x3f80      0x3f81
#           1 + 2^-8 + 2^-20   bfloat  0x3f81      0x3f81
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  bitstring==5.0.0 tibs==2.0.2 ml_dtypes==0.6.0 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
import struct

import ml_dtypes
import numpy as np
from bitstring import Bits


def half(number):
    return int(Bits(float=number, length=16).bin, 2), struct.unpack("<H", struct.pack("<e", number))[0]


def bfloat(number):
    assert np.float64(np.float32(number)) == number, "ml_dtypes is given a float32, so that it rounds once"
    return int(Bits(bfloat=number).bin, 2), int(np.float32(number).astype(ml_dtypes.bfloat16).view(np.uint16))


cases = [
    ("1 + 2^-11 + 2^-41", half, 1 + 2**-11 + 2**-41, (0x3C00, 0x3C01)),
    ("1 + 3/2^11 - 2^-41", half, 1 + 3 * 2**-11 - 2**-41, (0x3C02, 0x3C01)),
    ("1 + 2^-11", half, 1 + 2**-11, (0x3C00, 0x3C00)),
    ("1 + 2^-8 + 2^-21", bfloat, 1 + 2**-8 + 2**-21, (0x3F80, 0x3F81)),
    ("1 + 2^-8 + 2^-20", bfloat, 1 + 2**-8 + 2**-20, (0x3F81, 0x3F81)),
    ("1 + 2^-8", bfloat, 1 + 2**-8, (0x3F80, 0x3F80)),
]
for name, convert, number, expected in cases:
    found = convert(number)
    print(f"{name:20} {convert.__name__:7} {found[0]:#06x} {found[1]:#06x}")
    assert found == expected, name
PY
