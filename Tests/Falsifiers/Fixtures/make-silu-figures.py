#!/usr/bin/env python3
"""Prints the figures of FALSIFY-SWIGLU-001: the minimum of SiLU, and how wrong the public fault is.

    python3 Tests/Falsifiers/Fixtures/make-silu-figures.py

Decimal arithmetic of 40 digits. The derivative of x / (1 + e^-x) is zero where 1 + x = -e^x; the
fault takes 2^r for e^r, with r from 0 to ln 2, and sigmoid's 1 + e^-x is nearly e^-x far below 0.
"""

from decimal import Decimal, getcontext

getcontext().prec = 40

x = Decimal(-1)
for _ in range(20):  # Newton's method
    x -= (1 + x + x.exp()) / (1 + x.exp())
print(f"minimum {1 + x:.20f} at {x:.20f}")

ln2 = Decimal(2).ln()
print(f"public fault: e^r over 2^r is at most {(ln2 * (1 - ln2)).exp():.6f}, at r = ln 2")
