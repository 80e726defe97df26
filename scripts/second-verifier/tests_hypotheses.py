"""Tests of hypotheses and gates: the cases of HypothesisJudgeTests.swift and GateJudgeTests.swift."""

import textwrap
import unittest
from collections import namedtuple
from fractions import Fraction

import hypotheses
from contract import Check, Contract
from hypotheses import Investigation
from yaml_text import Unreadable

Outcome = namedtuple("Outcome", "contract falsifier status judged waived holds evidence")
Home = namedtuple("Home", "path")


def outcome(name, seen):
    """A falsifier whose evidence shows something; its mutant `m` always violates the check where it ran."""
    status = {"violated": "FALSIFIED", "stale": "PENDING", "surviving": "PENDING", "asserted": "PENDING"}.get(seen, "DISCHARGED")
    value = {"type": "count", "value": "2" if seen == "violated" else "0", **({"asserted": True} if seen == "asserted" else {})}
    mutant = {} if seen == "mutant missing" else {"m": {"measurements": {"max": {"type": "count", "value": "9"}}}}
    falsifier = {"id": name, "checks": [Check("max", "at_most", Fraction(1))], "mutants": ["m"]}
    return Outcome(
        Home("contracts/c-v1.yaml"), falsifier, status, seen != "stale", False, status == "DISCHARGED",
        {"measurements": {"max": value}, "mutants": mutant})


def outcomes(seen):
    return {name: [outcome(name, one)] for name, one in seen.items()}


def investigation(text):
    return Investigation("investigations/a.yaml", textwrap.dedent(text).encode())


def says(name, what, mutant=False):
    return f"{{falsifier: {name}, check: max, outcome: {what}{', mutant: m' if mutant else ''}}}"


class Hypotheses(unittest.TestCase):
    def states(self, predictions, seen, more=""):
        lines = [f"  - {{id: {name}, predicts: [{one}]{more if name == 'B' else ''}}}" for name, one in zip("AB", predictions)]
        file = investigation("question: q\nhypotheses:\n" + "\n".join(lines) + "\n")
        return list(hypotheses.states(file.hypotheses, outcomes(seen)))

    def test_a_prediction_is_contradicted_confirmed_or_untested(self):
        for what, seen, mutant, state in (
                ("passes", "holds", False, "survives"), ("fails", "holds", False, "falsified"),
                ("fails", "violated", False, "survives"), ("passes", "violated", False, "falsified"),
                ("fails", "stale", False, "untested"), ("fails", "asserted", False, "untested"),
                ("fails", "surviving", False, "untested"), ("fails", "holds", True, "survives"),
                ("passes", "holds", True, "falsified"), ("passes", "mutant missing", True, "untested")):
            self.assertEqual(self.states([says("F-1", what, mutant)], {"F-1": seen}), [state], (what, seen, mutant))
        self.assertEqual(self.states([says("F-1", "fails")], {}), ["untested"])
        self.assertEqual(self.states(["{falsifier: F-1, check: max}"], {"F-1": "holds"}), ["untested"])

    def test_rivals_that_nothing_tells_apart_are_undecidable(self):
        alike = [says("F-1", "passes"), says("F-2", "passes")]
        self.assertEqual(self.states(alike, {"F-1": "holds", "F-2": "holds"}), ["undecidable"] * 2)
        self.assertEqual(self.states(alike, {"F-1": "holds", "F-2": "stale"}), ["survives", "untested"])
        self.assertEqual(self.states(alike, {"F-1": "holds", "F-2": "violated"}), ["survives", "falsified"])
        for more in (", refines: A", ", supersedes: [A]", ", question: another"):
            self.assertEqual(self.states(alike, {"F-1": "holds", "F-2": "holds"}, more), ["survives"] * 2, more)
        unbound = [alike[0] + ", {statement: s, unbound: it is not here}", alike[1]]
        self.assertEqual(self.states(unbound, {"F-1": "holds", "F-2": "holds"}), ["survives"] * 2)

    def test_a_file_of_hypotheses_has_no_section_of_a_contract(self):
        for text in ("metadata: {}\nhypotheses: []\n", "question: q\n", "hypotheses\n"):
            with self.assertRaises(Unreadable):
                investigation(text)
        self.assertEqual(investigation("hypotheses: []\n").problems, {"missing-key"})
        found = investigation("question: q\nhypotheses:\n  - {predicts: []}\n  - {id: H, state: dead, predicts: x}\n")
        self.assertEqual(found.problems, {"missing-key", "unknown-value", "wrong-type"})
        self.assertEqual([one.id for one in found.hypotheses], ["H"])


class Gates(unittest.TestCase):
    def gates(self, lines, states=()):
        text = "metadata: {format: pv/1}\ngates:\n" + "".join(f"  - {{{line}}}\n" for line in lines)
        contract = Contract("contracts/c-v1.yaml", text.encode())
        seen = outcomes({"F-1": "holds", "F-2": "stale", "F-3": "violated"})
        found = hypotheses.gates([contract], seen, dict(states))
        return {gate["id"]: one for gate, one in zip(contract.gates, found)}

    def test_all_that_is_required_holds(self):
        found = self.gates(
            ["id: G-ALL, requires: [F-1, G-ONE, H-1]", "id: G-ONE, requires: [F-1]",
             "id: G-NOT, requires: [F-1, F-2, G-BAD, H-2, NOBODY]", "id: G-BAD, requires: [F-3]",
             "id: G-PUBLIC, falsification_id: F-2"],
            {"H-1": "survives", "H-2": "falsified"})
        self.assertEqual(found["G-ALL"], (True, "3 of 3 hold", "DISCHARGED"))
        self.assertEqual(
            found["G-NOT"],
            (False, "1 of 5 hold; not: F-2 (PENDING), G-BAD (fail), H-2 (falsified), NOBODY (unknown)", "FALSIFIED"))
        self.assertEqual(found["G-PUBLIC"], (False, "0 of 1 hold; not: F-2 (PENDING)", "PENDING"))

    def test_gates_that_require_one_another_fail_in_whatever_order(self):
        lines = ["id: G-1, requires: [F-1, G-2]", "id: G-2, requires: [G-1]", "id: G-3, requires: [G-2]"]
        for order in (lines, lines[::-1]):
            found = self.gates(order)
            self.assertEqual(found["G-1"], (False, "1 of 2 hold; not: G-2 (fail)", "PENDING"))
            self.assertEqual(found["G-3"], (False, "0 of 1 hold; not: G-2 (fail)", "PENDING"))
