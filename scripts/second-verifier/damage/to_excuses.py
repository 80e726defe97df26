"""Damage as by a team that wants to pass: evidence that shows nothing, and says that it need not, bound as by a run."""

import re

from contract import IMPOSTORS

from .copy_of_a_package import Lie
from .to_both import DAMAGED, bind_again
from .to_evidence import members_of


def see_nothing(random, copy):
    """Has every impostor pass that is not made of what a check forbids, and the contract excuse all of them."""
    name, members = members_of(random, copy)
    try:
        contract, falsifier = members["contract"], members["falsifier"]
        if not members["impostors"]:
            return None
        for array, runs in members["impostors"].items():
            metrics = {array}.union(*(run for run in runs.values() if isinstance(run, dict)))
            real = {metric: members["measurements"][metric] for metric in metrics}
            runs.update((impostor, real) for impostor in runs if impostor not in ("one_element", "nan"))
        file = f"contracts/{contract}.yaml"
        excuse = f"    blind_to: [{{impostors: [{', '.join(IMPOSTORS)}], reason: it may be so}}]\n"
        text = re.sub(rf"(?m)^  - id: {re.escape(falsifier)}\n", lambda match: match[0] + excuse, copy.read(file).decode())
        done = bind_again(copy, members, name, file, text.encode())
    except DAMAGED:
        return None
    return Lie(f"{name}: no impostor is seen, all are excused, bound again") if done else None


def claim_more_than_there_is(random, copy):
    """Has an input be of a larger shape than it has elements, or of more cases in a corner than there are."""
    name, members = members_of(random, copy)
    try:
        file = f"contracts/{members['contract']}.yaml"
        # Of weights nothing is counted.
        given = random.choice([one for one in members["inputs"] if one["classes"]])
        if given["corners"] and random.random() < 0.5:
            corner = random.choice(sorted(given["corners"]))
            given["corners"][corner] = given["cases"] + random.choice((1, 100))
            what = f"corner {corner!r}"
        else:
            given["shape"] = [random.choice((2, 3, 1000)), *given["shape"]]
            what = "shape"
        done = bind_again(copy, members, name, file, copy.read(file))
    except DAMAGED:
        return None
    return Lie(f"{name}: the {what} of {given['name']} is more than there is, bound again") if done else None
