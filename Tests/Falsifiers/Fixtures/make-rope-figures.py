#!/usr/bin/env python3
"""Prints the figures of FALSIFY-ROPE-003 and FALSIFY-ROPE-007 that are ours.

    python3 Tests/Falsifiers/Fixtures/make-rope-figures.py

Cosines, sines, powers and logarithms in decimal arithmetic of 60 digits, every operation of binary32
exact and rounded once: an emulation that shares nothing with the kernels.
"""

from decimal import Decimal, getcontext
from fractions import Fraction

from binary32 import bits, literal, rounded

getcontext().prec = 60


def pi():
    """By Machin's formula."""

    def arctangent_of_inverse(n):
        power, total, k = Decimal(1) / n, Decimal(0), 0
        while abs(power) > Decimal(10) ** -58:
            total += power / (2 * k + 1) * (-1) ** k
            power, k = power / (n * n), k + 1
        return total

    return 4 * (4 * arctangent_of_inverse(5) - arctangent_of_inverse(239))


PI = pi()


def turn(angle):
    """Cosine and sine of a number, by Taylor series of the rest after whole turns, as binary32."""
    x = Decimal(angle.numerator) / Decimal(angle.denominator)
    x -= (x / (2 * PI)).to_integral_value() * 2 * PI
    sums, term = [Decimal(0), Decimal(0)], Decimal(1)
    for n in range(120):
        sums[n % 2] += term * (-1) ** (n // 2)
        term = term * x / (n + 1)
    return rounded(Fraction(sums[0])), rounded(Fraction(sums[1]))


def power(base, exponent):
    """base^exponent for a rational exponent."""
    e = Decimal(exponent.numerator) / Decimal(exponent.denominator)
    return Fraction((Decimal(base).ln() * e).exp())


def rotated(first, second, angle):
    c, s = turn(angle)
    return (
        rounded(rounded(first * c) - rounded(second * s)),
        rounded(rounded(first * s) + rounded(second * c)),
    )


# d = 4, base 10000, position 1: angles 1 and 0.01.
slow = Fraction(1, 100)
(n0, n1), (n2, n3) = rotated(1, 2, Fraction(1)), rotated(3, 4, slow)
print("norm", *(bits(value) for value in (n0, n1, n2, n3)))
(x0, x2), (x1, x3) = rotated(1, 3, Fraction(1)), rotated(2, 4, slow)
print("neox", *(bits(value) for value in (x0, x1, x2, x3)))

# d = 128, base 1e6, position 32767.
position, base, pairs = 32767, 1000000, 64
exact = [turn(position * power(base, Fraction(-i, pairs)))[0] for i in range(pairs)]
# 2i/128 is exact in binary32.
frequencies = [rounded(1 / rounded(power(base, Fraction(i, pairs)))) for i in range(pairs)]
binary32 = [turn(rounded(position * frequency))[0] for frequency in frequencies]
angles = [Fraction(position)]
while len(angles) < pairs:
    angles.append(rounded(angles[-1] * rounded(power(base, Fraction(-1, pairs)))))
recurrence = [turn(angle)[0] for angle in angles]
for name, cosines in (("binary32", binary32), ("recurrence", recurrence)):
    print(name, f"{float(max(abs(a - e) for a, e in zip(cosines, exact))):.9e}")
