"""Damage to files of hypotheses: states, outcomes, what is predicted of what, where one comes from."""

import re

from .copy_of_a_package import hypotheses_file
from .to_contracts import VALUES

STATES = ("falsified", "survives", "untested", "undecidable", "FALSIFIED", "confirmed")


def edit(random, copy, pattern, change):
    """Replaces one place of a file of hypotheses that a pattern matches by what `change(match, all)` makes of it."""
    name = hypotheses_file(random, copy)
    text = copy.read(name).decode("utf-8", "surrogateescape") if name else ""
    places = list(re.finditer(pattern, text, re.MULTILINE))
    if not places:
        return None
    place = random.choice(places)
    new = change(place[0], [one[0] for one in places])
    copy.write(name, (text[: place.start()] + new + text[place.end() :]).encode("utf-8", "surrogateescape"))
    return f"{name}: {place[0]!r} is now {new!r}"


def change_a_state(random, copy):
    return edit(random, copy, r"(?<=^    state: )\w+$", lambda old, _: random.choice([one for one in STATES if one != old]))


def flip_an_outcome(random, copy):
    def flip(old, _):
        return random.choice(({"fails": "passes", "passes": "fails"}.get(old, "fails"), old, old + "s", "~"))

    return edit(random, copy, r"(?<=outcome: )\w+", flip)


def predict_of_another(random, copy):
    """Has a prediction name another falsifier, check or mutant of the file, or one that is nowhere."""
    key = random.choice(("falsifier", "check", "mutant"))
    return edit(
        random, copy, rf"(?<={key}: )[^,}}\n]+", lambda old, others: random.choice((*others, old[:-1], old.lower())))


def predict_less(random, copy):
    return edit(random, copy, r"^      - \{falsifier.*\n", lambda old, _: random.choice(("", old + old)))


def come_from_another(random, copy):
    """Names other hypotheses under `refines` or `supersedes`, or some where there were none."""
    def change(old, ids):
        line = f"    {random.choice(('refines', 'supersedes'))}: {random.choice(ids)[8:]}\n"
        return old + "\n" + line[:-1]

    return edit(random, copy, r"^  - id: .*$", change)


def rename_a_hypothesis(random, copy):
    return edit(
        random, copy, r"(?<=^  - id: ).*$", lambda old, others: random.choice((*others, old + "-2", "FALSIFY-DOT-002")))


def say_otherwise(random, copy):
    """Gives any key another value, or another name."""
    if random.random() < 0.3:
        return edit(random, copy, r"^ *(?:- )?\w+(?=:)", lambda old, others: random.choice((old + "s", random.choice(others))))
    return edit(random, copy, r"(?<=: )[^\n{}\[\]|>]+?(?=[,}\n])", lambda old, others: random.choice((*VALUES, *others)))
