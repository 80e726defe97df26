"""Parts of a run that need not know of each other, and how their results are united."""

import argparse
import json

from workshop import Refused


def parse(text):
    """I and N of `I/N`."""
    index, _, count = text.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise argparse.ArgumentTypeError(f"{text} is not I/N with I from 1 to N")
    return int(index), int(count)


def part(mutants, index, count):
    """Every N-th mutant by name, beginning with the I-th, in the order in which they were given.

    Neighbors take about as long as each other, so that dealing them out balances the parts.
    """
    own = set(sorted(mutant.name for mutant in mutants)[index - 1:: count])
    return [mutant for mutant in mutants if mutant.name in own]


def file(name, shard):
    """The name of a shard's file of results."""
    return "{}-{}-of-{}.jsonl".format(name, *shard)


def merge(paths, state, demanded):
    """Takes over the results of other files; returns a line for each kind of result that is missing.

    Results of other sources or claims are refused, and so are two that disagree; but where one machine could not try a
    mutant, the result of another stands.

    - demanded: the names of all mutants.
    """
    taken = {}
    for path in paths:
        if not path.exists():
            raise Refused(f"{path}: there is no such file")
        for number, line in enumerate(path.read_text().splitlines(), 1):
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:
                continue  # cut off: what it would have told is missing, and named below
            for part, name in (("kernels", "kernels"), ("falsifiers", "falsifiers or contracts")):
                if entry[part] != getattr(state.of, part):
                    raise Refused(f"{path}:{number}: these are results of other {name}")
            if "mutant" in entry:
                _take(entry, taken, f"{path}:{number}")
    for entry in taken.values():
        if state.entries.get(entry["mutant"], {}).get("outcome") != entry["outcome"]:
            state.take(entry)
    missing = sorted(demanded - set(state.entries))
    return missing[:20] + [f"{len(missing) - 20} more"] * (len(missing) > 20)


def _take(entry, taken, place):
    name, outcome = entry["mutant"], entry["outcome"]
    other = taken.get(name, entry)["outcome"]
    if other == outcome or other == "not for this machine":
        taken[name] = entry
    elif outcome != "not for this machine":
        raise Refused(f"{place}: {name} is {outcome} here and {other} in another place")
