"""A ship specification and tables of margins, and damage after which they show what is not so."""

import math
import os
import re

from .copy_of_a_package import Lie

SPECIFICATION, MARGINS = "ship-spec.md", "evidence/README.md"


def write_tables(random, copy, library):
    """Writes both files about the contracts of a copy."""
    ids = [one["id"] for contract in library.values() for one in (*contract.falsifiers, *contract.gates)]
    rows = [f"| criterion {place} | {proof(random, ids)} |" for place in range(random.randrange(1, 5))]
    scores = [[random.randrange(9) for _ in range(6)] for _ in library]
    scores = [[sum(score[:5]), *score] for score in scores] or [[0] * 7]
    scores.append([sum(column) for column in zip(*scores)])
    names = [*library, "**total**"] if library else ["a", "**total**"]
    board = [f"| {os.path.basename(name)} | {' | '.join(map(str, score))} |" for name, score in zip(names, scores)]
    copy.write(SPECIFICATION, "\n".join([
        "# Ship", "", "| criterion | proof |", "| --- | --- |", *rows, "", "<!-- pv:status:begin -->", "",
        "| contract | falsifiers | discharged | partial | pending | falsified | blocked | waived |", "| --- |" + " ---: |" * 7,
        *board, "", "<!-- pv:status:end -->", ""]).encode())
    lines = ["# Evidence", "", "| metric | measured | threshold | margin |", "| --- | ---: | --- | ---: |"]
    for _ in range(random.randrange(1, 6)):
        value, limit = random.randrange(1, 10**6) / 1e4, random.choice((1, 0.5, 1e-3, 250))
        bound = random.choice(("", " by dot_fma_lanes/1 (lanes 64)"))
        lines.append(f"| `max` | {value} | ≤ {limit}{bound} | {math.log2(limit / value):.1f} |")
    copy.write(MARGINS, ("\n".join(lines) + "\n").encode())


def proof(random, ids):
    return " and ".join(random.sample(ids, min(len(ids), random.randrange(1, 3)))) if ids and random.random() < 0.8 else "`make`"


def break_a_table(random, copy):
    """Takes a criterion's proof away, or changes a number that its table's others contradict."""
    found = []
    for name, find in ((SPECIFICATION, proofs), (SPECIFICATION, scores_of), (MARGINS, margins)):
        if os.path.isfile(copy.path(name)) and not os.path.islink(copy.path(name)):
            try:
                text = copy.read(name).decode("utf-8")
            except UnicodeDecodeError:
                continue
            found += [(name, text, *place) for place in find(text)]
    if not found:
        return None
    kind = random.choice(sorted({place[2] for place in found}))
    name, text, _, start, end, new = random.choice([place for place in found if place[2] == kind])
    copy.write(name, (text[:start] + new + text[end:]).encode())
    return Lie(f"{name}: {kind} {text[start:end]!r} is now {new!r}")


# Each gives (kind, start, end, what to write there).


def proofs(text):
    table = re.search(r"^\| criterion \| proof \|.*\n\|[-| :]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    for row in re.finditer(r"^\|[^|\n]*\| ([^|\n]*?) \|", table[1], re.MULTILINE) if table else ():
        start, end = table.start(1) + row.start(1), table.start(1) + row.end(1)
        yield from (("proof", start, end, new) for new in ("", "trust", "FALSIFY-NONE-999", "`./none.sh`"))


def scores_of(text):
    table = re.search(r"^\| contract \| falsifiers \|.*\n\|[-| :]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    for number in re.finditer(r"(?<=\| )[0-9]+(?= \|)", table[1]) if table else ():
        start, end = table.start(1) + number.start(), table.start(1) + number.end()
        yield "score", start, end, str(int(number[0]) + 1)


def margins(text):
    for row in re.finditer(r"^\|.*\| (0\.0*[1-9][0-9]*|[1-9][0-9.]*) \| ≤ [0-9][^|]* \| (-?[0-9]+\.[0-9]) \|", text, re.MULTILINE):
        yield "margin", row.start(2), row.end(2), f"{float(row[2]) + 3:.1f}"
