"""The falsifier of contracts/numpy-rmsnorm-v1.yaml."""

from fractions import Fraction
from math import isqrt

import numpy as np
import pytest
from pv_falsify import summed
from rmsnorm import rms_norm

EPSILON = np.float32(1e-6)


def normalized(x, sums, weight, over=0):
    """The formula, with sums of squares that are given: what mutants and orders have in common."""
    return x / np.sqrt(sums / np.float32(x.shape[-1] - over) + EPSILON)[:, None] * weight


def row_sums(x, order="sequential"):
    return np.array([summed(order, row * row) for row in x])


def in_order(order):
    return lambda x, weight: normalized(x, row_sums(x, order), weight)


def last_element_dropped(x, weight):
    """The last element of a row is left out of the sum."""
    return normalized(x, row_sums(x[:, :-1]), weight)


def mean_over_others(x, weight):
    """The sum is divided by n - 1."""
    return normalized(x, row_sums(x), weight, over=1)


def epsilon_outside(x, weight):
    """Epsilon is added to the root, not to the mean."""
    return x / (np.sqrt(row_sums(x) / np.float32(x.shape[-1])) + EPSILON)[:, None] * weight


def weight_shifted(x, weight):
    """Each element gets the weight of the next one."""
    return rms_norm(x, np.roll(weight, -1))


def exact(x, weight):
    """The exact results, rounded to binary64: the root is taken of an integer, and NumPy has no part in it."""
    results = []
    for row in x:
        numbers = [Fraction(float(value)) for value in row]
        square = sum(value * value for value in numbers) / len(numbers) + Fraction(float(EPSILON))
        # sqrt(p / q) = sqrt(p q) / q, to a hundred bits behind those of p q.
        root = Fraction(isqrt(square.numerator * square.denominator << 200), square.denominator << 100)
        results.append([float(value / root * Fraction(float(w))) for value, w in zip(numbers, weight)])
    return np.array(results)


@pytest.mark.falsifier("FALSIFY-NPRMS-001")
def test_rms_norm(claim):
    random = claim.random("scaled rows")
    rows = [random.scaled(33, exponents=(low, low + 4)) for low in range(-24, 8) for _ in range(4)]
    x = claim.input(
        "x", np.stack(rows), generator="scaled: five exponents a row, from -24 to 11", seed=random, cases=len(rows)
    )
    weight = claim.input(
        "weight", random.scaled(33, exponents=(-1, 0)), generator="scaled: exponents -1...0", seed=random
    )
    claim.record(
        rms_norm,
        orders=in_order,
        mutants=[last_element_dropped, mean_over_others, epsilon_outside, weight_shifted],
        oracle=exact(x, weight),
        bound={"weight": weight, "epsilon": np.array([EPSILON])},
    )
