"""Damage to what people read: claims in other words or under other names, mutants under two names, over results that stand."""

import canonical
from yaml_text import Unreadable

from .to_binding import perhaps_bound
from .to_contracts import edit
from .to_evidence import members_of, seal

TURNS = ((" is ", " is not "), (" equal", " not equal"), ("at most", "at least"), (" no ", " a "), ("every", "some"))


def reword(random, copy):
    """Turns a formula, a domain, a statement or a prediction into its contrary, or another; then perhaps a run."""
    def change(old, places):
        turned = [old.replace(one, other, 1) for one, other in TURNS if one in old]
        words = old.split(" ")
        random.shuffle(words)
        return random.choice((*3 * turned, " ".join(words), old + " or so", old[: len(old) // 2], places[0][0]))

    done = edit(random, copy, r'(?<=formula: ")[^"\n]+|(?<=domain: ")[^"\n]+|(?<=statement: ")[^"\n]+'
                r'|(?<=prediction: ")[^"\n]+', change)
    return done and done + perhaps_bound(random, copy)


def undeclare(random, copy):
    """Takes the format away, or the verdict of a gate."""
    pattern = random.choice((r"(?m)^  format: pv/1\n", r"(?m)^    verdict: (?:pass|fail)\n|, verdict: (?:pass|fail)"))
    return edit(random, copy, pattern, lambda *_: "")


def rename_an_id(random, copy):
    """Gives a falsifier, a gate, an equation or an invariant another id, at one place or at all of a contract."""
    def change(old, _):
        return random.choice((old[:-1] + "9", old + "0", old.replace("-", "_", 1), old[:-1]))

    done = edit(random, copy, r"(?m)(?<=- id: )[A-Z0-9-]+|(?<=\{id: )[A-Za-z0-9_-]+|(?<=^  )[a-z_0-9]+(?=:$)", change)
    return done and done + perhaps_bound(random, copy)


def say_twice(random, copy):
    """Makes a mutant's outputs those of another one of the falsifier: one fault under two names; then perhaps a run."""
    name, members = members_of(random, copy)
    try:
        mutants = sorted(members["mutants"]) if members else []
        first, second = random.sample(mutants, 2)
        members["mutants"][second] = {**members["mutants"][first], "fault": members["mutants"][second]["fault"]}
        data = seal(members)
        canonical.read(data)
    except (TypeError, KeyError, ValueError, AttributeError, Unreadable):
        return None
    copy.write(name, data)
    return f"{name}: {second} is {first}, sealed" + perhaps_bound(random, copy)
