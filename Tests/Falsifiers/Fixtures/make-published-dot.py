#!/usr/bin/env python3
"""Prints the bits of FALSIFY-FFN-GGUF-006: the published dot product, in the orders of the contract.

    python3 Tests/Falsifiers/Fixtures/make-published-dot.py

Every operation is exact rational arithmetic, rounded once to binary32, ties to even: an emulation
that shares nothing with the kernels.
"""

from binary32 import bits, lane8, lanes, literal, rounded, sequential


def a(i):
    return rounded(rounded((i - 64) * literal("0.1")) + rounded(i % 7 * literal("0.013")))


def b(i):
    whole = rounded(rounded(i * literal("0.7")) - 50)
    return rounded(rounded(whole * literal("0.05")) + rounded(i % 11 * literal("0.011")))


def folded(sums, pairs):
    return [rounded(sums[i] + sums[j]) for i, j in pairs]


x, y = [a(i) for i in range(128)], [b(i) for i in range(128)]
eight = lanes(x, y, 8)
halves = folded(eight, [(0, 4), (1, 5), (2, 6), (3, 7)])
neighbors = folded(eight, [(0, 1), (2, 3), (4, 5), (6, 7)])
fused = lanes(x, y, 1)[0]
for name, value in (
    ("a_0", x[0]),
    ("a_127", x[127]),
    ("b_127", y[127]),
    ("sequential", sequential(x, y)),
    ("lane8", lane8(x, y)),
    ("exact", rounded(sum(p * q for p, q in zip(x, y)))),
    ("other_pairing", rounded(sum(folded(halves, [(0, 2), (1, 3)])))),
    ("blind: fused", fused),
    ("blind: reversed", sequential(x[::-1], y[::-1])),
    ("blind: neighbors", rounded(sum(folded(neighbors, [(0, 1), (2, 3)])))),
):
    print(f"{name} {bits(value)}")
