"""Which mutants a bounded run tries, and in which order."""

import hashlib
from collections import Counter


def shuffled(mutants, lines, seed):
    """The mutants in an order that the seed decides.

    A mutant stands by its line's text, so that changes elsewhere leave the order as it is. What a longer run tries
    first is what a shorter one with the same seed tries.
    """
    def rank(mutant):
        parts = [seed, mutant.file, lines[mutant.file][mutant.line - 1], str(mutant.column), mutant.change]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    return sorted(mutants, key=rank)


def in_rounds(mutants, count):
    """The first `count` mutants of each file; one of every file comes before the second of any.

    So a run that is cut short leaves no file out.
    """
    rounds, seen = [], Counter()
    for mutant in mutants:
        rounds.append((seen[mutant.file], mutant))
        seen[mutant.file] += 1
    return [mutant for turn, mutant in sorted(rounds, key=lambda entry: entry[0]) if turn < count]
