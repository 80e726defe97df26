"""What evidence makes of hypotheses, and of gates that require them.

Sources: docs/hypotheses.md; docs/verdicts.md, "Gates".
"""

import os
import re
from collections import namedtuple

from checks import holds
from contract import SECTIONS, Contract
from yaml_text import Tree, Unreadable

STATES = ("falsified", "survives", "untested", "undecidable")
OUTCOMES = ("passes", "fails")
TRYING = ("DISCHARGED", "PARTIAL_ALGORITHM_LEVEL", "FALSIFIED")
# From what shows least.
STATUSES = ("FALSIFIED", "PENDING", "BLOCKED", "PARTIAL_ALGORITHM_LEVEL", "DISCHARGED")

# `test` is (falsifier, check, mutant or None), or None where nothing tests it; `outcome` one of OUTCOMES or None.
Prediction = namedtuple("Prediction", "test outcome unbound")
Hypothesis = namedtuple("Hypothesis", "id question parents predictions declared path")
Gate = namedtuple("Gate", "passes basis status")


class Investigation(Contract):
    """A file of hypotheses: it has none of the sections of a contract."""

    def __init__(self, path, data):
        self.path, self.id = path, os.path.splitext(os.path.basename(path))[0]
        tree = Tree(data)
        self.problems, root, self.strict = tree.problems, tree.root, True
        if not isinstance(root, dict) or "hypotheses" not in root or any(section in root for section in SECTIONS):
            raise Unreadable("no file of hypotheses")
        self.hypotheses = read(self, root, self.text(root, "question", required=True))


def read(file, root, question=None):
    """The hypotheses of a file; its problems are added to `file`."""
    def hypothesis(node):
        predictions = [prediction(file, one) for one in file.mappings(node, "predicts")]
        return Hypothesis(
            file.text(node, "id", required=True), words(file.text(node, "question") or question or ""),
            file.texts(node, "refines") + file.texts(node, "supersedes"), predictions, file.word(node, "state", STATES),
            file.path)

    return [one for one in map(hypothesis, file.mappings(root, "hypotheses")) if one.id]


def prediction(file, node):
    falsifier, check, mutant, unbound = (file.text(node, key) for key in ("falsifier", "check", "mutant", "unbound"))
    outcome = file.word(node, "outcome", OUTCOMES)
    whole = falsifier and check and outcome in OUTCOMES
    return Prediction((falsifier, check, mutant) if whole else None, outcome if whole else None, unbound is not None)


def words(text):
    """A text in which ASCII's blanks, tabs and line ends do not count."""
    return " ".join(re.findall("[^ \t\n\r]+", text))


# What evidence shows.


def observed(test, outcome):
    """What the fresh evidence of a falsifier shows of a test; None where it shows nothing."""
    _, metric, mutant = test
    checks = [check for check in outcome.falsifier["checks"] if check.metric == metric]
    if outcome.status not in TRYING or not outcome.judged or not checks:
        return None
    found = outcome.evidence
    if mutant is not None:
        run = found["mutants"].get(mutant) if mutant in outcome.falsifier["mutants"] else None
        # A mutant that never differs from the kernel tries nothing, and then no status does; it is measured all the same.
        measured = run and run["measurements"].get(metric)
    else:
        measured = found["measurements"].get(metric)
    if not measured or measured.get("asserted"):
        return None
    return "passes" if all(holds(measured, check) for check in checks) else "fails"


def result(one, outcomes):
    """True for a prediction that was seen, False for one that was contradicted, None for one that is untested."""
    bearers = outcomes.get(one.test[0], []) if one.test else []
    seen = observed(one.test, bearers[0]) if len(bearers) == 1 else None
    return None if seen is None else seen == one.outcome


def ancestors(hypotheses):
    """Of each hypothesis, by its place, the places of all that it comes from."""
    places = {}
    for place, one in enumerate(hypotheses):
        places.setdefault(one.id, place)
    direct = [{places[parent] for parent in one.parents if parent in places} for one in hypotheses]
    found = []
    for start in direct:
        seen, waiting = set(), list(start)
        while waiting:
            if (place := waiting.pop()) not in seen:
                seen.add(place)
                waiting += direct[place]
        found.append(seen)
    return found


def states(hypotheses, outcomes):
    """The state of each hypothesis, in order; `outcomes` are lists of what is known of falsifiers, by their ids."""
    results = [[result(one, outcomes) for one in hypothesis.predictions] for hypothesis in hypotheses]
    above = ancestors(hypotheses)

    def open_predictions(place):
        found = {}
        for one, known in zip(hypotheses[place].predictions, results[place]):
            if known is None and one.test:
                found.setdefault(one.test, one.outcome)
        return found

    def told(left, right):
        if any(one.unbound for place in (left, right) for one in hypotheses[place].predictions):
            return True
        return open_predictions(left) != open_predictions(right)

    def rival(left, right):
        return (
            left != right and hypotheses[left].question and hypotheses[left].question == hypotheses[right].question
            and right not in above[left] and left not in above[right])

    for place in range(len(hypotheses)):
        if False in results[place]:
            yield "falsified"
        elif any(
                rival(place, other) and False not in results[other] and not told(place, other)
                for other in range(len(hypotheses))):
            yield "undecidable"
        else:
            yield "survives" if True in results[place] else "untested"


# Gates.


def gates(contracts, outcomes, hypothesis_states):
    """The gates of contracts, judged, in order.

    `outcomes` are lists of what is known of falsifiers, by their ids, and `hypothesis_states` states by ids.
    """
    listed = [(contract, gate) for contract in contracts for gate in contract.gates]
    known = {}

    def bearers(required, home):
        every = [place for place, (_, gate) in enumerate(listed) if gate["id"] == required]
        return [place for place in every if listed[place][0].path == home.path] or every

    def status_of(statuses):
        return next((status for status in STATUSES if status in statuses), "DISCHARGED")

    def one(required, home):
        """(whether it holds, what it is otherwise, its status) of what a gate requires."""
        if every := outcomes.get(required):
            meant = [outcome for outcome in every if outcome.contract.path == home.path] or every
            shown = next((outcome for outcome in meant if not outcome.holds), meant[0])
            state = shown.status + (", waived" if shown.waived else "")
            return all(outcome.holds for outcome in meant), state, status_of([outcome.status for outcome in meant])
        if meant := bearers(required, home):
            judged = [known.get(place) for place in meant]
            return (
                all(gate and gate.passes for gate in judged), "fail",
                status_of([gate.status if gate else "PENDING" for gate in judged]))
        if required in hypothesis_states:
            state = hypothesis_states[required]
            return state == "survives", state, {"survives": "DISCHARGED", "falsified": "FALSIFIED"}.get(state, "PENDING")
        return False, "unknown", "PENDING"

    def judge(place):
        contract, gate = listed[place]
        parts = [(required, *one(required, contract)) for required in gate["requires"]]
        missing = [f"{required} ({state})" for required, good, state, _ in parts if not good]
        basis = f"{len(parts) - len(missing)} of {len(parts)} hold" + ("; not: " + ", ".join(missing) if missing else "")
        return Gate(not missing, basis, status_of([status for *_, status in parts]))

    waiting = set(range(len(listed)))
    while True:
        ready = [
            place for place in waiting
            if not any(
                other in waiting for required in listed[place][1]["requires"] if required not in outcomes
                for other in bearers(required, listed[place][0]))]
        if not ready:
            break
        for place in ready:
            known[place] = judge(place)
        waiting -= set(ready)
    # Those that are left require one another.
    left = {place: judge(place)._replace(status="PENDING") for place in waiting}
    return [{**known, **left}[place] for place in range(len(listed))]
