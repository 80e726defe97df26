"""pytest with the fixture `claim`: what passes, what fails, and what is recorded in a run of pv."""

import hashlib
import unittest

from package import ENTRY, KERNEL, TEST, Package

SEARCH = """
import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scale import scale

@pytest.mark.falsifier("FALSIFY-SCALE-001")
def test_scale(claim):
    claim.search(
        "vectors",
        {"x": arrays(np.float32, st.integers(1, 40), elements=st.floats(0, 4, width=32))},
        lambda x: len(scale(x)) == len(x),
    )
    x = claim.input("x", np.concatenate([case["x"] for case in claim.exact_cases("vectors")] or [np.ones(3, np.float32)]),
                    generator="exact cases")
    claim.record(scale, mutants={"tail_dropped": ("the first element stands at the end", lambda x: np.roll(scale(x), 1))},
                 oracle=x * np.float32(3))
"""


class PluginTests(unittest.TestCase):
    def assertFails(self, result, *texts):
        status, said = result
        self.assertEqual(status, 1, said)
        for text in texts:
            self.assertIn(text, said)

    def test_a_claim_that_holds_passes(self):
        status, said = Package(self).pytest()
        self.assertEqual(status, 0, said)
        self.assertIn("1 passed", said)

    def test_a_fault_fails_with_what_pv_says(self):
        self.assertFails(Package(self, kernel=KERNEL.replace("(3)", "(5)")).pytest(), "FALSIFIED: bits_differing is 64")

    def test_a_mutant_that_survives_fails(self):
        package = Package(self, test=TEST.replace("x[-1:])", "3 * x[-1:])"))
        self.assertFails(package.pytest(), "survived: tail_dropped")

    def test_in_a_run_it_records_and_does_not_judge(self):
        package = Package(self, kernel=KERNEL.replace("(3)", "(5)"))
        status, said = package.in_run()
        self.assertEqual(status, 0, said)
        recorded = package.recorded()
        self.assertEqual(recorded["run"], "0123abcd")
        self.assertEqual(recorded["executed"], {"lines": {"src/scale.py": [4]}, "tool": "pv_falsify"})
        self.assertEqual(recorded["kernels"]["mutants"]["tail_dropped"]["fault"], "the last element is not scaled")
        words = "\n".join(["scale-v1", "FALSIFY-SCALE-001", "units", ENTRY["drawn"]])
        self.assertEqual(recorded["inputs"][0]["seed"], hashlib.sha256(words.encode()).hexdigest()[:16])

    def test_bits_that_vary_are_recorded_five_times(self):
        package = Package(self)
        status, said = package.in_run(bits="vary", repeats=5)
        self.assertEqual(status, 0, said)
        self.assertEqual(len(package.recorded()["kernels"]["real"]["repeats"]), 5)

    def test_a_run_of_another_falsifier(self):
        package = Package(self)
        self.assertFails(package.in_run(falsifier="FALSIFY-SCALE-002"), "pv runs FALSIFY-SCALE-002", "`run:`")

    def test_a_test_without_a_mark(self):
        package = Package(self, test=TEST.replace('@pytest.mark.falsifier("FALSIFY-SCALE-001")', ""))
        self.assertFails(package.pytest(), "@pytest.mark.falsifier")

    def test_a_falsifier_that_no_contract_has(self):
        self.assertFails(Package(self, test=TEST.replace("SCALE-001", "SCALE-009")).pytest(), "no contract here has")

    def test_a_test_that_records_nothing(self):
        self.assertFails(Package(self, test=TEST.split("    random =")[0] + "    pass\n").pytest(), "recorded nothing")

    def test_no_contracts(self):
        package = Package(self)
        (package.root / "contracts").rmdir()
        self.assertFails(package.pytest(), "no folder contracts/ above")

    def test_no_program(self):
        package = Package(self)
        self.assertFails(package.pytest(PV_PROGRAM=str(package.root / "none")), "cannot be run")
        self.assertFails(package.pytest(PV_PROGRAM="", PATH="/nowhere"), "pip install pv-contracts")

    def test_a_kernel_that_writes_into_its_input(self):
        self.assertFails(
            Package(self, kernel=KERNEL.replace("    return x", "    x *= 2\n    return x")).pytest(), "read-only"
        )

    def test_a_search_keeps_what_it_finds(self):
        package = Package(self, test=SEARCH, kernel=KERNEL.replace("(3)", "(3) if len(x) < 17 else x[1:]"))
        result = package.pytest()
        self.assertFails(result, "smallest counterexample that Hypothesis found", "appended to")
        kept = package.root / "tests/Fixtures/ExactCases/FALSIFY-SCALE-001.jsonl"
        case = " ".join(["f32"] + ["00000000"] * 17)
        line = f'{{"case":{{"x":"{case}"}},"domain":"vectors","falsifier":"FALSIFY-SCALE-001"}}\n'
        self.assertEqual(kept.read_text(), line)
        self.assertFails(package.pytest(), "already in")
        self.assertEqual(kept.read_text(), line)
        # In a run nothing is searched; the exact case is among the inputs, and the fault shows there.
        status, said = package.in_run()
        self.assertEqual(status, 1, said)
        self.assertIn("oracle y has shape [17], and the output [16]", said)

    def test_a_search_that_finds_nothing(self):
        test = SEARCH.replace("[np.ones(3, np.float32)]", "[np.arange(3, dtype=np.float32)]")
        status, said = Package(self, test=test).pytest()
        self.assertEqual(status, 0, said)
        self.assertFails(Package(self, test=test).pytest(PV_EXPLORE="no"), "PV_EXPLORE=no is not a number of rounds")


if __name__ == "__main__":
    unittest.main()
