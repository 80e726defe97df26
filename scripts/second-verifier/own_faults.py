"""Clauses without a killed fault of their own.

Sources: docs/verdicts.md, "Mutants".
"""

import checks
import judgment
from contract import clause


def missing(contract, fresh):
    """The bound clauses of a contract that have none, `fresh` being the evidence that is not FALSIFIED."""
    binding = {}
    for falsifier in contract.falsifiers:
        for name in falsifier["binds_to"]:
            binding.setdefault(name, []).append(falsifier)
    tried = {}
    for name, falsifiers in binding.items():
        if clause(name)[0] is None and all((contract.path, one["id"]) in fresh for one in falsifiers):
            listed = set().union(*(mutants for clauses, mutants in contract.faults if name in clauses))
            tried[name] = {
                (one["id"], mutant) for one in falsifiers
                for mutant in listed & killed(one, fresh[contract.path, one["id"]])}
    for name, mutants in tried.items():
        taken = set().union(*(others for other, others in tried.items() if other != name and len(others) == 1))
        if not mutants - taken:
            yield name


def killed(falsifier, found):
    """The mutants that a check was seen to catch and that return more than constants."""
    seen, names = [], set()
    for mutant in falsifier["mutants"]:
        run = found["mutants"].get(mutant)
        repeats = run is not None and run["outputs"] and run["outputs"] in seen
        seen.append(run["outputs"] if run else None)
        if (
            run and not repeats and run["first_difference"] is not None
            and checks.killed(run["measurements"], falsifier["checks"])
            and not judgment.constant(run, found["outputs"])
        ):
            names.add(mutant)
    return names
