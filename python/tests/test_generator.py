"""The random numbers are those of Sources/Measuring/SeededGenerator.swift."""

import hashlib
import json
import unittest
from pathlib import Path

import numpy as np

from pv_falsify import SeededGenerator

EXAMPLE = Path(__file__).resolve().parents[2] / "Examples/Saxpy"
DRAWN = '{"x":{"classes":["normal"],"corners":[],"dtype":"f32","shape":[]}}'


class GeneratorTests(unittest.TestCase):
    def test_a_falsifier_in_swift_draws_the_same(self):
        """FALSIFY-SUM-001 again, as FalsifyCompensatedSum.swift draws it: its evidence holds seed and digest."""
        random = SeededGenerator.derived("compensated-sum-v1", "FALSIFY-SUM-001", "scaled", DRAWN)
        seed, vectors = random.seed, []
        for index in range(256):
            values = random.scaled(random.integer(1, 513), (-20, 20))
            if index % 2:
                values = np.concatenate([values, -values[::-1], [random.unit()]])
            vectors.append(values)
        drawn = np.concatenate(vectors)
        evidence = json.loads((EXAMPLE / "evidence/compensated-sum-v1/FALSIFY-SUM-001.json").read_text())
        recorded = evidence["inputs"][0]
        self.assertEqual(seed, recorded["seed"])
        self.assertEqual(hashlib.sha256(drawn.astype("<f4").tobytes()).hexdigest(), recorded["sha256"])

    def test_known_words(self):
        """xoshiro256** after splitmix64, computed once with the Swift sources."""
        self.assertEqual(
            [SeededGenerator("0").next(), SeededGenerator("1").next(), SeededGenerator("ffffffffffffffff").next()],
            [0x99EC5F36CB75F2B4, 0xB3F2AF6D0FC710C5, 0x8F5520D52A7EAD08],
        )

    def test_arrays_are_drawn_as_numbers_are(self):
        one, many = SeededGenerator("7"), SeededGenerator("7")
        self.assertEqual([float(one.unit()) for _ in range(9)], many.units(9).tolist())
        self.assertEqual([one.integer(-3, 4) for _ in range(9)], many.integers(9, -3, 4))
        self.assertEqual([float(one.scaled(1, (-2, 2))[0]) for _ in range(9)], many.scaled(9, (-2, 2)).tolist())
        self.assertEqual(one.next(), many.next())

    def test_ranges(self):
        random = SeededGenerator("abc")
        units = random.units(4096)
        self.assertTrue(np.all(units >= -1) and np.all(units < 1))
        self.assertTrue(np.all(units * 2**23 == np.round(units * 2**23)))
        scaled = random.scaled(4096, (-126, 127))
        self.assertTrue(np.all(np.isfinite(scaled)) and np.all(np.abs(scaled) >= np.finfo(np.float32).tiny))
        self.assertEqual({float(x) for x in np.floor(np.log2(np.abs(random.scaled(999, (3, 4)))))}, {3.0, 4.0})
        self.assertEqual(random.any_bits(3).dtype, np.float32)

    def test_refused(self):
        for seed in ("", "g", "-1", "+1", "12345678901234567"):
            with self.assertRaisesRegex(ValueError, "hexadecimal"):
                SeededGenerator(seed)
        with self.assertRaisesRegex(ValueError, "no integer"):
            SeededGenerator("1").integer(4, 4)
        with self.assertRaisesRegex(ValueError, "-126 to 127"):
            SeededGenerator("1").scaled(1, (-150, 0))


if __name__ == "__main__":
    unittest.main()
