"""What a test gives is what the contract lists, or an error that says what is missing."""

import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
from package import ENTRY

from pv_falsify import Claim, Ratio, RecordingError

X = np.arange(1, 5, dtype=np.float32)
GROWTH = Ratio(of="relative_l2", name="output", expected=X, unit="x", array=X + 1, array_expected=X)


def scale(x):
    return x * np.float32(3)


def off(x):
    """The factor is 2.

    More about it.
    """
    return x * np.float32(2)


def without_words(x):
    return off(x)


def fails(x):
    """Something breaks."""
    raise ZeroDivisionError


def shorter(x):
    """The last one is missing."""
    return scale(x)[:-1]


class ClaimTests(unittest.TestCase):
    def claim(self, **changed):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        # As in a run, so that no program judges.
        entry = {**ENTRY, "mutants": ["off"], "run": "0123abcd", **changed}
        root = Path(folder.name).resolve()
        (root / "recording").mkdir()
        claim = Claim(entry, root=root, test=root / "tests/test_scale.py", folder=root / "recording")
        claim.input("x", X, generator="counted")
        return claim

    def measured(self, claim, **given):
        claim.record(**{"real": scale, "mutants": [off], **given})
        return json.loads((claim.folder / "recording.json").read_text())

    def test_kernels_are_called_with_the_inputs_or_by_a_body(self):
        for given in (
            {"mutants": [off], "real": scale},
            {"mutants": {"off": off}, "real": scale, "body": lambda kernel: {"y": kernel(X)}},
            {"mutants": {"off": ("the factor is 2", off(X))}, "real": scale(X)},
            {"mutants": {"off": ("the factor is 2", 2)}, "real": 3, "body": lambda factor: X * np.float32(factor)},
        ):
            with self.subTest(given=given):
                claim = self.claim()
                document = self.measured(claim, oracle=scale(X), **given)
                self.assertEqual(document["kernels"]["mutants"]["off"]["fault"], "the factor is 2")
                for kernel, expected in (
                    (document["kernels"]["real"], [3, 6, 9, 12]),
                    (document["kernels"]["mutants"]["off"], [2, 4, 6, 8]),
                ):
                    self.assertEqual(np.load(claim.folder / kernel["outputs"]["y"]).tolist(), expected)

    def test_subjects(self):
        checks = [
            "first.max_abs_error",
            "second.outside_bound",
            "second.bound_ratio",
            "all.sum",
            "first.top_k_mismatches",
        ]
        document = self.measured(
            self.claim(checks=[{"metric": metric} for metric in checks]),
            body=lambda kernel: {"first": kernel(X), "second": kernel(X), "whole": kernel(X)},
            oracle={"first": scale(X), "second": scale(X)},
            bound={"second": {"count": np.ones(1), "magnitude": np.ones(4)}},
            outputs={"all": "whole"},
            k=2,
            rows=True,
            portable=False,
        )
        self.assertEqual(
            document["measure"],
            [
                {"expected": "oracle.first.npy", "metric": "max_abs_error", "output": "first", "subject": "first"},
                {
                    "arguments": {"count": "bound.second_count.npy", "magnitude": "bound.second_magnitude.npy"},
                    "expected": "oracle.second.npy",
                    "metric": "outside_bound",
                    "output": "second",
                    "portable": False,
                    "rows": True,
                    "subject": "second",
                },
                {"metric": "sum", "output": "whole", "subject": "all"},
                {
                    "expected": "oracle.first.npy",
                    "k": 2,
                    "metric": "top_k_mismatches",
                    "output": "first",
                    "subject": "first",
                },
            ],
        )

    def test_variants_and_ratios(self):
        document = self.measured(
            self.claim(checks=[{"metric": "y.variants_differing"}, {"metric": "growth.ratio"}, {"metric": "y.sum"}]),
            body=lambda kernel: {"y": kernel(X), "y_2": kernel(X), "shifted": kernel(X + 1)},
            outputs={"growth": "shifted"},
            variants=["y_2"],
            ratio=replace(GROWTH, expected="y"),
        )
        variants, ratio, _ = document["measure"]
        self.assertEqual(
            variants, {"metric": "variants_differing", "output": "y", "subject": "y", "variants": ["y_2"]}
        )
        self.assertEqual(
            ratio,
            {
                "expected_output": "y",
                "metric": "ratio",
                "name": "output",
                "of": "relative_l2",
                "output": "shifted",
                "subject": "growth",
                "unit": {"array": "unit.x.npy", "expected": "unit.expected.x.npy", "name": "x"},
            },
        )

    def test_a_metric_that_only_a_newer_pv_knows_compares_with_the_oracle(self):
        document = self.measured(self.claim(checks=[{"metric": "y.largest_gap"}]), oracle=X)
        self.assertEqual(document["measure"][0]["metric"], "largest_gap")
        self.assertIn("expected", document["measure"][0])

    def test_orders(self):
        for orders in (lambda order: scale, {"sequential": scale, "sorted": scale}):
            document = self.measured(self.claim(orders=["sequential", "sorted"]), orders=orders, oracle=X)
            self.assertEqual(list(document["kernels"]["orders"]), ["sequential", "sorted"])

    def test_what_is_missing_unlisted_or_unlike(self):
        for changed, given, text in [
            ({"mutants": ["off", "shifted"]}, {}, "mutants not given: shifted; the contract lists off, shifted"),
            ({"mutants": []}, {}, "mutants not in the contract: off; the contract lists none"),
            ({}, {"mutants": [off, off]}, "mutants given twice: off"),
            ({"orders": ["sequential"]}, {}, "orders not given: sequential"),
            ({}, {"orders": {"sorted": scale}}, "orders not in the contract: sorted"),
            ({}, {"mutants": {"off": without_words}}, "does not say what is wrong"),
            ({}, {"mutants": [lambda x: x]}, "does not say what is wrong"),
            ({}, {"mutants": {"off": fails}}, "the mutant off gave nothing: ZeroDivisionError"),
            ({}, {"mutants": {"off": shorter}}, "another experiment, not a mutant"),
            ({}, {"body": lambda kernel: [1.0]}, "a kernel gave a list"),
            ({}, {"body": lambda kernel: kernel(X).astype(np.int64)}, "int64"),
            ({}, {"oracle": None}, "oracle= is missing for the output"),
            ({}, {"oracle": X[:2]}, r"oracle y has shape \[2\], and the output \[4\]"),
            ({}, {"bound": {"count": X}}, "bound= is given for the output, and no check"),
            ({"checks": [{"metric": "outside_bound"}]}, {}, "bound= is missing"),
            ({"checks": [{"metric": "nan_count"}]}, {}, "oracle= is given for the output, and no check"),
            ({"checks": [{"metric": "top_k_mismatches"}]}, {}, "needs k="),
            ({"checks": [{"metric": "a.nmse"}, {"metric": "b.nmse"}]}, {}, "one for 2 subjects; give a dict by a, b"),
            ({"checks": [{"metric": "ratio"}]}, {"oracle": None}, "ratio= is missing for the output"),
            ({}, {"ratio": GROWTH}, "ratio= is given for the output, and no check"),
            ({"checks": [{"metric": "variants_differing"}]}, {"oracle": None}, "variants= is missing"),
            (
                {"checks": [{"metric": "variants_differing"}]},
                {"oracle": None, "variants": ["z"]},
                "z is no other output; there are y",
            ),
            (
                {"checks": [{"metric": "ratio"}]},
                {"oracle": None, "ratio": replace(GROWTH, array_expected=X[:2])},
                "shapes .* differ",
            ),
            ({}, {"outputs": {"z": "y"}}, "no check has the subject z"),
            ({}, {"body": lambda kernel: {"a": kernel(X), "b": kernel(X)}}, "which one is measured"),
            ({"repeats": 5}, {"real": scale(X)}, "bits of FALSIFY-SCALE-001 vary"),
            ({"repeats": 5}, {"real": [scale(X)]}, "takes 5 repeats"),
        ]:
            with self.subTest(text=text), self.assertRaisesRegex(RecordingError, text):
                self.measured(self.claim(**changed), **{"oracle": scale(X), **given})

    def test_once(self):
        claim = self.claim()
        with self.assertRaisesRegex(RecordingError, "recorded nothing"):
            claim.finish()
        self.measured(claim, oracle=X)
        claim.finish()
        with self.assertRaisesRegex(RecordingError, "recorded twice"):
            claim.record(scale, mutants=[off], oracle=X)

    def test_a_newer_pv(self):
        with self.assertRaisesRegex(RecordingError, "pv-claim-entry/9"):
            self.claim(format="pv-claim-entry/9")

    def test_what_is_claimed(self):
        claim = self.claim(orders=["sorted"])
        self.assertEqual((claim.contract, claim.falsifier, claim.is_run), ("scale-v1", "FALSIFY-SCALE-001", True))
        self.assertEqual((claim.metrics, claim.mutants, claim.orders), (["bits_differing"], ["off"], ["sorted"]))
        self.assertEqual(claim.domain["inputs"], {"x": {"cases": 64}})
        with self.assertRaises(ValueError):
            claim.input("y", X, generator="counted")[0] = 1


if __name__ == "__main__":
    unittest.main()
