#!/usr/bin/env python3
"""Prints the figures of FALSIFY-FFN-GGUF-007 to -010 and -013: Q4_K weights, as they are and through Q8_K.

    python3 Tests/Falsifiers/Fixtures/make-published-drift.py    # about a minute

Every operation is exact rational arithmetic, rounded once to binary32, ties to even: an emulation
that shares nothing with the kernels. Drifts are of the rounded vectors, in 40 decimal digits.
"""

from decimal import Decimal, getcontext
from fractions import Fraction

from binary32 import bits, literal, root, rounded, sequential

getcontext().prec = 40


def binary16(low, high):
    """The number of two bytes, without subnormals and specials."""
    word = high << 8 | low
    value = Fraction(1024 + (word & 1023), 1024) * Fraction(2) ** ((word >> 10 & 31) - 15)
    return -value if word >> 15 else value


class Block:
    """One super-block of 256 weights: section 1 of the recipes."""

    def __init__(self, header, scales, nibbles):
        self.d = binary16(*header[:2])
        self.dmin = Fraction(0) if header[2:] == (0, 0) else binary16(*header[2:])
        s = scales
        self.fields = [(s[j] & 63, s[j + 4] & 63) for j in range(4)] + [
            (s[j + 4] & 15 | s[j - 4] >> 6 << 4, s[j + 4] >> 4 | s[j] >> 6 << 4) for j in range(4, 8)
        ]
        # The low nibbles of 32 bytes are one sub-block, the high ones the next.
        self.quants = [
            [byte >> shift & 15 for byte in nibbles[32 * t : 32 * t + 32]] for t in range(4) for shift in (0, 4)
        ]

    def weights(self):
        return [
            rounded(rounded(rounded(self.d * sc) * q) - rounded(self.dmin * m))
            for (sc, m), quants in zip(self.fields, self.quants)
            for q in quants
        ]

    def fused(self, scale, quantized):
        total = Fraction(0)
        for j, ((sc, m), quants) in enumerate(zip(self.fields, self.quants)):
            part = quantized[32 * j : 32 * j + 32]
            products, plain = sum(q * p for q, p in zip(quants, part)), sum(part)
            left = rounded(rounded(rounded(self.d * sc) * scale) * rounded(Fraction(products)))
            right = rounded(rounded(rounded(self.dmin * m) * scale) * rounded(Fraction(plain)))
            total = rounded(total + rounded(left - right))
        return total


def fix(header, scale=0, nibble=0):
    return Block(
        header,
        [(7 * i + 3 + scale) % 256 for i in range(12)],
        [(13 * i + 17 + nibble) % 256 for i in range(128)],
    )


def start(token):
    return [
        rounded(rounded((i - 128) * literal("0.05")) + rounded((i % 7 + token) * literal("0.01"))) for i in range(256)
    ]


def quantize(activation):
    """The published Q8K: by the largest magnitude, halves away from zero."""
    largest = max(abs(v) for v in activation)
    scale = rounded(largest / 127) if largest > literal("1e-10") else rounded(Fraction(1, 127))
    inverse = rounded(1 / scale)
    scaled = [rounded(v * inverse) for v in activation]
    away = [int(abs(v) + Fraction(1, 2)) * (1 if v > 0 else -1) for v in scaled]
    return scale, [min(max(q, -128), 127) for q in away]


def decimal(value):
    return Decimal(value.numerator) / Decimal(value.denominator)


def drift(a, b):
    return (decimal(sum((p - q) ** 2 for p, q in zip(a, b))) / decimal(sum(p * p for p in a))).sqrt()


def chain(token):
    """The drift after each of five layers."""
    a = b = start(token)
    drifts = []
    for t in range(5):
        rows = [fix((0x00, 0x3C, 0x00, 0xB4), r + 11 * t, 3 * r + 19 * t) for r in range(256)]
        a = [sequential(row.weights(), a) for row in rows]
        b = (lambda quantized: [row.fused(*quantized) for row in rows])(quantize(b))
        a, b = [
            [rounded(v / norm) for v in x]
            for x in (a, b)
            for norm in [max(root(rounded(sequential(x, x) / 256)), literal("1e-9"))]
        ]
        drifts.append(drift(a, b))
    return drifts


block, act = fix((0x00, 0x3C, 0x00, 0xB4)), start(0)
weights = block.weights()
for i in (0, 1, 31, 32, 64, 255):
    print(f"007 x[{i}] {float(weights[i])} {bits(weights[i])}")

path_a = sequential(weights, act)
scale, quantized = quantize(act)
path_b = block.fused(scale, quantized)
ablation = sequential(weights, [rounded(scale * q) for q in quantized])
for name, value in (("path A", path_a), ("path B", path_b), ("ablation", ablation)):
    print(f"008 {name} {float(value)} {bits(value)}")
print(f"008 |A - B| / |A| {drift([path_a], [path_b]):.9f}")

for label, low, high in (
    ("0.001", 0x10, 0x14),
    ("0.01", 0x1F, 0x21),
    ("0.05", 0x33, 0x29),
    ("0.1", 0x66, 0x2E),
    ("0.5", 0x00, 0x38),
    ("1", 0x00, 0x3C),
    ("10", 0x00, 0x49),
):
    one = fix((low, high, 0, 0))
    x = one.weights()
    apart = drift([sequential(x, act)], [one.fused(scale, quantized)])
    print(f"010 d = {label}, really {float(one.d)}: x[0] {bits(x[0])}, {apart:.9f}")

depths = chain(0)
for t, each in enumerate(depths):
    print(f"009 depth {t + 1} {each:.9f}")
print(f"009 depth 5 over depth 4 {depths[4] / depths[3]:.7f}, over depth 1 {depths[4] / depths[0]:.5f}")
for token in range(7):
    print(f"013 token {token} {(depths if token == 0 else chain(token))[4]:.10f}")
