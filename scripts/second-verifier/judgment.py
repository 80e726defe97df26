"""What fresh evidence shows.

Sources: docs/verdicts.md, "Mutants" and "Status".
"""

import hashlib
import math
import re
from functools import lru_cache

import domain
import impostors
from checks import holds, killed
from contract import BOUNDED

SIZES = {"f32": 4, "f64": 8, "i8": 1, "i32": 4}
LONGEST = 1 << 30
NAN = {"f32": bytes.fromhex("0000c07f"), "f64": bytes.fromhex("000000000000f87f")}


def constant(run, outputs):
    """Whether each output of a mutant holds one value only, by its digest."""
    known = [(one["name"], one["dtype"], math.prod(one["shape"])) for one in outputs if one["name"] in run["outputs"]]
    arrays = [array for array in known if array[2] > 1]
    difference = run["first_difference"] if arrays else None
    # Where none has more than one element, each is a constant if it is zero or NaN.
    judged = arrays or [array for array in known if array[2] == 1]
    for name, dtype, count in judged:
        if count > LONGEST:
            continue
        nan = NAN.get(dtype, b"")
        elements = [bytes(SIZES[dtype]), nan] if dtype in SIZES else []
        if difference and difference["output"] == name and re.fullmatch("0x([0-9a-f]{2})+", difference["mutant"]):
            elements.append(bytes.fromhex(difference["mutant"][2:])[::-1])
        if run["outputs"][name] not in [repeated(one, count) for one in elements if len(one) == SIZES[dtype]]:
            return False
    return bool(judged)


@lru_cache(maxsize=4096)
def repeated(element, count):
    """The digest of so many equal elements."""
    return hashlib.sha256(element * count).hexdigest()


def status(falsifier, found, witnessed, executions):
    """The status of fresh evidence, with reasons.

    `witnessed` are the variants that a machine has reproduced, `executions` what is known of each implementation.
    """
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
    for check in falsifier["checks"]:
        subject, _, metric = check.metric.rpartition(".")
        if metric in BOUNDED and check.metric in measured and found.get("bounds", {}).get(subject, []) != check.bound:
            open_questions.append(f"{check.metric} measured by another bound")
    open_questions += domain.unmet(falsifier, found)
    seen = []
    for mutant in falsifier["mutants"]:
        run = found["mutants"].get(mutant)
        if run and run["outputs"] and run["outputs"] in seen:
            open_questions.append(f"mutant {mutant} repeats another")
        seen.append(run["outputs"] if run else None)
        if run is None or run["first_difference"] is None or not killed(run["measurements"], falsifier["checks"]):
            open_questions.append(f"mutant {mutant} not killed")
    open_questions += [f"order {order} did not run" for order in falsifier["orders"] if order not in found["orders"]]
    open_questions += impostors.open_questions(falsifier, found)
    if "no" in executions:
        open_questions.append("an implementation was not executed")
    if open_questions or not falsifier["mutants"]:
        return "PENDING", open_questions or ["no mutant"]
    if all(constant(found["mutants"][mutant], found["outputs"]) for mutant in falsifier["mutants"]):
        return "PENDING", ["only mutants that return a constant"]
    partial = [f"no witness of {variant}" for variant in falsifier["variants"] if variant not in witnessed]
    if "unseen" in executions:
        partial.append("execution not shown")
    weights = {digest.lower() for what, _, digest in falsifier["needs"] if what == "weights"}
    if falsifier["requires"] == "live" and not weights & {given["sha256"] for given in found["inputs"]}:
        partial.append("not live")
    return ("PARTIAL_ALGORITHM_LEVEL", partial) if partial else ("DISCHARGED", [])
