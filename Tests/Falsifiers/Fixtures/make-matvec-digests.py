#!/usr/bin/env python3
"""Prints the digests of FALSIFY-FFN-GGUF-005: the product y = x W^T in two orders of summation.

    python3 Tests/Falsifiers/Fixtures/make-matvec-digests.py

Every operation is exact rational arithmetic, rounded once to binary32, ties to even: an emulation
that shares nothing with the kernels. Takes some minutes. No result is zero, subnormal or infinite.
"""

import hashlib
import struct
from fractions import Fraction


def rounded(value):
    """The nearest number of 24 significant bits, ties to even."""
    if value == 0:
        return Fraction(0)
    magnitude = abs(value)
    exponent = magnitude.numerator.bit_length() - magnitude.denominator.bit_length()
    if Fraction(2) ** exponent > magnitude:
        exponent -= 1
    unit = Fraction(2) ** (exponent - 23)
    whole = round(magnitude / unit)  # ties to even
    return whole * unit if value > 0 else -whole * unit


def literal(text):
    return rounded(Fraction(text))


def lanes(a, b, count):
    sums = [Fraction(0)] * count
    for i, (p, q) in enumerate(zip(a, b)):
        sums[i % count] = rounded(sums[i % count] + p * q)
    return sums


def lane8(a, b):
    sums = lanes(a, b, 8)
    q = [rounded(sums[k] + sums[k + 4]) for k in range(4)]
    return rounded(rounded(q[0] + q[1]) + rounded(q[2] + q[3]))


def lane64(a, b):
    sums = lanes(a, b, 64)
    while len(sums) > 1:
        half = len(sums) // 2
        sums = [rounded(sums[k] + sums[k + half]) for k in range(half)]
    return sums[0]


x = [rounded((i % 17 - 8) * literal("0.1")) for i in range(4 * 128)]
w = [rounded(((31 * i) % 23 - 11) * literal("0.05")) for i in range(512 * 128)]
for name, order in (("lane8", lane8), ("matvec", lane64)):
    y = [order(w[r * 128 : r * 128 + 128], x[t * 128 : t * 128 + 128]) for t in range(4) for r in range(512)]
    assert all(y)
    data = b"".join(struct.pack("<f", float(value)) for value in y)
    print(f"{name}: first 0x{struct.unpack('<I', data[:4])[0]:08x} sha256 {hashlib.sha256(data).hexdigest()}")
