"""Damage to a contract and its evidence alike, as by somebody who runs the falsifier again: it is judged, not stale."""

import json
import re

from contract import IMPOSTORS
from freshness import claim_digest
from yaml_text import Unreadable

from .to_binding import library_of, perhaps_bound, rebind
from .to_contracts import edit
from .to_evidence import members_of, seal

METRICS = (
    "max_abs_error", "max_ulps", "cosine", "relative_l2", "bits_differing", "argmax_mismatches", "top_k_mismatches",
    "outside_bound", "bound_ratio", "variants_differing", "max", "nan_count", "non_finite_count", "count", "ratio")
CONDITIONS = (
    "at_most: 0", "at_most: 1", "at_least: 0", "at_least: -1", "equals: 0", "equals: 0, within: 0",
    "equals: 0, within: 1", "equals: 1, within: 0.5", "not_equals: 0", "at_most: -1", "at_most: 1e300")

PATHS = (
    "Sources/Kernels", "Sources/Kernels/*", "Sources/Kernels/Softmax", "Sources/Kernels/Dot/", "Sources/CKernels/*",
    "Sources/CKernels/ck_cpu.c", "Sources/Models/", "Sources/FalsifierKit", "Sources/Metrics", "Package.swift",
    "Sources/Experiments", "Tests/Falsifiers", "Tests/Falsifiers/*", "README.md", "Sources", "Sources/none", "Sources/../Sources", "./Sources")


# What a copy that is damaged already, or not written in the usual form, raises.
DAMAGED = (TypeError, KeyError, IndexError, AttributeError, StopIteration, OSError, UnicodeDecodeError, Unreadable)


def bind_again(copy, members, name, file, data):
    """Writes evidence and its contract as they are changed, bound as if a run had measured them; False where nothing binds it."""
    contract, falsifier = members["contract"], members["falsifier"]
    contracts, library = library_of(copy, {file: data})
    home = next(one for one in contracts if one.path == file)
    claim = claim_digest(home, next(one for one in home.falsifiers if one["id"] == falsifier), library)
    sealed = seal(members)
    if not rebind(copy, falsifier, contract, claim, json.loads(sealed)["digest"]):
        return False
    copy.write(file, data)
    copy.write(name, sealed)
    return True


def name_another_implementation(random, copy):
    """Lets a clause name files that its falsifiers may not reach, or no file at all; then perhaps a run."""
    def change(old, _):
        return random.choice((random.choice(PATHS), f"{old}, {random.choice(PATHS)}", old + "/", old + "/*", old[:-1]))

    done = edit(random, copy, r"(?<=implementation: \[)[^\]]+(?=\])", change)
    return done and done + perhaps_bound(random, copy)


def make_an_impostor_up(random, copy):
    """Lets impostors pass or vanish, and perhaps says in the contract that the falsifier may be blind to some."""
    name, members = members_of(random, copy)
    try:
        contract, falsifier = members["contract"], members["falsifier"]
        array = random.choice(sorted(members["impostors"]))
        runs = members["impostors"][array]
        for impostor in random.sample(sorted(runs), random.choice((1, 1, 2, len(runs)))):
            real = {metric: members["measurements"][metric] for metric in {array} | set(runs["one_element"])}
            runs[impostor] = random.choice((real, real, "there is none", {}))
        if random.random() < 0.3:
            what = random.choice((runs, members["impostors"]))
            del what[random.choice(sorted(what))]
        file = f"contracts/{contract}.yaml"
        text = copy.read(file).decode()
        if random.random() < 0.6:
            of = random.choice(("", "", f", of: [{array}]", ", of: [none]", ", of: []"))
            said = random.sample((*IMPOSTORS, "zero"), random.choice((1, 2, 8)))
            reason = random.choice((", reason: because it is", ", reason: because it is", ", reason: because", "", ", reason: ''"))
            line = f"    blind_to: [{{impostors: [{', '.join(said)}]{of}{reason}}}]\n"
            text = re.sub(rf"(?m)^  - id: {re.escape(falsifier)}\n", lambda match: match[0] + line, text, count=1)
        done = bind_again(copy, members, name, file, text.encode())
    except DAMAGED:
        return None
    if not done:
        return None
    return f"{name}: impostors of {array} are others, bound again, and perhaps blind_to in the contract"


def judge_otherwise(random, copy):
    """Gives a check another metric, another condition, or both; measurements keep their values."""
    name, members = members_of(random, copy)
    try:
        contract, falsifier = members["contract"], members["falsifier"]
        old = random.choice(sorted(members["measurements"]))
        new = ".".join([*old.split(".")[:-1], random.choice((*METRICS, old.split(".")[-1]))])
        mutants = [run["measurements"] for run in members["mutants"].values()]
        arrays = members["impostors"]
        impostors = [run for runs in arrays.values() for run in runs.values() if isinstance(run, dict)]
        for measured in (members["measurements"], *members["orders"].values(), *mutants, *impostors, arrays):
            if old in measured:
                measured[new] = measured.pop(old)
        file = f"contracts/{contract}.yaml"
        text = copy.read(file).decode()
        section = re.search(rf"(?ms)^  - id: {re.escape(falsifier)}$.*?(?=^  - id: |^\S|\Z)", text)
        check = re.search(rf"\{{metric: {re.escape(old)}, (?:[^{{}}]|\{{[^{{}}]*\}})*", section[0])
        condition = random.choice((random.choice(CONDITIONS), check[0].partition(", ")[2]))
        changed = section[0].replace(check[0], f"{{metric: {new}, {condition}", 1)
        data = text.replace(section[0], changed, 1).encode()
        done = bind_again(copy, members, name, file, data)
    except DAMAGED:
        return None
    if not done:
        return None
    return f"{name}: {check[0]!r} is now of {new}, {condition}, in the contract, too, bound again"
