#!/usr/bin/env python3
"""Tests of the second verifier: the vectors of the pages, and what pv and it once read differently."""

import datetime
import os
import re
import struct
import tempfile
import textwrap
import unittest
from fractions import Fraction

from verify import Verdicts

import answer
import canonical
import checks
import domain
import criteria
import evidence
import freshness
import impostors
import judged
import judgment
import names
import own_faults
import tables
import terms
import window
import witnesses
from binding import Binding
from binding import seal as binding_seal
from binding import text as binding_text
from contract import IMPOSTORS, Check, Contract, clause, day, decimal, is_foreign
from damage import seal
from tests_damage import Damage, renewed  # noqa: F401
from tests_envelope import Envelopes  # noqa: F401
from tests_hypotheses import Gates, Hypotheses  # noqa: F401
from tests_keys import BareText, C, Manifests, Reach, Swift  # noqa: F401, so that they run
from tests_pages import Copies, Markdown, Numbers, Slips  # noqa: F401
from tests_recorded import RecordedContracts, RecordedKeys, RecordedReach  # noqa: F401
from yaml_text import Tree, Unreadable

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


class Thresholds(unittest.TestCase):
    def test_a_check_whose_text_is_no_number_still_names_its_metric(self):
        for condition, known in (("equals: 0x", True), ("not_equals: a", True), ("at_most: 0x", False), ("equals: ''", False),
                                 ("equals: 0x, within: 1", False)):
            data = f"metadata: {{format: pv/1}}\nfalsification_tests:\n  - {{id: F-001, checks: [{{metric: max, {condition}}}]}}\n"
            contract = Contract("contracts/a-v1.yaml", data.encode())
            self.assertIn("check-threshold", contract.problems, condition)
            self.assertEqual([check.metric for check in contract.falsifiers[0]["checks"]], ["max"] if known else [], condition)


class Domains(unittest.TestCase):
    def test_what_is_missing(self):
        data = """
            metadata: {format: pv/1}
            falsification_tests:
              - id: FALSIFY-A-001
                domain:
                  inputs: {pairs: {cases: 340, over: 680 f32, shape: [340, 2], corners: length 1, classes: [zero]}}
                  outputs: {dot: 340 f32}
                  over: {max_ulps: 340 f32}
            """
        falsifier = Contract("contracts/a-v1.yaml", textwrap.dedent(data).encode()).falsifiers[0]

        def unmet(exact=None, output=(341,), over="341 f32", **changed):
            given = {
                "name": "pairs", "cases": 340, "dtype": "f32", "shape": [340, 2], "seed": "0", "sha256": "0" * 64,
                "corners": {"length 1": 1}, "classes": {"zero": 2, "normal": 678}, **changed}
            return list(domain.unmet({**falsifier, "exact": exact}, {
                "inputs": [given], "outputs": [{"name": "dot", "dtype": "f32", "shape": list(output)}],
                "measurements": {"max_ulps": {"type": "count", "value": "0", "over": over}}}))

        self.assertEqual(unmet(), [])
        for changed in (
                {"cases": 339}, {"dtype": "f64"}, {"shape": [680]}, {"corners": {"length 1": 0}}, {"corners": {}},
                {"classes": {"normal": 680}}, {"classes": {"zero": 2, "normal": 679}}, {"corners": {"length 1": 341}},
                {"output": (1,)}, {"over": "339 f32"}, {"over": "341 f64"}, {"over": ""},
                {"over": "top 1 of 1 f32 over that of 999 f32"}, {"exact": "two words"}):
            self.assertEqual(len(unmet(**changed)), 1, changed)
        self.assertEqual(len(unmet(name="other")), 2)
        self.assertEqual(unmet(over="top 5 of 340 f32"), [])

    def test_what_cannot_be_read(self):
        for entry in (
                "domain: {over: {max_ulps: 340}}", "domain: {over: {max_ulps: 0 f32}}", "domain: {outputs: {y: 1 f16}}",
                "domain: {inputs: {x: {cases: many}}}", "domain: {inputs: {x: {shape: [a]}}}", "exact: published"):
            data = f"metadata: {{format: pv/1}}\nfalsification_tests:\n  - id: FALSIFY-A-001\n    {entry}\n"
            self.assertEqual(Contract("contracts/a-v1.yaml", data.encode()).problems, {"domain-invalid"}, entry)


class Digests(unittest.TestCase):
    def test_vectors_of_the_page(self):
        self.assertEqual(
            canonical.sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        claim = {
            "binds_to": ["dot", "dot/order"], "contract": "f32-dot-v1", "domains": {"f32-dot-v1#dot": "n >= 0"},
            "falsifier": "FALSIFY-DOT-001", "format": "pv-claim/3", "metrics": ["outside_bound"],
            "inputs": {
                "pairs": {"classes": ["normal"], "corners": ["a tail", "length 1"], "dtype": "f32", "shape": []}},
            "bounds": {"outside_bound": [{"function": "dot_fma_lanes", "parameters": {"lanes": 64}, "version": 1}]},
            "mutants": ["tail_dropped"], "needs": [], "orders": ["reversed", "sequential"],
            "test": "Falsifiers.FalsifyDot/testFalsifyDOT001"}
        self.assertEqual(
            canonical.sha256(canonical.canonical(claim, indent=None)),
            "6d535a345945e59249422e55feb9ce572f8d9e99d32cae955aa89c1d40945dfc")

    def test_the_wording_of_the_page(self):
        data = """
            metadata: {format: pv/1}
            equations:
              dot:
                formula: >-
                  y = sum
                  of a b
                domain: n >= 0
                invariants: [{id: order, statement: …}, {id: order, statement: another}, a third]
            falsification_tests:
              - {id: FALSIFY-DOT-001, prediction: p, binds_to: [dot, dot/order]}
            """
        home = Contract("contracts/f32-dot-v1.yaml", textwrap.dedent(data).encode())
        falsifier = home.falsifiers[0]
        form = freshness.wording(home, falsifier, {home.id: home})
        self.assertEqual(
            form["clauses"], {"f32-dot-v1#dot": ["y = sum of a b", "n >= 0"], "f32-dot-v1#dot/order": ["…"]})
        self.assertEqual(
            freshness.wording_digest(home, falsifier, {home.id: home}),
            "5168729af976452d127e8131d17067965f0f8fdec178768de3ea24f3b78aae38")
        falsifier["binds_to"] = ["dot/inv-3"]
        self.assertEqual(
            freshness.wording(home, falsifier, {home.id: home})["clauses"]["f32-dot-v1#dot/inv-3"], ["a third"])


class Answers(unittest.TestCase):
    """The cases of Tests/ContractKitTests/Verdict/AnswerTests.swift."""

    def test_reasons(self):
        for text in ("two words", "two\twords", "  two\nwords "):
            self.assertTrue(answer.reason(text), text)
        for text in ("", "  ", "word", " word ", "one-word"):
            self.assertFalse(answer.reason(text), text)

    def test_owners(self):
        for text in ("@name", "@org/team", "team:kernels", "team:a.b-c", "one+pv@example.org", "a.b@sub.example.org"):
            self.assertTrue(answer.owner(text), text)
        for text in (
            "", "@", "@-", "name", "kernels", "team:", "team: kernels", "Team:kernels", "a@b", "@a@b.c", "a@b.", "a@.b",
            "a@b..c", "@name ", " @name", "@nä", "a b@c.d", "+@b.c", "a@b.c+d",
        ):
            self.assertFalse(answer.owner(text), text)

    def test_a_year(self):
        for today, last, good in (
            ("2026-11-30", "2027-11-30", True), ("2026-11-30", "2027-12-01", False), ("2028-02-29", "2029-03-01", True),
            ("2028-02-29", "2029-03-02", False), ("2028-01-31", "2029-01-31", True),
        ):
            self.assertEqual(answer.in_time(day(last), day(today)), good, (today, last))


class Criteria(unittest.TestCase):
    """The cases of Tests/ContractKitTests/Prose/ProofTests.swift, and tables."""

    def test_cells(self):
        for line, expected in (
            ("| a | b\\|c |", ["a", "b\\|c"]), ("||", [""]), ("| a\\\\ | |", ["a\\\\", ""]), ("a | b", ["a", "b"]),
            ("  | a | \\|", ["a", "\\|"]), ("", None), ("|", None), ("a", None), ("a \\| b", None),
        ):
            self.assertEqual(criteria.cells(line), expected, line)

    def test_proofs(self):
        for cell, expected in (
            ("GATE-DOT-001, FALSIFY-FFN-GGUF-006.", (["GATE-DOT-001", "FALSIFY-FFN-GGUF-006"], [])),
            ("`pv verify`, which derives PENDING", ([], ["pv verify"])),
            ("`GATE-DOT-001` by `.ci/run`", (["GATE-DOT-001"], [".ci/run"])), ("claim_a and claim_b", (["claim_a"], [])),
            ("`open GATE-DOT-001", (["GATE-DOT-001"], [])), ("X86-64-BIT UTF-8- -1 8-8 gate-dot-001", ([], [])), ("`", ([], [])),
            ("``", ([], [])),
        ):
            self.assertEqual(criteria.proofs(cell, {"claim_a": True}), expected, cell)

    def test_statuses(self):
        text = (
            "| no | proof |\n\n```\n| a | proof |\n| --- | --- |\n| b | |\n```\nCriterion | Proof\n--- | ---\n"
            "| a | G-1 |\n| b | F-1, G-1 |\n| c | G-1, `x/y` |\n| d | `x/z` |\n| e | trust |\n| f | F-2 |\n| g\n")
        found = criteria.judged(text, {"G-1": True, "F-1": False}, lambda path: path == "x/y")
        self.assertEqual(
            list(found),
            [("1.1", "holds", 0), ("1.2", "open: F-1", 0), ("1.3", "by CI", 0), ("1.4", "no proof", 1),
             ("1.5", "no proof", 1), ("1.6", "no proof", 1), ("1.7", "no proof", 1)])
        for end in ("\n", "\r\n"):
            text = end.join(["| a | proof |", "|-|-|", "| b | G-1 |", "  ~~~", "| c | proof |", "|-|-|", "| d | |", "~~~", ""])
            found = list(criteria.judged(text, {"G-1": True}, lambda path: True))
            self.assertEqual(found, [("1.1", "holds", 0)], "line ends and fences")
        text = "<!-- pv:status:begin x -->\n| a | proof |\n|-|-|\n| b | `../x/y` |\n| c | `/etc/passwd` |\n"
        found = list(criteria.judged(text, {}, lambda path: True))
        self.assertEqual(found, [("1.1", "no proof", 1), ("1.2", "no proof", 1)], "another comment hides nothing")
        found = criteria.judged("| a | proof |\n|-|-|\n| b | F-2, `x/z`, F-3, `pv verify` |", {}, lambda path: False)
        self.assertEqual(list(found), [("1.1", "no proof", 3)], "each proof that is none is a fault")


class GeneratedTables(unittest.TestCase):
    """The cases of Tests/ContractKitTests/Prose/ProseNumberTests.swift, and others."""

    def test_sums(self):
        head = "| contract | falsifiers | a | b | c | d | e | f |\n| --- | ---: |\n"
        for rows, wrong in (
            ("| a | 3 | 2 | 1 | 0 | 0 | 0 | 0 |\n| **total** | 3 | 2 | 1 | 0 | 0 | 0 | 0 |\n", 0),
            ("| a | 3 | 1 | 1 | 0 | 0 | 0 | 0 |\n| total | 3 | 2 | 1 | 0 | 0 | 0 | 0 |\n", 2),
            ("| a | 2 | 2 | 0 | 0 | 0 | 0 | 1 |\n| total | 2 | 2 | 0 | 0 | 0 | 0 | 0 |\n", 1),
            ("| a | two | 2 | 0 | 0 | 0 | 0 | 0 |\n| total | 2 | 2 | 0 | 0 | 0 | 0 | 0 |\n", 2), ("", 0),
        ):
            self.assertEqual(tables.wrong_sums(head + rows), wrong, rows)
        self.assertEqual(tables.wrong_sums("| a | b |\n| --- | --- |\n| c | 1 |\n| d | 2 |\n"), 0, "no scoreboard")

    def test_margins(self):
        for value, threshold, margin, wrong in (
            ("0.25", "≤ 1", "2.0", 0), ("0.25", "≤ 1", "2.1", 1), ("0.25", "≤ 1 by dot_fma_lanes/1 (lanes 64)", "3.0", 1),
            ("0.25", "≤ 1 by dot_fma_lanes/1 (lanes 64)", "2.0", 0), ("2", "≤ 1", "-1.0", 0), ("1.5", "= 1 ± 2", "2.0", 0),
            ("1.5", "= 1 ± 2", "1.9", 1), ("0", "≤ 1", "9", 0), ("0.25", "≥ 1", "9", 0), ("0.25", "≤ 1", "exact", 0), ("0.25", "≤ 1", "inf", 1),
            ("1", "= 1.0000001 ± 1", "9", 0),
        ):
            page = f"| x | `measured` | threshold | margin |\n| --- | --- |\n| y | {value} (a) | {threshold} | {margin} |\n"
            self.assertEqual(tables.wrong_margins(page), wrong, page)
        page = "| weakest mutant | threshold | above by |\n| --- |\n| 4 (`a`) | ≤ 1 | {} |\n"
        self.assertEqual([tables.wrong_margins(page.format(one)) for one in ("2.0", "-2.0")], [0, 1])
        page = "| noise | threshold | below by |\n| --- |\n| 0.5 (reversed) | ≤ 1 | {} |\n| short |\n"
        self.assertEqual([tables.wrong_margins(page.format(one)) for one in ("1.0", "2.0")], [0, 1])

    def test_this_project_has_them_right(self):
        for path, count, header in (
            ("ship-spec.md", tables.wrong_sums, "contract"), ("evidence/README.md", tables.wrong_margins, "margin")):
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                text = file.read()
            self.assertTrue(any(header in table.header and table.rows for table in tables.tables(text)), path)
            self.assertEqual(count(text), 0, path)


class OtherFiles(unittest.TestCase):
    """The cases of Tests/pvTests/AnyRepositoryTests.swift."""

    def test_what_another_tool_reads(self):
        for text, foreign in (
            ("surface: work-contract\nid: 1\n", True), ("bindings: []\n", True), ("surface:\n", False), ("bindings: a\n", False),
            ("surface: a\nequations: {}\n", False), ("surface: a\nhypotheses: []\n", False), ("surface: a\ngates: []\n", False), ("[surface]\n", False), ("", False),
            ("surface: {a: b}\n", False), ("id: 1\n", False),
        ):
            self.assertEqual(is_foreign(Tree(text.encode()).root), foreign, text)


class Witnesses(unittest.TestCase):
    def test_a_witness_fits_its_machine(self):
        for architecture, features, variants, good in (
            ("x86_64", ["scalar", "avx2"], ["avx2"], True), ("arm64", ["scalar", "neon"], ["neon"], True),
            ("riscv64", ["scalar", "rvv"], ["rvv"], True), ("amd64", ["sse4", "avx512vnni"], [], True),
            ("x86_64", ["scalar"], ["avx2"], False), ("aarch64", ["avx2"], ["avx2"], False),
            ("x86_64", ["neon"], [], False), ("", ["sve2"], [], False), ("riscv64", ["sse2"], [], False),
        ):
            witness = {"architecture": architecture, "features": features, "variants": variants}
            self.assertEqual(witnesses.fits(witness), good, witness)


class Text(unittest.TestCase):
    def test_canonical_bytes(self):
        self.assertEqual(
            canonical.canonical({"b": [], "a": "\b\f\\b\x1fé\x7f", "A": {"x": 1}}),
            b'{\n  "A": {\n    "x": 1\n  },\n  "a": "\\u0008\\u000c\\\\b\\u001f\xc3\xa9\x7f",\n  "b": []\n}\n')

    def test_json_that_is_refused(self):
        for text in (
            '{"a": 1, "a": 2}', "1.0", "1e3", "01", "-0", "9223372036854775808", "NaN", '"\\ud83d\\ude00"', '"\\ud800"',
            '"\\u+0ab"', '"\x01"', "[1] 2", "", "[" * 32 + "1" + "]" * 32, "[" * 100000, '"\\x"',
        ):
            with self.assertRaises(Unreadable, msg=text[:40]):
                canonical.read(text.encode())
        self.assertEqual(canonical.read(b'"\\\\ud800"'), "\\ud800")
        self.assertEqual(canonical.read(b"-9223372036854775808"), -(2**63))
        with self.assertRaises(Unreadable):
            canonical.read(b'"\xff"')

    def test_yaml_is_text(self):
        tree = Tree(b"a: no\nb: 1.0\nc: ~\nd: ''\ne: [010, null, 'null']\n")
        self.assertEqual(tree.root, {"a": "no", "b": "1.0", "c": None, "d": "", "e": ["010", None, "null"]})
        self.assertEqual(tree.problems, set())
        self.assertEqual(Tree(b"a: 1\na: 2\n").problems, {"duplicate-key"})
        self.assertEqual(Tree(b"a: &x 1\nb: *x\n").problems, {"yaml-alias"})
        self.assertEqual(Tree(b"a: 1\n---\nb: 2\n").problems, {"multiple-documents"})
        self.assertEqual(Tree(b"? [a]\n: b\n").problems, {"key-not-text"})
        for data in (b"\xff", b"a: \x01", b"a: [", b"a:\n\t- b: [", b"[" * 65 + b"]" * 65, "a: \ufeffb".encode()):
            with self.assertRaises(Unreadable, msg=data[:20]):
                Tree(data)

    def test_decimals_dates_and_clauses(self):
        self.assertEqual(decimal("-1.50e-2"), Fraction(-3, 200))
        self.assertEqual(decimal("1."), 1)
        for text in ("", ".", "1_0", "0x1", "inf", "1e", "1e5001", " 1", "1" * 401, "1\n"):
            self.assertIsNone(decimal(text), text)
        self.assertEqual(day("2024-02-29"), datetime.date(2024, 2, 29))
        for text in ("2023-02-29", "20240229", "2024-2-29", "0000-01-01"):
            self.assertIsNone(day(text), text)
        self.assertEqual(clause("a#b/c"), ("a", "b", "c"))
        for text in ("", "#b", "a#", "b/", "/c", "a/b/c", "a#b#c"):
            self.assertIsNone(clause(text), text)

    def test_display(self):
        for value, text in (
            (0.0, "0"), (-0.0, "0"), (1.0, "1"), (1e8, "100000000"), (999999999.0, "1e9"), (0.0001, "0.0001"),
            (0.00001, "1e-5"), (-1.25e-7, "-1.25e-7"), (0.1 + 0.2, "0.3"), (5e-324, "4.940656e-324"),
            (1.7976931348623157e308, "1.797693e308"), (float("nan"), "nan"), (float("-inf"), "-inf"),
            (1234567.5, "1234568"), (2097152.5, "2097152"),
        ):
            self.assertEqual(evidence.display(value), text)


class Checks(unittest.TestCase):
    def test_conditions_are_exact(self):
        def real(value):
            return {"type": "real", "bits": f"0x{struct.unpack('>Q', struct.pack('>d', value))[0]:016x}"}

        def check(condition, value, within="0"):
            return Check("m", condition, decimal(value), decimal(within))

        # 0.1 as binary64 is 0.1000000000000000055511151231257827...
        for measurement, condition, good in (
            (real(0.1), check("at_most", "0.1"), False), (real(0.1), check("at_least", "0.1"), True),
            (real(0.1), check("equals", "0.1"), False), (real(0.1), check("equals", "0.1", "1e-17"), True),
            (real(0.1), check("equals", "0.1", "5e-18"), False), (real(0.1), check("not_equals", "0.1"), True),
            (real(-0.0), check("equals", "0"), True), (real(float("nan")), check("not_equals", "0"), False),
            (real(float("inf")), check("at_least", "0"), False),
            ({"type": "count", "value": str(2**64 - 1)}, check("at_most", "18446744073709551615"), True),
            ({"type": "text", "value": "0x0"}, check("not_equals", "0"), False),
            ({"type": "text", "value": "0xAB"}, Check("m", "equals", "0xab"), True),
            ({"type": "text", "value": "0xAB"}, Check("m", "not_equals", "0xab"), False),
            (real(0.0), Check("m", "not_equals", "0xab"), False),
        ):
            self.assertEqual(checks.holds(measurement, condition), good, (measurement, condition))


class Windows(unittest.TestCase):
    class Strict:
        strict = True

    def findings(self, check, kernel, orders=(), mutants=()):
        def measured(number):
            return {check.metric: {"type": "count", "value": str(number)}}

        found = {
            "measurements": measured(kernel),
            "orders": {f"o{index}": measured(number) for index, number in enumerate(orders)},
            "outputs": [], "impostors": {}, "mutants": {
                f"m{index}": {"measurements": measured(number), "outputs": {}, "first_difference": None}
                for index, number in enumerate(mutants)}}
        falsifier = {"checks": [check], "mutants": sorted(found["mutants"]), "blind_to": []}
        return sorted(window.findings(self.Strict, falsifier, found))

    def test_a_tolerance_lies_between_the_noise_and_the_weakest_mutant(self):
        check = Check("max_ulps", "at_most", Fraction(4))
        for good in ((2, (3,), (5,)), (2, (3,), (3, 5)), (2, (), (1, 5))):
            self.assertEqual(self.findings(check, *good), [], good)
        self.assertEqual(self.findings(check, 2, (4,), (5,)), ["threshold-below-noise"])
        self.assertEqual(self.findings(check, 2, (5,), (6,)), ["threshold-below-noise"])
        self.assertEqual(self.findings(check, 2, (3,), (4, 5)), ["threshold-above-mutant"])
        self.assertEqual(self.findings(check, 2, (3,), (3,)), ["check-never-violated"])
        excepted = check._replace(lets_pass=("m0",))
        self.assertEqual(self.findings(excepted, 2, (3,), (4, 5)), [])
        self.assertEqual(self.findings(excepted, 2, (3,), (5, 5)), ["exception-needless"])
        self.assertEqual(self.findings(excepted, 2, (3,), (3, 5)), ["exception-needless"])

    def test_what_is_no_tolerance_has_no_window(self):
        for check in (
            Check("max_ulps", "at_most", Fraction(0)), Check("bits_differing", "at_most", Fraction(0)),
            Check("max_ulps", "equals", Fraction(0)), Check("max_ulps", "not_equals", Fraction(1)),
            Check("a.top_k_mismatches", "equals", Fraction(1)), Check("bits", "equals", "0x0"),
        ):
            self.assertIsNone(window.limit(check), check)
        outside = Check("a.outside_bound", "equals", Fraction(0))
        self.assertEqual(self.findings(outside, 0, (0,), (1,)), [])
        self.assertEqual(self.findings(outside, 0, (1,), (2,)), ["threshold-below-noise"])
        counted = Check("a.bits_differing", "at_most", Fraction(20))
        self.assertEqual(self.findings(counted, 3, (20,), (22,)), [])
        self.assertEqual(self.findings(counted, 3, (21,), (22,)), ["threshold-below-noise"])
        self.assertEqual(self.findings(counted, 3, (), (4, 21)), ["threshold-above-mutant"])
        least = Check("cosine", "at_least", Fraction(9))
        self.assertEqual(self.findings(least, 11, (10,), (8,)), [])
        self.assertEqual(self.findings(least, 11, (9,), (8,)), ["threshold-below-noise"])
        self.assertEqual(self.findings(least, 11, (10,), (9, 8)), ["threshold-above-mutant"])


class Mutants(unittest.TestCase):
    OUTPUTS = [{"name": "y", "dtype": "f32", "shape": [2, 3]}, {"name": "one", "dtype": "f32", "shape": [1]}]

    def run_of(self, element, count=6, difference=None, other=b""):
        return {
            "outputs": {"y": canonical.sha256(element * count + other), "one": canonical.sha256(element)},
            "first_difference": difference, "measurements": {"max": {"type": "count", "value": "9"}}}

    def test_one_value_throughout_is_told_by_its_digest(self):
        at = {"output": "y", "index": 4, "real": "0x3f800000", "mutant": "0x40490fdb"}
        for run, constant in (
            (self.run_of(bytes(4)), True), (self.run_of(bytes.fromhex("0000c07f")), True),
            (self.run_of(bytes.fromhex("db0f4940"), difference=at), True),
            (self.run_of(bytes.fromhex("db0f4940")), False), (self.run_of(bytes(4), count=5, other=b"abcd"), False),
            (self.run_of(bytes.fromhex("db0f4940"), difference={**at, "output": "one"}), False),
            (self.run_of(bytes(4), difference={**at, "mutant": "none"}), True),
        ):
            self.assertIs(judgment.constant(run, self.OUTPUTS), constant, run)
        # Of outputs of one element, zero and NaN alone are constants.
        for element, constant in ((bytes(4), True), (bytes.fromhex("0000c07f"), True), (bytes.fromhex("db0f4940"), False)):
            run = self.run_of(element, difference={**at, "output": "one"})
            self.assertIs(judgment.constant(run, self.OUTPUTS[1:]), constant, element)
        self.assertIs(judgment.constant(self.run_of(bytes(4)), []), False)
        # What no run returns is taken for a constant.
        for shape, constant in (([2**40], True), ([2**62, 4], True), ([2**62, 4, 0], False)):
            run = self.run_of(bytes.fromhex("db0f4940"))
            self.assertIs(judgment.constant(run, [{"name": "y", "dtype": "f32", "shape": shape}]), constant, shape)

    def test_equal_outputs_are_one_mutant(self):
        at = {"output": "y", "index": 0, "real": "0x0", "mutant": "0x1"}
        runs = {name: self.run_of(element, difference=at) for name, element in (("a", b"1234"), ("b", b"5678"))}
        falsifier = {
            "checks": [Check("max", "at_most", Fraction(1))], "mutants": ["a", "b"], "orders": [], "variants": [],
            "needs": [], "requires": None, "blind_to": [], "exact": None,
            "domain": {"inputs": {}, "outputs": {}, "over": {}}}
        found = {
            "measurements": {"max": {"type": "count", "value": "0"}}, "mutants": runs, "orders": {}, "inputs": [],
            "outputs": self.OUTPUTS, "impostors": {"max": Impostors.seen("max")}}
        self.assertEqual(judgment.status(falsifier, found, (), ["yes"]), ("DISCHARGED", []))
        self.assertEqual(judgment.status(falsifier, found, (), ["yes", "unseen"])[0], "PARTIAL_ALGORITHM_LEVEL")
        self.assertEqual(judgment.status(falsifier, found, (), ["no", "unseen"])[0], "PENDING")
        runs["b"] = {**runs["b"], "outputs": runs["a"]["outputs"]}
        self.assertEqual(judgment.status(falsifier, found, (), ["yes"]), ("PENDING", ["mutant b repeats another"]))
        found["mutants"] = {name: self.run_of(bytes([place] * 4), difference={**at, "output": "y", "mutant": bits})
                            for name, place, bits in (("a", 1, "0x01010101"), ("b", 2, "0x02020202"))}
        self.assertEqual(
            judgment.status(falsifier, found, (), ["yes"]), ("PENDING", ["only mutants that return a constant"]))


class Impostors(unittest.TestCase):
    """The cases of Tests/ContractKitTests/Verdict/ImpostorResultTests.swift."""

    CHECKS = [Check("max_ulps", "at_most", Fraction(5)), Check("y.bits_differing", "equals", Fraction(0))]
    PASSING = {"max_ulps": {"type": "count", "value": "5"}}

    @staticmethod
    def seen(metric):
        return {name: {metric: {"type": "count", "value": "9"}} for name in IMPOSTORS}

    def judged(self, changes=None, blind_to=()):
        arrays = {check.metric: self.seen(check.metric) for check in self.CHECKS}
        for array, runs in (changes or {}).items():
            arrays[array] = runs and {
                name: run for name, run in {**arrays[array], **runs}.items() if run is not None}
        found = {
            "impostors": {array: runs for array, runs in arrays.items() if runs is not None}, "orders": {}, "mutants": {},
            "outputs": [], "measurements": {check.metric: {"type": "count", "value": "0"} for check in self.CHECKS}}
        falsifier = {"checks": self.CHECKS, "mutants": [], "blind_to": list(blind_to)}
        findings = list(window.findings(Windows.Strict, falsifier, found))
        return list(impostors.open_questions(falsifier, found)), len(findings)

    def test_what_passes_is_open_or_excused(self):
        zeros = {"max_ulps": {"zeros": self.PASSING}}
        self.assertEqual(self.judged(), ([], 0))
        self.assertEqual(self.judged(zeros), (["impostor zeros passes"], 0))
        both = {"max_ulps": {"zeros": {**self.PASSING, "y.bits_differing": {"type": "count", "value": "3"}}}}
        self.assertEqual(self.judged(both), ([], 0))
        asserted = {"max_ulps": {"zeros": {"max_ulps": {"type": "count", "value": "9", "asserted": True}}}}
        self.assertEqual(self.judged(asserted), (["impostor zeros passes"], 0))
        for blind, result in (
            ((["zeros"], []), ([], 0)), ((["zeros"], ["max_ulps"]), ([], 0)),
            ((["zeros", "nan"], ["y.bits_differing"]), (["impostor zeros passes"], 2)),
            ((["nan"], []), (["impostor zeros passes"], 1)),
        ):
            self.assertEqual(self.judged(zeros, [blind]), result, blind)

    def test_what_is_of_no_array_passes(self):
        none = {"rows_exchanged": "one element has no rows", "nan": "integers have no NaN"}
        self.assertEqual(self.judged({"max_ulps": none}), ([], 0))
        everywhere = {"max_ulps": none, "y.bits_differing": none}
        self.assertEqual(self.judged(everywhere), (["impostor rows_exchanged passes"], 0))
        self.assertEqual(self.judged(everywhere, [(["rows_exchanged"], [])]), ([], 0))
        self.assertEqual(
            self.judged(everywhere, [(["rows_exchanged"], ["max_ulps"])]), (["impostor rows_exchanged passes"], 1))

    def test_who_sees_nothing_is_not_excused(self):
        passing = {name: {metric: {"type": "count", "value": "0"} for metric in ("max_ulps",)} for name in IMPOSTORS}
        passing = {name: run for name, run in passing.items() if name not in ("one_element", "nan")}
        bits = {name: {"y.bits_differing": {"type": "count", "value": "0"}} for name in passing}
        blind = [(sorted(passing), [])]
        self.assertEqual(
            self.judged({"max_ulps": passing, "y.bits_differing": bits}, blind),
            (["no impostor is told from a right result"], 0))
        self.assertEqual(self.judged({"max_ulps": passing}, blind), ([], 0))

    def test_what_did_not_run_is_open(self):
        self.assertEqual(
            self.judged({"max_ulps": {"zeros": None}}, [(["zeros"], [])]), (["impostor zeros did not run"], 1))
        self.assertEqual(self.judged({"max_ulps": None}), (["no impostor of max_ulps"], 0))


class Faults(unittest.TestCase):
    def test_each_clause_has_a_killed_fault_of_its_own(self):
        home = Contract("contracts/c.yaml", textwrap.dedent("""
            equations: {a: {}, b: {}}
            faults:
              - {class: x, violates: [a, b], mutants: [one, two]}
              - {class: x, violates: b, mutants: [three]}
            falsification_tests:
              - {id: F, binds_to: [a, b], checks: [{metric: max, at_most: 0}], mutants: [one, two, three]}
              - {id: G, binds_to: [other#a, b], checks: [{metric: max, at_most: 0}], mutants: [one]}
            """).encode())

        def missing(first, second, falsifiers=("F", "G")):
            def run(name, alive=True):
                return {"first_difference": {}, "outputs": {"y": name}, "measurements": {
                    "max": {"type": "count", "value": "9" if alive else "0"}}}

            found = {"F": {name: run(name) for name in first}, "G": {name: run(name) for name in second}}
            fresh = {("contracts/c.yaml", name): {"mutants": found[name], "outputs": []} for name in falsifiers}
            return list(own_faults.missing(home, fresh))

        self.assertEqual(missing(["one", "two"], []), [])
        self.assertEqual(missing(["one", "three"], []), [])
        self.assertEqual(missing(["one"], []), ["a", "b"])
        self.assertEqual(missing(["one"], ["one"]), [])
        self.assertEqual(missing(["three"], []), ["a"])
        self.assertEqual(missing(["one"], [], ["F"]), [])


class Files(unittest.TestCase):
    """On a file of this package."""

    def setUp(self):
        root = os.path.join(os.path.dirname(__file__), "../..")
        folder = os.path.join(root, "evidence", "f32-dot-v1")
        with open(os.path.join(folder, sorted(os.listdir(folder))[0]), "rb") as file:
            self.members = renewed(canonical.read(file.read()))
        self.data = seal(self.members)

    def rule(self, data):
        try:
            evidence.read(data)
        except evidence.Rejected as error:
            return error.rule
        return None

    def test_what_is_asked_of_a_file(self):
        self.assertIsNone(self.rule(self.data))
        self.assertEqual(self.rule(self.data[:-1]), "evidence-edited")
        self.assertEqual(self.rule(self.data[:-2]), "evidence-unreadable")
        self.assertEqual(self.rule(self.data.replace(b"normal", b"nirmal", 1)), "evidence-edited")
        self.assertEqual(self.rule(seal({**self.members, "extra": "x"})), "evidence-unreadable")
        later = {"name": "pv-evidence", "version": evidence.VERSION + 1}
        self.assertEqual(self.rule(seal({**self.members, "schema": later})), "evidence-newer-schema")
        older = {"name": "pv-evidence", "version": evidence.VERSION - 1}
        self.assertEqual(self.rule(seal({**self.members, "schema": older})), "evidence-older-form")
        self.assertEqual(
            self.rule(seal({**self.members, "schema": older}).replace(b"normal", b"nirmal", 1)), "evidence-older-form")
        self.assertEqual(
            self.rule(seal({**self.members, "schema": {**self.members["schema"], "x": 1}})), "evidence-unreadable")

    def test_every_member_must_be_there_with_its_type(self):
        for name in self.members:
            if name == "digest":
                continue
            for other in (True, 1, [1], {"x": 1}):
                with self.subTest(member=name, value=other):
                    self.assertEqual(self.rule(seal({**self.members, name: other})), "evidence-unreadable")
            rest = {key: value for key, value in self.members.items() if key != name}
            may_be_absent = f"{name}?" in evidence.FILE
            self.assertEqual(self.rule(seal(rest)), None if may_be_absent else "evidence-unreadable", name)


class Judged(unittest.TestCase):
    """Which files are contracts."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def write(self, *paths, text=""):
        for path in paths:
            os.makedirs(os.path.dirname(f"{self.root}/{path}"), exist_ok=True)
            with open(f"{self.root}/{path}", "w") as file:
                file.write(text)

    def test_names(self):
        self.write("contracts/a.yaml", "contracts/b/c.yml", "contracts/.d.yaml", "contracts/pv.yaml", "contracts/e.json")
        self.assertEqual(judged.contracts(self.root), ["contracts/a.yaml", "contracts/b/c.yml"])

    def test_a_file_of_two_names_is_judged_once(self):
        self.write("contracts/b.yaml", "contracts/c.yaml")
        os.symlink("b.yaml", f"{self.root}/contracts/a.yaml")
        os.symlink("nowhere", f"{self.root}/contracts/d.yaml")
        os.link(f"{self.root}/contracts/c.yaml", f"{self.root}/contracts/e.yaml")
        self.assertEqual(judged.contracts(self.root), ["contracts/b.yaml", "contracts/c.yaml", "contracts/d.yaml"])

    def test_exclusions(self):
        self.write("contracts/a.yaml", "contracts/binding.yaml", "contracts/work/x/1.yaml", "contracts/work/é.yaml")
        for exclude, left in (
            ("[binding.yaml, contracts/work]", "a"), ("['**/binding.yaml', './contracts/work/*']", "a"),
            ("contracts/*/**", "a binding"), ("contracts/work/?.yaml", "a binding work/x/1"),
            ("work", "a binding"), ("/work", "a binding work/x/1 work/é"), ("'**'", ""), ("contracts/", ""),
            ("'contracts/**/1.yaml'", "a binding work/é"), ("[]", "a binding work/x/1 work/é"), ("'*a*'", ""),
        ):
            with self.subTest(exclude=exclude):
                self.write("pv.yaml", text=f"exclude: {exclude}\n")
                self.assertEqual(judged.contracts(self.root), [f"contracts/{name}.yaml" for name in left.split()])


class Terms(unittest.TestCase):
    OWN = """
        faults: {tie_order: "of equal logits the last is chosen"}
        operations: {moe_router: {requires: [tie_order, order]}}
        metrics:
          perplexity: {meaning: "e^loss", better: smaller, least: 1}
          dropped_tokens: {meaning: "tokens that no expert took", values: count}
        """

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def write(self, text):
        with open(f"{self.root}/pv.yaml", "w") as file:
            file.write(textwrap.dedent(text))

    def test_what_a_project_adds(self):
        self.write(self.OWN)
        self.assertFalse(judged.is_misread(self.root))
        self.assertEqual(terms.metrics(judged.settings(self.root)), {"perplexity": False, "dropped_tokens": True})
        self.assertEqual(terms.metrics({}), {})

    def test_what_is_not_taken(self):
        for text in (
            "operations: {a: {}}", "operations: {a: {requires: []}}", "operations: {a: order}", "operations: {a: }",
            "operations: {softmax: {requires: order}}", "operations: {Router: {requires: order}}",
            "operations: {a: {requires: oder}}", "operations: {a: {requires: [order, order]}}", "operations: [a]",
            "operations: {a: {requires: order, more: x}}", "operations: {a: {requires: [[order]]}}",
            'faults: {order: "x"}', 'faults: {a-b: "x"}', "faults: {a: }", 'faults: {a: " "}', "faults: {a: [x]}", "faults: a",
            "metrics: {cosine: {meaning: x}}", "metrics: {a: {better: smaller}}", "metrics: {a: }",
            "metrics: {a: {meaning: x, better: small}}", "metrics: {a: {meaning: x, values: text}}",
            "metrics: {a: {meaning: x, least: 0.5}}", "metrics: {a: {meaning: x, least: 2, greatest: 1}}",
            "metrics: {a: {meaning: x, values: count, greatest: -1}}", "metrics: {a: {meaning: x, more: y}}",
        ):
            self.write(text)
            self.assertTrue(judged.is_misread(self.root), text)
        for text in ("operations: {a: {requires: order}}", "operations: ", 'metrics: {a: {meaning: x, least: -1, greatest: }}'):
            self.write(text)
            self.assertFalse(judged.is_misread(self.root), text)

    def test_a_count_may_reach_its_threshold(self):
        check = Check("dropped_tokens", "at_most", Fraction(4))

        def found(counts):
            measured = {"dropped_tokens": {"type": "count", "value": "4"}}
            run = {"measurements": measured, "orders": {"o": measured}, "outputs": [], "impostors": {}, "mutants": {}}
            return list(window.findings(Windows.Strict, {"checks": [check], "mutants": [], "blind_to": []}, run, counts))

        self.assertEqual((found({"dropped_tokens"}), found(set())), ([], ["threshold-below-noise"]))

    def test_own_metrics_are_known_on_pages(self):
        self.assertTrue(names.slips("perplexitty", {*names.METRICS, "perplexity"}))
        self.assertFalse(names.slips("perplexitty"))

    def test_the_tables_are_those_of_the_page(self):
        page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/rules.md")
        with open(page, encoding="utf-8") as file:
            text = file.read()
        for title, known in (("Operations", terms.OPERATIONS), ("Classes of faults", terms.FAULTS)):
            rows = re.findall("^[|] `([a-z_]+)` [|]", text.split(f"\n## {title}\n")[1].split("\n## ")[0], re.M)
            self.assertEqual(rows, list(known))


class Bindings(unittest.TestCase):
    LINES = {
        "claim": "a" * 64, "key": "b" * 64, "result": "c" * 64, "wording": "e" * 64,
        "accepted": "e" * 64 + " @a read it", "executed": {"Sources/a b": "yes", "Sources/c": "no"}}

    def text(self, *more, **changes):
        lines = {**self.LINES, "seal": binding_seal("F", self.LINES), **changes}
        executed = [f"executed F {value} {path}\n" for path, value in (lines.pop("executed") or {}).items()]
        lines = [f"{word} F {value}\n" for word, value in lines.items() if value]
        return ("pv-binding 2\n" + "".join(sorted([*lines, *executed, *more]))).encode()

    def rule(self, data):
        try:
            Binding(data).of("F")
        except evidence.Rejected as error:
            return error.rule
        return None

    def test_the_form(self):
        more = (f"member a b {'d' * 64}\n", "member recorder 1\n")
        binding = Binding(self.text(*more))
        self.assertEqual({**binding.of("F"), "seal": ""}, {**self.LINES, "seal": ""})
        self.assertIsNone(binding.of("G"))
        self.assertEqual(binding.members, {"a b": {"d" * 64}, "recorder": {"1"}})
        self.assertEqual(binding_text(binding.falsifiers, binding.members), self.text(*more))
        for data in (
            b"", b"pv-binding 2", b"pv-binding 02\n", b"pv-binding 0\n", b"pv-binding x\n", self.text()[:-1],
            self.text() + b"\n", self.text() + self.text().split(b"\n")[-2] + b"\n",
            self.text().replace(b"a" * 64, b"A" * 64), self.text(f"other F {'a' * 64}\n"),
            self.text(f"claim F {'d' * 64}\n"), self.text(f"claim F G {'a' * 64}\n"),
            self.text(f"claim  {'a' * 64}\n"), self.text("member a 01\n"),
            self.text("member a 0\n"), self.text("claim G 1\n"), self.text("member a x\n"),
            self.text("executed F maybe d\n"), self.text("executed F yes \n"), self.text("executed  yes d\n"),
            self.text("executed F no Sources/a b\n"), self.text(f"accepted F {'d' * 64} @a read it\n"),
            self.text().replace(b"\n", b"\r\n"), self.text("member a 1\n").replace(b" a ", b" \xff "),
            b"pv-binding 2\n" + b"".join(reversed(self.text().splitlines(True)[1:])),
            b"pv-binding 2\n" + b"a" * (4 << 20),
        ):
            self.assertEqual(self.rule(data), "binding-unreadable", data[:200])
        self.assertEqual(self.rule(b"pv-binding 3\n\xff"), "evidence-newer-schema")
        self.assertEqual(self.rule(b"pv-binding 1\n\xff"), "evidence-older-form")

    def test_the_seal(self):
        lines = {**self.LINES, "executed": {"Sources/a b": "yes"}}
        del lines["accepted"]
        self.assertEqual(
            binding_seal("F", lines), "134494be3769f239d9bb3a2f7187432785127b8b4e87c7494baa054d80b80be6")
        self.assertIsNone(self.rule(b"pv-binding 2\n"))
        self.assertIsNone(self.rule(self.text()))
        nothing = dict.fromkeys(self.LINES)
        for changes in (
            {"claim": None}, {"key": "d" * 64}, {"seal": None}, {"seal": "d" * 64}, {"claim": None, "key": None},
            {"wording": None}, {"wording": "d" * 64}, {"accepted": None}, {"accepted": "e" * 64 + " @b read it"},
            {"executed": None}, {"executed": {"Sources/a b": "yes"}},
            {"executed": {"Sources/a b": "yes", "Sources/c": "yes"}},
            {"executed": {"Sources/a b": "yes", "Sources/d": "no"}}, {**nothing, "seal": None, "wording": "e" * 64},
            nothing,
        ):
            self.assertEqual(self.rule(self.text(**changes)), "evidence-edited", changes)


class Packages(unittest.TestCase):
    def test_the_least_package(self):
        with tempfile.TemporaryDirectory() as root:
            self.assertEqual(Verdicts(root, datetime.date(2026, 1, 1)).exit_code, 2)
            os.makedirs(f"{root}/contracts")
            for declared, reason, exit_code in (
                ("", "its contract has errors, or declares no format", 2),
                ("metadata: {format: pv/1}\n", "no evidence", 1),
            ):
                with open(f"{root}/contracts/a-v1.yaml", "w") as file:
                    file.write(declared + "falsification_tests: [{id: F, discharge_status: PENDING, "
                               "checks: [{metric: sum, at_most: 1}]}]\n")
                verdicts = Verdicts(root, datetime.date(2026, 1, 1))
                self.assertEqual(verdicts.statuses, [("a-v1", "F", "PENDING", [reason])])
                self.assertEqual(verdicts.exit_code, 2)
                os.makedirs(f"{root}/evidence/a-v1")
                open(f"{root}/evidence/a-v1/F.json", "w").close()
                self.assertEqual(Verdicts(root, datetime.date(2026, 1, 1)).exit_code, exit_code)
                os.remove(f"{root}/evidence/a-v1/F.json")
                os.rmdir(f"{root}/evidence/a-v1")


if __name__ == "__main__":
    unittest.main()
