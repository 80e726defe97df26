"""What fresh evidence shows.

Sources: docs/verdicts.md, "Checks", "Mutants" and "Status".
"""

import evidence


def holds(measurement, check):
    """Whether a measured value meets a condition, exactly; NaN and the infinities meet none."""
    value = check.value
    if isinstance(value, str):
        if measurement["type"] != "text":
            return False
        return (measurement["value"].lower() == value) == (check.condition == "equals")
    measured = evidence.number(measurement)
    if measured is None:
        return False
    return {
        "at_most": measured <= value,
        "at_least": measured >= value,
        "equals": abs(measured - value) <= check.within,
        "not_equals": measured != value,
    }[check.condition]


def killed(measurements, checks):
    """Whether a check is violated by what was measured of a mutant."""
    return any(
        check.metric in measurements
        and not measurements[check.metric].get("asserted")
        and not holds(measurements[check.metric], check)
        for check in checks)


def status(falsifier, found, witnessed):
    """The status of fresh evidence, with reasons; `witnessed` are the variants that a machine has reproduced."""
    measured = found["measurements"]
    violated, open_questions = [], []
    for check in falsifier["checks"]:
        measurement = measured.get(check.metric)
        if measurement is None or measurement.get("asserted"):
            open_questions.append(f"{check.metric} not measured")
        elif not holds(measurement, check):
            violated.append(check.metric)
    if violated:
        return "FALSIFIED", violated
    for mutant in falsifier["mutants"]:
        run = found["mutants"].get(mutant)
        if run is None or run["first_difference"] is None or not killed(run["measurements"], falsifier["checks"]):
            open_questions.append(f"mutant {mutant} not killed")
    open_questions += [f"order {order} did not run" for order in falsifier["orders"] if order not in found["orders"]]
    if open_questions or not falsifier["mutants"]:
        return "PENDING", open_questions or ["no mutant"]
    partial = [f"no witness of {variant}" for variant in falsifier["variants"] if variant not in witnessed]
    weights = {digest.lower() for what, _, digest in falsifier["needs"] if what == "weights"}
    if falsifier["requires"] == "live" and not weights & {given["sha256"] for given in found["inputs"]}:
        partial.append("not live")
    return ("PARTIAL_ALGORITHM_LEVEL", partial) if partial else ("DISCHARGED", [])
