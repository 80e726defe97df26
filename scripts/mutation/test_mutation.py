"""Tests of scripts/mutate that build nothing: python3 -m unittest discover -s scripts/mutation"""

import json
import tempfile
import unittest
from pathlib import Path

import draw
import falsifiers
import operators
import processor
import results
from source import mask
from workshop import Refused

C = """\
// a + b in a comment
#include <x.h>
#define ROW(NAME, STEP) \\
    for (size_t i = 0; i < 64; i++) acc = STEP(acc, i);
float ck_sum(const float *x, size_t n) {
    const char *name = "1 + 2";
    float lanes[8];
    for (; i + 8 <= n; i += 8) acc = _mm256_fmadd_ps(a, b, acc);
    if (i < n) tail(&acc, n - i);
    return -acc;
}
"""

SWIFT = """\
/// x + y
func sum(_ x: [Float]) -> Float {
  var total: Float = 0
  for i in 0..<x.count where x[i] > 0 { total += x[i] }
  precondition(total > 1, "message")
  return min(total, 0x1p-24)
}
"""


def changes(file, text):
    return {(mutant.line, mutant.change) for mutant in operators.mutants(file, text)}


class OperatorTests(unittest.TestCase):
    def test_mask_keeps_length_and_lines_and_hides_what_is_no_code(self):
        for text in (C, SWIFT):
            self.assertEqual(len(mask(text)), len(text))
            self.assertEqual(mask(text).count("\n"), text.count("\n"))
        for hidden in ("comment", "include", "1 + 2", "STEP)", "precondition", "x + y"):
            self.assertNotIn(hidden, mask(C) + mask(SWIFT))
        self.assertIn("STEP(acc, i)", mask(C))

    def test_faults_in_c(self):
        found = changes("a.c", C)
        for line, change in [
            (4, "`64` to `63`"), (4, "`i++` to `i += 2`"), (8, "`<=` to `<`"),
            (8, "`_mm256_fmadd_ps` to `_mm256_fnmadd_ps`"), (8, "`b, acc` to `acc, b`"),
            (8, "`acc = _mm256_fmadd_ps(a, b, acc);` to `(void)0;`"), (9, "`i < n` to `!(i < n)`"), (9, "`-` to `+`"),
            (9, "`&acc, n - i` to `n - i, &acc`"), (10, "`-` to ``"),
        ]:
            self.assertIn((line, change), found)
        self.assertFalse([change for line, change in found if line in (1, 2, 6, 7)])
        self.assertNotIn((8, "`a, b` to `b, a`"), found, "the factors of a product may change places")

    def test_faults_in_swift(self):
        found = changes("a.swift", SWIFT)
        for line, change in [
            (4, "`..<` to `...`"), (4, "`>` to `>=`"), (4, "`+=` to `-=`"), (4, "`total += x[i]` to `do {}`"),
            (4, "`x[i] > 0` to `!(x[i] > 0)`"), (6, "`min(` to `max(`"), (6, "`0x1p-24` to `0x1p-23`"),
        ]:
            self.assertIn((line, change), found)
        self.assertFalse([change for line, change in found if line in (1, 5)])
        self.assertNotIn((6, "`24` to `25`"), found, "an exponent is part of its number")

    def test_every_mutant_differs_and_is_named_once(self):
        for file, text in (("a.c", C), ("a.swift", SWIFT)):
            mutants = operators.mutants(file, text)
            self.assertEqual(len({mutant.name for mutant in mutants}), len(mutants))
            for mutant in mutants:
                self.assertNotEqual(mutant.applied(text), text)


class DrawTests(unittest.TestCase):
    def setUp(self):
        texts = {"a.c": C, "b.swift": SWIFT}
        self.lines = {file: text.split("\n") for file, text in texts.items()}
        self.mutants = [mutant for file, text in texts.items() for mutant in operators.mutants(file, text)]
        self.shuffled = draw.shuffled(self.mutants, self.lines, "1")

    def test_the_seed_decides_the_order_and_nothing_is_lost(self):
        self.assertEqual(self.shuffled, draw.shuffled(self.mutants[::-1], self.lines, "1"))
        self.assertNotEqual(self.shuffled, draw.shuffled(self.mutants, self.lines, "2"))
        self.assertEqual(set(self.shuffled), set(self.mutants))

    def test_a_wide_draw_takes_as_many_of_each_file_and_one_of_each_first(self):
        wide = draw.in_rounds(self.shuffled, 3)
        self.assertEqual(sorted(mutant.file for mutant in wide), ["a.c"] * 3 + ["b.swift"] * 3)
        for turn in range(3):
            self.assertEqual({mutant.file for mutant in wide[2 * turn: 2 * turn + 2]}, {"a.c", "b.swift"})
        self.assertEqual(len(draw.in_rounds(self.shuffled, 1000)), len(self.mutants))
        self.assertEqual(wide, draw.in_rounds(self.shuffled, 4)[: len(wide)])


class BindingTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        files = {
            "Sources/CKernels/ck_dot.c": '#include "ck_lanes.h"\nCK_AVX2 float ck_dot(const float *a) {\n}\n',
            "Sources/CKernels/ck_lanes.h": "static inline void ck_fold(void) {\n}\n",
            "Sources/Kernels/Dot/Dot.swift": "ck_dot(a)\n",
            "Sources/Kernels/Parallel.swift": "func parallel() {}\n",
        }
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        self.dot = falsifiers.Falsifier("dot-v1/F", "M.Dot/testDot", ("Sources/Kernels/Dot",))
        self.rope = falsifiers.Falsifier("rope-v1/F", "M.RoPE/testRoPE", ("Sources/Kernels/Position",))
        self.binding = falsifiers.Binding(root, [self.dot, self.rope])

    def tearDown(self):
        self.folder.cleanup()

    def test_a_c_file_is_bound_through_the_swift_that_calls_it(self):
        for file in ("Sources/Kernels/Dot/Dot.swift", "Sources/CKernels/ck_dot.c", "Sources/CKernels/ck_lanes.h"):
            self.assertEqual(self.binding.of(file), [self.dot], file)

    def test_what_no_contract_names_is_everybodys(self):
        self.assertEqual(self.binding.of("Sources/Kernels/Parallel.swift"), [self.dot, self.rope])


    def test_a_blocked_falsifier_and_one_on_weights_are_not_asked(self):
        folder = Path(self.folder.name) / "contracts"
        folder.mkdir(exist_ok=True)
        entry = "{id: FALSIFY-%s-001, test: T.F/test%s%s}"
        rest = {"A": "", "B": ", blocked: {reason: no weights}", "C": ", needs: [{weights: w}]", "D": ", needs: [{isa: avx2}]"}
        tests = ", ".join(entry % (name, name, more) for name, more in rest.items())
        (folder / "live-v1.yaml").write_text(f"falsification_tests: [{tests}]\n")
        names = [each.name for each in falsifiers.read(Path(self.folder.name))[0]]
        self.assertIn("live-v1/FALSIFY-A-001", names)
        self.assertNotIn("live-v1/FALSIFY-B-001", names)
        self.assertNotIn("live-v1/FALSIFY-C-001", names)
        self.assertIn("live-v1/FALSIFY-D-001", names)

    def test_falsifiers_are_left_out_by_name_or_contract(self):
        both = [self.dot, self.rope]
        self.assertEqual(falsifiers.without(both, ["dot-v1"]), [self.rope])
        self.assertEqual(falsifiers.without(both, ["rope-v1/F"]), [self.dot])
        with self.assertRaises(Refused):
            falsifiers.without(both, ["rope-v1/G"])


class ResultTests(unittest.TestCase):
    def setUp(self):
        self.mutants = operators.mutants("a.c", "void f(void) {\n    x = a + b;\n    y = a - b;\n}\n")
        self.lines = {"a.c": ["void f(void) {", "    x = a + b;", "    y = a - b;", "}", ""]}

    def explanation(self, code, *changes):
        return falsifiers.Explanation("c-v1", "a.c", code, changes, "reason")

    def judge(self, outcome, *explanations):
        return results.judge(self.mutants, {mutant.name: outcome for mutant in self.mutants}, explanations, self.lines)

    def test_a_survivor_needs_an_explanation_of_its_line_and_change(self):
        unexplained, explained, stale = self.judge("survived", self.explanation("a + b", "`+` to `-`"))
        self.assertEqual([mutant.change for mutant, _ in explained], ["`+` to `-`"])
        self.assertEqual(len(unexplained), len(self.mutants) - 1)
        self.assertFalse(stale)

    def test_an_explanation_covers_only_what_stands_inside_its_code(self):
        _, explained, stale = self.judge("survived", self.explanation("= a"), self.explanation("+ b"))
        self.assertEqual([mutant.change for mutant, _ in explained], ["`+` to `-`"])
        self.assertEqual(len(stale), 1)

    def test_an_explanation_is_stale_where_nothing_survives_or_its_code_is_gone(self):
        _, _, stale = self.judge("killed", self.explanation("a + b"), self.explanation("a * b"))
        reasons = [why for _, why in stale]
        self.assertEqual(reasons, ["no mutant that it covers survives", "its code is no longer there"])

    def test_a_run_goes_on_from_its_state_but_not_from_that_of_other_sources(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "state.jsonl"
            state = results.State(path, "k1", "f1", False)
            state.add(self.mutants[0], "killed")
            state.add(self.mutants[1], "survived")
            path.write_text(path.read_text() + '{"mutant": "cut o')
            known = lambda *key: results.State(path, *key).outcomes
            self.assertEqual(len(known("k1", "f1", False)), 2)
            self.assertEqual(known("k2", "f1", False), {})
            self.assertEqual(known("k1", "f2", False), {})
            self.assertEqual(known("k1", "f2", True), {self.mutants[0].name: "killed"})

    def test_the_table_counts_every_mutant_once_in_a_row(self):
        outcomes = {mutant.name: "killed" for mutant in self.mutants[1:]}
        text = results.table(self.mutants, outcomes, [])
        self.assertIn(f"| all | {len(self.mutants) - 1} | 0 | 0 | 0 | 0 | 0 | 0 | 1 |", text)
        json.dumps(text)


class ProcessorTests(unittest.TestCase):
    """A fault in a file that this processor never runs is no survivor."""

    def test_files_of_an_instruction_set_that_is_lacking(self):
        needs = processor.needs(Path(__file__).parents[2] / "pv.yaml")
        zen3 = {"avx2", "fma", "sse4_2"}
        runs = lambda name, flags=zen3: processor.can_run(f"Sources/CKernels/{name}.c", needs, flags)
        self.assertTrue(runs("ck_f32_dot_avx2"))
        self.assertFalse(runs("ck_f32_dot_avx512"))
        self.assertFalse(runs("ck_q4k_matmat_avx512vnni"))
        self.assertTrue(runs("ck_f32_dot_avx512", zen3 | needs["avx512"]))
        self.assertFalse(runs("ck_q4k_matmat_avx512vnni", zen3 | needs["avx512"]))
        self.assertTrue(runs("ck_q4k_dequantize_nonfinite"))
        self.assertTrue(runs("ck_f32_dot_avx512", None), "where nothing is known, it is tried")
        self.assertTrue(processor.can_run("Sources/Kernels/Dot/Dot.swift", needs, zen3))


if __name__ == "__main__":
    unittest.main()
