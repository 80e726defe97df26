"""Damage to what a contract says: values, thresholds, lists, keys, lines that come in addition."""

import re
from datetime import date, timedelta
from decimal import Decimal

from evidence import real

from .copy_of_a_package import contract_file, evidence_file

# Values that mean something to YAML, to a contract or to a careless reader.
VALUES = (
    '""', "~", "null", "[]", "{}", "[~]", "0", "-0", "1", "1e-3", "1.0e-30", ".5", "1.", "1_000", "0x10", ".inf",
    "nan", "1e99999", '"0x44191e70"', '"0X44191E70"', "DISCHARGED", "PENDING", "FALSIFIED", "BLOCKED", "live",
    "algorithm", "pass", "fail", "yes", "2020-01-01", "2099-12-31", "2021-02-29", "*a", "&a 1", "!!int 7", "|", ">-",
    "'it''s'", "é", "e\u0301", "../..", "Sources/Kernels/Dot/", "Sources/Kernels/*", "Package.swift", "[a, a]",
    "a: b", "'a: b'", "# x", "\t1", "a#b/c", "pv/1")
SOON, LATER = date.today() + timedelta(200), date.today() + timedelta(400)
LINES = (
    f"    waived: {{reason: it is known, owner: team:kernels, until: {SOON}}}",
    f"    waived: {{reason: it is known, owner: '@one', until: {SOON}}}",
    f"    waived: {{reason: it is known, owner: one@example.org, until: {LATER}}}",
    f"    waived: {{reason: it is known, owner: one@example, until: {SOON}}}",
    f"    waived: {{reason: known, owner: team:kernels, until: {SOON}}}",
    f"loosened: [{{change: x, reason: it is known, owner: team:kernels, until: {SOON}}}]",
    f"loosened: [{{change: x, reason: it is known, owner: somebody, until: {SOON}}}]",
    "    waived: {reason: r, owner: o, until: 2099-12-31}", "    waived: {reason: r, owner: o, until: 2020-01-01}",
    "    waived: {reason: r, owner: o}", "    blocked: {reason: r, review: 2099-12-31}", "    requires: live",
    "    requires: both", "    needs: [{isa: avx512}]", "    variants: [avx2]", "    variants: avx2", "    mutants: []",
    "    blind_to: [{impostors: zeros, reason: it is so}]", "    blind_to: [{impostors: [zero], reason: it is so}]",
    "    blind_to: {impostors: [zeros]}", "    blind_to: [{impostors: [zeros]}]", "faults: []", "faults: x",
    "    orders: [sorted, reversed]", "    orders: [up]", "    no_orders: because", "    no_orders: because it is",
    f"    needs: [{{weights: w, sha256: {'A' * 64}}}]", "    discharge_status: BLOCKED", "    checks: []",
    "    notes: [1, 2]", "    evidence: evidence/a.json", "    status: verified", "verdict_basis: prose",
    "    binds_to: [a, b]", "    ? [a]\n    : b",
    "gates: [{id: G, requires: [], verdict: fail}]", "gates: [{id: G, requires: []}]", "gates: []", "---", "...",
    "%YAML 1.2", "x: &x [*x]",
    "loosened: []", "kind: kernel")
# What a verdict is computed from; most of a contract is prose.
KEYS = (
    "at_most: ", "at_least: ", "equals: ", "within: ", "metric: ", "discharge_status: ", "verdict: ", "id: ", "test: ",
    "binds_to: ", "format: ")


def edit(random, copy, pattern, change):
    """Replaces one place of a contract that a pattern matches by what `change(match, all)` makes of it."""
    name = contract_file(random, copy)
    text = copy.read(name).decode("utf-8", "surrogateescape") if name else ""
    places = list(re.finditer(pattern, text))
    if not places:
        return None
    special = [place for place in places if text[: place.start()].endswith(KEYS)]
    place = random.choice(special if special and random.random() < 0.7 else places)
    new = change(place[0], places)
    copy.write(name, (text[: place.start()] + new + text[place.end() :]).encode("utf-8", "surrogateescape"))
    return f"{name}: {place[0]!r} is now {new!r}"


def change_a_value(random, copy):
    def change(old, places):
        other = random.choice(places)[0]
        return random.choice((random.choice(VALUES), old + "x", old[:-1], old.upper(), nudged(random, old), other))

    return edit(random, copy, r"(?<=: )[^\n{}\[\]|>]+?(?=[,}\n])", change)


def change_a_threshold(random, copy):
    """Moves a threshold, most often to exactly what was measured somewhere or a last digit beside it."""
    def change(old, _):
        proof = evidence_file(random, copy)
        measured = re.findall(rb'"bits": "(0x[0-9a-f]{16})"', copy.read(proof)) if proof else []
        exact = [f"{Decimal(real(bits.decode())):f}" for bits in random.sample(measured, min(3, len(measured)))]
        exact += [value + "1" for value in exact if "." in value]
        return random.choice((*exact, *exact, nudged(random, old), "0", "1", "1e-30", "1e30", "-1", old + "0"))

    return edit(random, copy, r"(?<=at_most: |t_least: | equals: | within: )[^\n,}]+", change)


def change_a_list(random, copy):
    def change(old, _):
        items = old.split(", ")
        random.shuffle(items)
        return ", ".join(random.choice((items, items[1:], items + items[:1], items + [random.choice(VALUES)])))

    return edit(random, copy, r"(?<=\[)[^\[\]{}\n]+(?=\])", change)


def except_a_mutant(random, copy):
    """Lets a check pass a mutant, often one that it catches."""
    def change(old, places):
        mutants = re.findall(r"(?<=mutants: \[)[^\]]+", places[0].string) or ["no_such_mutant"]
        return f"{old}, lets_pass: {{{random.choice(', '.join(mutants).split(', '))}: {random.choice(('because it is', 'because'))}}}"

    return edit(random, copy, r"(?<=metric: )[^\n}]+(?=})", change)


def rename_a_key(random, copy):
    def change(old, places):
        return random.choice((old + "s", old[1:], random.choice(places)[0], "x", old.upper()))

    return edit(random, copy, r"[a-z_0-9]+(?=:)", change)


def insert_a_line(random, copy):
    name = contract_file(random, copy)
    lines = copy.read(name).split(b"\n") if name else []
    after = [place for place, line in enumerate(lines) if re.match(rb"    [a-z_]+: [^>|]+$", line)]
    if not after:
        return None
    place, line = random.choice(after), random.choice(LINES)
    lines.insert(place + 1 if line.startswith(" ") else len(lines), line.encode())
    copy.write(name, b"\n".join(lines))
    return f"{name}: {line!r} after line {place + 1}"


def nudged(random, text):
    """A text with one of its digits another one."""
    digits = [place for place, character in enumerate(text) if character in "0123456789"]
    if not digits:
        return text
    place = random.choice(digits)
    return text[:place] + random.choice("0123456789") + text[place + 1 :]
