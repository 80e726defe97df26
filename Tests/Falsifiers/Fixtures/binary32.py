"""Binary32 in exact rational arithmetic: what the scripts of this folder share.

No result may be subnormal or overflow: numbers have 24 significant bits and any exponent.
"""

import struct
from fractions import Fraction
from math import isqrt


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


def of_mpmath(value):
    """The number nearest to one of mpmath."""
    mantissa, exponent = value.man_exp  # without the sign
    return rounded((-1 if value < 0 else 1) * Fraction(mantissa) * Fraction(2) ** exponent)


def root(value):
    """The square root of a number that is not negative, rounded once."""
    if value == 0:
        return Fraction(0)
    # An integer root of at least 32 bits, with a last bit that says whether it is exact, rounds as the root does.
    shift = 2 * max(0, 64 - value.numerator.bit_length() + value.denominator.bit_length())
    scaled, rest = divmod(value.numerator << shift, value.denominator)
    whole = isqrt(scaled)
    sticky = 1 if rest or whole * whole != scaled else 0
    return rounded(Fraction(2 * whole + sticky, 2 << shift // 2))


def sequential(a, b):
    """The sum of products in order, each product and each sum rounded."""
    total = Fraction(0)
    for p, q in zip(a, b):
        total = rounded(total + rounded(p * q))
    return total
