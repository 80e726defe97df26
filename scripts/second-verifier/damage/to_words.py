"""Damage to what people read: claims in other words, under results that stand."""

from .to_binding import perhaps_bound
from .to_contracts import edit

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
