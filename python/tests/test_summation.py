"""Sums in declared orders, against the same orders written as loops over single numbers."""

import math
import unittest

import numpy as np

from pv_falsify import SeededGenerator, summed


def loop(order, terms):
    """As Sources/Measuring/SummationOrder.swift has it, one addition after the other."""
    zero = terms.dtype.type(0)

    def ascending(values):
        total = zero
        for value in values:
            total = total + value
        return total

    if order == "sequential":
        return ascending(terms)
    if order == "reversed":
        return ascending(terms[::-1])
    if order == "pairwise":
        if len(terms) < 2:
            return ascending(terms)
        return loop(order, terms[: len(terms) // 2]) + loop(order, terms[len(terms) // 2 :])
    if order == "sorted":
        rank = [math.inf if math.isnan(value) else abs(value) for value in terms]
        return ascending([terms[index] for index in sorted(range(len(terms)), key=lambda index: rank[index])])
    lanes = [zero] * int(order.split("_")[1])
    for index, term in enumerate(terms):
        lanes[index % len(lanes)] = lanes[index % len(lanes)] + term
    while len(lanes) > 1:
        half = len(lanes) // 2
        lanes = [lanes[index] + lanes[index + half] for index in range(half)]
    return lanes[0]


ORDERS = ["sequential", "reversed", "pairwise", "lanes_8", "lanes_16", "lanes_64", "sorted"]


class SummationTests(unittest.TestCase):
    def test_every_order_is_its_loop(self):
        random = SeededGenerator("5")
        for count in (0, 1, 2, 7, 8, 9, 63, 64, 65, 200):
            for kind in (np.float32, np.float64):
                terms = random.scaled(count, (-20, 20)).astype(kind)
                for order in ORDERS:
                    with self.subTest(order=order, count=count, kind=kind.__name__):
                        got, expected = summed(order, terms), loop(order, terms)
                        self.assertEqual(got.dtype, kind)
                        self.assertEqual(got.tobytes(), expected.tobytes())

    def test_orders_differ(self):
        terms = SeededGenerator("6").scaled(200, (-20, 20))
        self.assertGreater(len({summed(order, terms).tobytes() for order in ORDERS}), 3)

    def test_signs_of_zero_and_special_values(self):
        for terms in ([-0.0], [-0.0] * 9, [math.inf, 1, -math.inf], [math.nan, 1, 2], [math.inf, math.nan, 1]):
            values = np.array(terms, np.float32)
            for order in ORDERS:
                with self.subTest(order=order, terms=terms), np.errstate(invalid="ignore"):
                    np.testing.assert_array_equal(summed(order, values), loop(order, values))
                    if not np.isnan(loop(order, values)):
                        self.assertEqual(np.signbit(summed(order, values)), np.signbit(loop(order, values)))

    def test_refused(self):
        with self.assertRaisesRegex(ValueError, "no order 'lane8'"):
            summed("lane8", np.zeros(3, np.float32))
        with self.assertRaisesRegex(ValueError, "int32"):
            summed("sequential", np.zeros(3, np.int32))
        with self.assertRaisesRegex(ValueError, "shape"):
            summed("sequential", np.zeros((3, 1), np.float32))


if __name__ == "__main__":
    unittest.main()
