#!/usr/bin/env python3
"""Prints the figures of FALSIFY-GQA-003: the published second token, 28 query heads on 4 of keys and values.

    python3 Tests/Falsifiers/Fixtures/make-second-token.py

Attention in 40 decimal digits, of the recipe as it is written and of its binary32 fixture, whose
inputs are rounded after each operation.
"""

from decimal import Decimal, getcontext

from binary32 import literal, rounded

getcontext().prec = 40


def decimal(value):
    return Decimal(value.numerator) / Decimal(value.denominator)


def written(multiplier, index, offset):
    return Decimal(multiplier * index % 100) / 100 - Decimal(offset)


def fixture(multiplier, index, offset):
    return decimal(rounded(rounded(multiplier * index % 100 * literal("0.01")) - literal(offset)))


def output(index, element):
    head, start = index // 128, index // 128 // 7 * 128

    def score(keys):
        products = (element(29, head * 128 + d, "0.5") * element(keys, start + d, "0.5") for d in range(128))
        return sum(products) / Decimal(128).sqrt()

    first, second = (score(keys).exp() for keys in (53, 61))
    values = (element(values, start + index % 128, "0") for values in (59, 67))
    return sum(w * v for w, v in zip((first, second), values)) / (first + second)


for index in (1, 127, 896):
    print(f"out[{index}] {output(index, written):.10f} as written, {output(index, fixture):.10f} of the fixture")
