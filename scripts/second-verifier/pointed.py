"""The values that numbers in prose point at.

Sources: docs/prose-numbers.md, "Pointers".
"""

import math
from fractions import Fraction

import printed
from contract import decimal

import canonical
from yaml_text import Unreadable

SCHEMAS = ("pv-trace-manifest", "pv-trace-check")


class Nothing(Exception):
    """A pointer to nothing."""


class Values:
    def __init__(self, verdicts, counts):
        self.verdicts, self.counts = verdicts, counts

    def value(self, pointer, own=None):
        """A fraction, a text, or None for NaN and the infinities; `own` is (contract's id, falsifier's id)."""
        operands = pointer.split(":")
        if len(operands) == 2:
            first, second = (self.value(one, own) for one in operands)
            if not isinstance(first, Fraction) or not isinstance(second, Fraction) or second == 0:
                raise Nothing
            return first / second
        halves = pointer.split("#")
        if len(operands) != 1 or len(halves) > 2 or "" in halves:
            raise Nothing
        if len(halves) == 2 and halves[0].endswith(".json"):
            stage, _, statistic = halves[1].partition(".")
            if not stage or not statistic:
                raise Nothing
            return self.trace(halves[0], stage, statistic)
        contract = halves[0] if len(halves) == 2 else None
        names = halves[-1].split("/")
        metric, *mutant = names[-1].split("@")
        if len(names) > 2 or len(mutant) > 1 or "" in [*names, metric, *mutant]:
            raise Nothing
        if len(names) == 2 and names[0] == "count" and not mutant:
            known = self.counts.own.get(contract) if contract else self.counts.total
            if not known or names[1] not in known:
                raise Nothing
            return Fraction(known[names[1]])
        if len(names) == 2:
            return self.measured(contract, names[0], metric, mutant)
        if own is None or contract:
            raise Nothing
        return self.measured(*own, metric, mutant)

    def file(self, pointer):
        """The file that the value of a pointer is in; None for counts and ratios, which are of no file."""
        before, _, after = pointer.rpartition("#")
        falsifier = after.split("/")[0]
        if ":" in pointer or falsifier == "count":
            return None
        if before.endswith(".json"):
            return before
        return f"evidence/{self.bearer(before or None, falsifier).contract.id}/{falsifier}.json"

    def bearer(self, contract, falsifier):
        bearers = [
            one for one in self.verdicts.outcomes
            if one.falsifier["id"] == falsifier and contract in (None, one.contract.id)]
        if len(bearers) != 1:
            raise Nothing
        return bearers[0]

    def measured(self, contract, falsifier, metric, mutant):
        found = self.bearer(contract, falsifier).evidence
        if found is None:
            raise Nothing
        measured = found["mutants"].get(mutant[0], {}).get("measurements", {}) if mutant else found["measurements"]
        if metric in measured:
            return printed.value(measured[metric])
        tried = {}
        for given in found["inputs"]:
            tried[f"inputs.{given['name']}.cases"] = given["cases"]
            tried[f"inputs.{given['name']}.elements"] = math.prod(given["shape"])
        for given in found["outputs"]:
            tried[f"outputs.{given['name']}.elements"] = math.prod(given["shape"])
        if mutant or metric not in tried:
            raise Nothing
        return Fraction(tried[metric])

    def trace(self, file, stage, statistic):
        tree = self.verdicts.tree
        parts = file.split("/")
        if any(part in ("", ".", "..") or "\0" in part for part in parts):
            raise Nothing
        if tree.kinds(file) != ["folder"] * (len(parts) - 1) + ["file"]:
            raise Nothing
        try:
            with open(f"{tree.root}/{file}", "rb") as opened:
                known = canonical.read(opened.read())
        except (OSError, Unreadable):
            raise Nothing from None
        stages = known.get("stages") if isinstance(known, dict) and known.get("schema") in SCHEMAS else None
        for entry in stages if isinstance(stages, list) else []:
            if isinstance(entry, dict) and name_of(entry) == stage:
                found = statistics(entry)
                if statistic not in found:
                    raise Nothing
                return found[statistic]
        raise Nothing


def name_of(entry):
    if isinstance(entry.get("point"), str):
        return entry["point"]
    path = entry.get("path")
    return path.removesuffix(".bin") if isinstance(path, str) else None


def statistics(entry):
    """By name, what a trace or a check says of a stage."""
    found = {}

    def take(members, prefix):
        for name, value in members.items() if isinstance(members, dict) else ():
            if type(value) is int:
                found[prefix + name] = Fraction(value)
            elif isinstance(value, str):
                found[prefix + name] = decimal(value)

    take(entry.get("rounded_display"), "")
    for member, prefix in (("statistics", ""), ("last_position", "last_position.")):
        take(entry.get(member), prefix)
        if isinstance(entry.get(member), dict):
            take(entry[member].get("rounded_display_over_finite"), prefix)
    return found
