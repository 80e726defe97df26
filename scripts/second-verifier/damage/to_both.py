"""Damage to a contract and its evidence alike, as by somebody who runs the falsifier again: it is judged, not stale."""

import os
import re

import canonical
from contract import Contract
from freshness import claim
from yaml_text import Unreadable

from .to_evidence import members_of, seal

METRICS = (
    "max_abs_error", "max_ulps", "cosine", "relative_l2", "bits_differing", "argmax_mismatches", "top_k_mismatches",
    "outside_bound", "bound_ratio", "variants_differing", "max", "nan_count", "non_finite_count", "count", "ratio")
CONDITIONS = (
    "at_most: 0", "at_most: 1", "at_least: 0", "at_least: -1", "equals: 0", "equals: 0, within: 0",
    "equals: 0, within: 1", "equals: 1, within: 0.5", "not_equals: 0", "at_most: -1", "at_most: 1e300")


def judge_otherwise(random, copy):
    """Gives a check another metric, another condition, or both; measurements keep their values."""
    name, members = members_of(random, copy)
    try:
        contract, falsifier = members["contract"], members["falsifier"]
        old = random.choice(sorted(members["measurements"]))
        new = ".".join([*old.split(".")[:-1], random.choice((*METRICS, old.split(".")[-1]))])
        mutants = [run["measurements"] for run in members["mutants"].values()]
        for measured in (members["measurements"], *members["orders"].values(), *mutants):
            if old in measured:
                measured[new] = measured.pop(old)
        file = f"contracts/{contract}.yaml"
        text = copy.read(file).decode()
        section = re.search(rf"(?ms)^  - id: {re.escape(falsifier)}$.*?(?=^  - id: |^\S|\Z)", text)
        check = re.search(rf"\{{metric: {re.escape(old)}, [^{{}}]*", section[0])
        condition = random.choice((random.choice(CONDITIONS), check[0].partition(", ")[2]))
        changed = section[0].replace(check[0], f"{{metric: {new}, {condition}", 1)
        data = text.replace(section[0], changed, 1).encode()
        members["claim"] = claim_digest(copy, file, data, falsifier)
    except (TypeError, KeyError, IndexError, AttributeError, StopIteration, OSError, UnicodeDecodeError, Unreadable):
        return None  # Damaged before, or not written in this form.
    copy.write(file, data)
    copy.write(name, seal(members))
    return f"{name}: {check[0]!r} is now of {new}, {condition}, in the contract, too"


def claim_digest(copy, file, data, falsifier):
    """The digest of a falsifier's claim as a changed contract makes it."""
    paths = [path for path in copy.files("contracts") if path.endswith(".yaml")]
    contracts = [Contract(path, data if path == file else copy.read(path)) for path in paths]
    library = {os.path.splitext(os.path.basename(contract.path))[0]: contract for contract in contracts}
    contract = next(contract for contract in contracts if contract.path == file)
    entry = next(entry for entry in contract.falsifiers if entry["id"] == falsifier)
    return canonical.sha256(canonical.canonical(claim(contract, entry, library), indent=None))
