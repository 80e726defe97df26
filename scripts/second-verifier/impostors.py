"""Wrong arrays in the place of those that the kernel gave.

Sources: docs/verdicts.md, "Impostors".
"""

from checks import killed
from contract import IMPOSTORS

CAUGHT, PASSES, NOT_APPLICABLE, DID_NOT_RUN = "caught", "passes", "not applicable", "did not run"


def results(falsifier, found):
    """(name, metrics of the array, outcome) of each impostor; no metrics where it is of none of the arrays."""
    applicable = set()
    for array, runs in found["impostors"].items():
        metrics = taken(array, runs)
        for name in IMPOSTORS:
            outcome = judged(runs.get(name), falsifier["checks"])
            if outcome != NOT_APPLICABLE:
                applicable.add(name)
            yield name, metrics, outcome
    for name in IMPOSTORS if found["impostors"] else ():
        if name != "nan" and name not in applicable:
            yield name, set(), PASSES


def taken(array, runs):
    """The metrics that were taken of an array."""
    return {array}.union(*(run for run in runs.values() if not isinstance(run, str)))


def judged(run, checks):
    if run is None:
        return DID_NOT_RUN
    if isinstance(run, str):
        return NOT_APPLICABLE
    return CAUGHT if killed(run, checks) else PASSES


def sees_none(outcomes):
    """Whether none is caught of those that neither are made of what a check forbids nor meet no condition."""
    arrays = [(name, outcome) for name, metrics, outcome in outcomes if metrics]
    return bool(arrays) and not any(
        outcome == CAUGHT and name not in ("one_element", "nan") for name, outcome in arrays)


def open_questions(falsifier, found):
    """What keeps a falsifier from holding: impostors that it was to see, and checks that were shown none."""
    known = set().union(*(taken(array, runs) for array, runs in found["impostors"].items()))
    for check in falsifier["checks"]:
        measured = found["measurements"].get(check.metric)
        if measured is not None and not measured.get("asserted") and check.metric not in known:
            yield f"no impostor of {check.metric}"
    outcomes = list(results(falsifier, found))
    if sees_none(outcomes):
        yield "no impostor is told from a right result"
    for name, metrics, outcome in outcomes:
        said = any(name in names and (not of or metrics & set(of)) for names, of in falsifier["blind_to"])
        if outcome == DID_NOT_RUN or outcome == PASSES and not said:
            yield f"impostor {name} {outcome}"
