#!/usr/bin/env python3
"""Prints the digests of FALSIFY-FFN-GGUF-005: the product y = x W^T in two orders of summation.

    python3 Tests/Falsifiers/Fixtures/make-matvec-digests.py

Every operation is exact rational arithmetic, rounded once to binary32, ties to even: an emulation
that shares nothing with the kernels. Takes some minutes. No result is zero, subnormal or infinite.
"""

import hashlib
import struct

from binary32 import lane8, lanes, literal, rounded


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
