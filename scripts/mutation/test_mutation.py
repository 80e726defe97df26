"""Tests of scripts/mutate that build nothing: python3 -m unittest discover -s scripts/mutation"""

import argparse
import json
import stat
import tempfile
import time
import unittest
from collections import Counter
from pathlib import Path

import draw
import falsifiers
import matrix
import operators
import processor
import reach
import results
import shards
from ranking import Ranking
from reach import Reach
from source import mask
from workshop import Includes, Refused, digest

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

    def test_what_a_condition_is_expected_to_be_is_a_hint(self):
        found = changes("a.c", "void f(int n) {\n    if (__builtin_expect(n == 1, 0)) g(n);\n}\n")
        self.assertIn((2, "`==` to `!=`"), found)
        self.assertNotIn((2, "`0` to `1`"), found)

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

    def test_what_is_not_reached_needs_an_explanation_as_a_survivor_does(self):
        unexplained, explained, stale = self.judge("not reached", self.explanation("a + b", "`+` to `-`"))
        self.assertEqual((len(unexplained), len(explained), stale), (len(self.mutants) - 1, 1, []))

    def test_a_run_goes_on_from_its_state_but_not_from_that_of_other_sources(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "state.jsonl"
            state = results.State(path, results.Of("k1", "f1"))
            state.add(self.mutants[0], results.Result("killed", "c-v1/F", "M.F/testF", "kernel"))
            state.add(self.mutants[1], results.Result("survived"))
            path.write_text(path.read_text() + '{"mutant": "cut o')
            known = lambda *of, keeps=None: results.State(path, results.Of(*of), keeps).outcomes
            self.assertEqual(len(known("k1", "f1")), 2)
            self.assertEqual(known("k2", "f1"), {})
            self.assertEqual(known("k1", "f2"), {})
            self.assertEqual(known("k1", "f2", keeps=set()), {self.mutants[0].name: "killed"})
            explained = {mutant.name for mutant in self.mutants}
            self.assertEqual(len(known("k1", "f2", keeps=explained)), 2, "what survived, and is explained, counts as well")
            self.assertEqual(known("k2", "f1", keeps=explained), {}, "kernels have changed, and so may its file have")
            results.State(path, results.Of("k1", "f3")).add(self.mutants[1], results.Result("killed", "c-v1/F", "M.F/testF", "run"))
            later = known("k1", "f2", keeps=explained)
            self.assertEqual(later[self.mutants[1].name], "killed", "what was found last counts")
            results.State(path, results.Of("k1", "f4")).add(self.mutants[0], results.Result("survived"))
            self.assertNotIn(self.mutants[0].name, known("k1", "f2", keeps=set()), "a kill that was refuted does not count")
            results.State(path, results.Of("k1", "f1")).add(self.mutants[2], results.Result("not reached"))
            self.assertEqual(len(known("k1", "f1")), 3, "what follows a line that was cut off is read")

    def test_the_matrix_is_gone_on_from_on_another_machine(self):
        with tempfile.TemporaryDirectory() as folder:
            path, text = Path(folder) / "matrix.jsonl", "\n".join(self.lines["a.c"])
            planted = {"a.c": self.mutants}
            state = results.State(Path(folder) / "state.jsonl", results.Of("k1", "f1"))
            outcomes = [
                results.Result("killed", "c-v1/F", "M.F/testF", "kernel"), results.Result("survived"),
                results.Result("timeout", "c-v1/G", "M.F/testG", "whole"), results.Result("not for this machine"),
            ]
            for mutant, outcome in zip(self.mutants, outcomes):
                state.add(mutant, outcome)
            matrix.write(path, state.entries, {"a.c": text}, planted, "x86_64 avx2")
            elsewhere = Path(folder) / "none.jsonl"

            def known(*of, machine="x86_64 avx2", keeps=None, text=text):
                earlier = matrix.read(path, {"a.c": text}, {"a.c": operators.mutants("a.c", text)}, machine)
                return results.State(elsewhere, results.Of(*of), keeps, earlier)

            self.assertEqual(known("k1", "f1").entries, state.entries)
            self.assertEqual(known("k1", "f1").kept(self.mutants), Counter())
            lacking = {mutant.name for mutant in self.mutants} - set(known("k1", "f1", machine="aarch64").entries)
            self.assertEqual(lacking, {self.mutants[3].name}, "what that machine could not try")
            self.assertEqual(known("k2", "f1").entries, {})
            kept = known("k2", "f2", keeps=set())
            self.assertEqual(set(kept.entries), {self.mutants[index].name for index in (0, 2, 3)})
            self.assertEqual(sum(kept.kept(self.mutants).values()), 3)
            everything = known("k2", "f2", keeps={self.mutants[1].name})
            self.assertEqual(set(everything.entries), {mutant.name for mutant in self.mutants[:4]})
            self.assertEqual(known("k1", "f1", keeps=set(), text=text + "\n").entries, {}, "the file has changed")
            # What is kept stays what it was when it is written again.
            matrix.write(path, kept.entries, {"a.c": text}, planted, "x86_64 avx2")
            self.assertEqual(known("k2", "f2").entries, {})

    def test_the_table_counts_every_mutant_once_in_a_row(self):
        outcomes = {mutant.name: "killed" for mutant in self.mutants[1:]}
        text = results.table(self.mutants, outcomes, [])
        self.assertIn(f"| all | {len(self.mutants) - 1} | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 |", text)
        json.dumps(text)


class ReachTests(unittest.TestCase):
    """Only falsifiers that execute the place of a fault are asked."""

    def setUp(self):
        self.mutants = {mutant.change: mutant for mutant in operators.mutants("a.c", C) if mutant.line == 9}
        self.reach = Reach()
        # Line 9 of the text is `    if (i < n) tail(&acc, n - i);` in the function of lines 5 to 11.
        for test, inner in (("M.F/testDot", 0), ("M.F/testTail", 3)):
            self.add(test, [5, 45, 11, 2, 1], [9, 16, 9, 34, inner])

    def add(self, test, *regions):
        regions = [[*region, 0, 0, 0] for region in regions]
        function = {"name": "ck_sum", "count": 1, "filenames": ["/p/a.c"], "regions": regions}
        self.reach.add(test, {"data": [{"functions": [function]}]}, "/p")

    def of(self, change):
        return self.reach.of(self.mutants[change], C.split("\n")[8])

    def test_the_smallest_region_around_a_fault_says_who_executes_it(self):
        self.assertEqual(self.of("`<` to `<=`"), {"a.c": {"M.F/testDot", "M.F/testTail"}})
        self.assertEqual(self.of("`-` to `+`"), {"a.c": {"M.F/testTail"}})

    def test_who_executes_nothing_of_a_region_leaves_it_known(self):
        self.reach = Reach()
        self.add("M.F/testDot", [5, 45, 11, 2, 0])
        self.assertEqual(self.of("`<` to `<=`"), {"a.c": set()})

    def test_outside_every_function_nobody_is_left_out(self):
        macro = next(mutant for mutant in operators.mutants("a.c", C) if mutant.line == 4)
        self.assertIsNone(self.reach.of(macro, C.split("\n")[3]))

    def test_a_header_is_reached_in_each_file_that_includes_it(self):
        for source, count in (("ck_one_avx2.c", 1), ("ck_two_avx2.c", 0)):
            function = {
                "name": f"{source}:ck_fold", "filenames": ["/p/Sources/CKernels/ck.h"],
                "regions": [[1, 1, 99, 1, count, 0, 0, 0]]}
            self.reach.add("M.F/testOne", {"data": [{"functions": [function]}]}, "/p")
        mutant = operators.mutants("Sources/CKernels/ck.h", C)[0]
        self.assertEqual(self.reach.of(mutant, ""), {
            "Sources/CKernels/ck_one_avx2.c": {"M.F/testOne"}, "Sources/CKernels/ck_two_avx2.c": set()})

    def test_what_a_macro_of_a_header_defines_may_be_of_any_file(self):
        function = {
            "name": "ck_one_avx2", "filenames": ["/p/Sources/CKernels/ck.h"], "regions": [[1, 1, 99, 1, 1, 0, 0, 0]]}
        self.reach.add("M.F/testOne", {"data": [{"functions": [function]}]}, "/p")
        where = self.reach.of(operators.mutants("Sources/CKernels/ck.h", C)[0], "")
        self.assertEqual(reach.tests(where, "Sources/CKernels/ck_one_avx2.c"), {"M.F/testOne"})

    def test_columns_are_counted_in_bytes(self):
        line = '    x = "\u00e9\u00e9\u00e9"; y = a - b;'
        mutant = next(each for each in operators.mutants("a.c", f"void f(void) {{\n{line}\n}}\n") if each.change == "`-` to `+`")
        self.reach = Reach()
        self.add("M.F/testDot", [2, 1, 2, 99, 1], [2, mutant.column + 3, 2, mutant.column + 4, 0])
        self.assertEqual(self.reach.of(mutant, line), {"a.c": set()})

    def test_it_is_read_as_it_was_written(self):
        again = Reach(json.loads(json.dumps(self.reach.json())))
        self.assertEqual(again.regions, self.reach.regions)


class DigestTests(unittest.TestCase):
    def test_every_file_counts_and_a_folder_that_is_gone_is_refused(self):
        with tempfile.TemporaryDirectory() as root:
            (Path(root) / "a").mkdir()
            (Path(root) / "a/one.c").write_text("1")
            before = digest(Path(root), ["a"])
            (Path(root) / "a/two.c").write_text("")
            self.assertNotEqual(digest(Path(root), ["a"]), before)
            with self.assertRaisesRegex(Refused, "no such folder: b"):
                digest(Path(root), ["a", "b"])


class IncludeTests(unittest.TestCase):
    def test_a_header_is_part_of_what_includes_it_through_another(self):
        with tempfile.TemporaryDirectory() as root:
            folder = Path(root) / "Sources/CKernels"
            folder.mkdir(parents=True)
            for name, text in {
                "a.c": '#include "one.h"\n', "b.c": "int x;\n", "one.h": '#include "two.h"\n',
                "two.h": "#include <immintrin.h>\n",
            }.items():
                (folder / name).write_text(text)
            includes = Includes(folder)
            self.assertEqual(includes.sources("Sources/CKernels/two.h"), ["Sources/CKernels/a.c"])
            self.assertEqual(includes.sources("Sources/CKernels/b.c"), ["Sources/CKernels/b.c"])
            self.assertIn("immintrin.h", includes.of("Sources/CKernels/a.c"))


class RankingTests(unittest.TestCase):
    def setUp(self):
        self.quick = falsifiers.Falsifier("c-v1/QUICK", "M.F/testQuick", ())
        self.slow = falsifiers.Falsifier("c-v1/SLOW", "M.F/testSlow", ())
        self.both = [self.slow, self.quick]
        self.seconds = {"kernel": {self.quick.test: 0.1, self.slow.test: 0.4}, "whole": {}}

    def order(self, ranking, file="a.c"):
        return ranking.ordered(self.both, file, "kernel")

    def test_the_fastest_is_first_where_nothing_is_known_and_the_killer_where_it_is(self):
        ranking = Ranking(self.seconds, [], {})
        self.assertEqual(self.order(ranking), [self.quick, self.slow])
        for _ in range(20):
            ranking.add(self.quick.test, "a.c", "kernel", False)
            ranking.add(self.slow.test, "a.c", "kernel", True)
        self.assertEqual(self.order(ranking), [self.slow, self.quick])

    def test_earlier_runs_are_remembered(self):
        entry = {"mutant": "a.c:1:1 x", "outcome": "killed", "by": "c-v1/SLOW", "depth": "kernel"}
        other = {"mutant": "a.c:1:2 x", "outcome": "killed"}
        ranking = Ranking({"kernel": {}, "whole": {}}, [entry, other], {"c-v1/SLOW": self.slow.test})
        self.assertEqual(self.order(ranking)[0], self.slow)


class ScreenTests(unittest.TestCase):
    """What a program must say and do to count as one whose falsifier noticed nothing."""

    RAN = "echo ' Executed 1 test, with 0 failures (0 unexpected) in 0.1 (0.1) seconds'"
    PASSED = f"{RAN}; echo \"F: screened, depth $PV_SCREEN: nothing noticed; no evidence written\""

    def outcome(self, script, limits=(5, 20), depth="kernel"):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "program"
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            return falsifiers.screen(program, "M.F/testF", folder, depth, Path(folder), limits).outcome

    def test_only_a_screening_that_noticed_nothing_has_passed(self):
        self.assertEqual(self.outcome(self.PASSED), "passed")
        self.assertEqual(self.outcome(self.PASSED, depth="whole"), "passed")
        self.assertEqual(self.outcome(f"{self.PASSED}; exit 1"), "failed")
        self.assertEqual(self.outcome(self.RAN), "failed", "a run that is no screening")
        self.assertEqual(self.outcome(self.RAN, depth="run"), "passed")
        self.assertEqual(self.outcome(f'test -z "$PV_SCREEN" || exit 1; {self.RAN}', depth="run"), "passed")
        self.assertEqual(self.outcome("echo ' Executed 0 tests, with 0 failures'"), "failed")
        self.assertEqual(self.outcome(f"{self.PASSED}; kill -SEGV $$"), "failed")

    def test_what_does_not_end_is_ended(self):
        self.assertEqual(self.outcome("sleep 60", limits=(5, 0.2)), "timeout")
        self.assertEqual(self.outcome("while :; do :; done", limits=(1, 30)), "timeout")

    def test_what_it_starts_is_ended_too(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "id"
            self.outcome(f"sleep 60 & echo $! > {file}; {self.PASSED}")
            status = Path(f"/proc/{file.read_text().strip()}/stat")
            # Gone, or dead and not yet collected.
            is_over = lambda: not status.exists() or status.read_text().split()[2] in "ZX"
            deadline = time.monotonic() + 10
            while not is_over() and time.monotonic() < deadline:
                time.sleep(0.01)
            self.assertTrue(is_over())


class ShardTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.mutants = operators.mutants("a.c", C)
        self.names = {mutant.name for mutant in self.mutants}
        self.of = results.Of("k1", "f1")

    def test_shards_are_disjoint_balanced_and_complete(self):
        for count in (1, 2, 5, len(self.mutants) + 1):
            parts = [shards.part(self.mutants, index, count) for index in range(1, count + 1)]
            self.assertEqual(sorted(mutant.name for part in parts for mutant in part), sorted(self.names))
            self.assertLessEqual(max(map(len, parts)) - min(map(len, parts)), 1)
            self.assertEqual(parts[0], shards.part(self.mutants[::-1], 1, count)[::-1], "their order decides nothing")

    def test_only_i_of_n_is_a_shard(self):
        self.assertEqual(shards.parse("2/4"), (2, 4))
        for text in ("0/4", "5/4", "2", "2/", "/4", "a/4", "-1/4"):
            with self.assertRaises(argparse.ArgumentTypeError, msg=text):
                shards.parse(text)

    def state(self, name, mutants, outcome="killed", of=None):
        state = results.State(self.folder / name, of or self.of)
        state.begin({"shard": name, "mutants": len(mutants)})
        for mutant in mutants:
            state.add(mutant, results.Result(outcome))
        return state.path

    def merge(self, *paths):
        state = results.State(self.folder / "state.jsonl", self.of)
        missing = shards.merge(paths, state, self.names)
        self.assertEqual(results.State(state.path, self.of).outcomes, state.outcomes)
        return state.outcomes, missing

    def test_merged_is_what_one_machine_would_have_found(self):
        paths = [self.state(f"{index}", shards.part(self.mutants, index, 3)) for index in (1, 2, 3)]
        self.assertEqual(self.merge(*paths), ({name: "killed" for name in self.names}, []))
        self.assertEqual(self.merge(*paths)[1], [], "twice is once")

    def test_what_is_missing_is_named(self):
        first, rest = self.mutants[0], self.mutants[1:]
        path = self.state("1", rest)
        self.assertEqual(self.merge(path)[1], [first.name])
        path.write_text(path.read_text()[:-20])
        self.assertEqual(len(self.merge(path)[1]), 1, "what was taken over before stays")

    def test_results_of_other_sources_or_claims_are_refused(self):
        for of, said in ((results.Of("k2", "f1"), "other kernels"), (results.Of("k1", "f2"), "falsifiers or contracts")):
            path = self.state(of.kernels + of.falsifiers, self.mutants, of=of)
            with self.assertRaisesRegex(Refused, said):
                self.merge(path)
        with self.assertRaisesRegex(Refused, "no such file"):
            self.merge(self.folder / "none")

    def test_results_that_disagree_are_refused_but_where_a_machine_could_not_try(self):
        killed, cannot = self.state("1", self.mutants), self.state("2", self.mutants, "not for this machine")
        for paths in ((killed, cannot), (cannot, killed)):
            self.assertEqual(set(self.merge(*paths)[0].values()), {"killed"})
        with self.assertRaisesRegex(Refused, "survived here and killed in another place"):
            self.merge(killed, self.state("3", self.mutants, "survived"))


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
