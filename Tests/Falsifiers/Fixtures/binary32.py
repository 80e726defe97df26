"""Binary32 in exact rational arithmetic: what the scripts of this folder share.

No result may be subnormal or overflow: numbers have 24 significant bits and any exponent.
"""

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
    """The binary32 number that a decimal stands for."""
    return rounded(Fraction(text))


def lanes(a, b, count):
    """Fused sums of products, taken in turns."""
    sums = [Fraction(0)] * count
    for i, (p, q) in enumerate(zip(a, b)):
        sums[i % count] = rounded(sums[i % count] + p * q)
    return sums


def lane8(a, b):
    """The published order of eight lanes, without a tail."""
    sums = lanes(a, b, 8)
    q = [rounded(sums[k] + sums[k + 4]) for k in range(4)]
    return rounded(rounded(q[0] + q[1]) + rounded(q[2] + q[3]))


def bits(value):
    """The bit pattern in hexadecimal."""
    return f"0x{struct.unpack('<I', struct.pack('<f', float(value)))[0]:08x}"
