"""Thresholds between the noise of rounding and the weakest mutant.

Sources: docs/verdicts.md, "Windows".
"""

import checks
import evidence
import impostors
import judgment

COUNTS = {
    "outside_bound", "bits_differing", "variants_differing", "argmax_mismatches", "top_k_mismatches", "nan_count",
    "inf_count", "non_finite_count", "count"}
FARTHEST = float("inf")


def limit(check):
    """The deviation that a check allows; None where it is no tolerance."""
    metric = check.metric.split(".")[-1]
    if metric == "outside_bound":
        return 0 if (check.condition, check.value, check.within) == ("equals", 0, 0) else None
    if isinstance(check.value, str):
        return None
    allowed = {"at_most": check.value, "at_least": -check.value, "equals": check.within}.get(check.condition)
    return allowed if allowed or check.condition == "at_least" else None


def deviation(measurement, check):
    """How far a measurement is from the ideal; what is not finite is farthest."""
    number = evidence.number(measurement)
    if number is None:
        return FARTHEST
    if check.condition == "equals":
        return abs(number - check.value)
    return -number if check.condition == "at_least" else number


def findings(contract, falsifier, found, counts=frozenset()):
    """The rules that the windows of a falsifier break, one for each order, mutant or exception at fault.

    `counts` are the project's own metrics that count something.
    """
    for check in falsifier["checks"]:
        metric, measured = check.metric, found["measurements"].get(check.metric)
        if measured is None:
            continue
        violated = any(
            checks.killed(run["measurements"], [check]) and not judgment.constant(run, found["outputs"])
            for run in (found["mutants"][name] for name in falsifier["mutants"] if name in found["mutants"]))
        if contract.strict and falsifier["mutants"] and not violated and not measured.get("asserted"):
            if checks.holds(measured, check):
                yield "check-never-violated"
        allowed = limit(check)
        if allowed is None:
            continue
        orders = [deviation(run[metric], check) for run in found["orders"].values() if metric in run]
        noise = max([deviation(measured, check), *orders])
        for order in orders:
            if order > allowed or order == allowed and metric.split(".")[-1] not in COUNTS | counts:
                yield "threshold-below-noise"
        passing = {
            name for name, run in found["mutants"].items()
            if metric in run["measurements"] and noise < deviation(run["measurements"][metric], check) <= allowed}
        yield from ("threshold-above-mutant" for _ in passing - set(check.lets_pass))
        yield from ("exception-needless" for name in check.lets_pass if name not in passing)
    passing = [
        (name, metrics) for name, metrics, outcome in impostors.results(falsifier, found) if outcome == impostors.PASSES]
    for names, places in falsifier["blind_to"]:
        for name in names:
            for place in places or [None]:
                if not any(name == other and (place is None or place in metrics) for other, metrics in passing):
                    yield "exception-needless"
