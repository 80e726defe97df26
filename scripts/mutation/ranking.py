"""Which falsifier is asked first: the one that most probably notices a fault, for the time that it takes."""

import threading
from collections import Counter


class Ranking:
    """Counts who noticed mutants of which file, and orders falsifiers by that.

    It decides how long a mutant takes, never what becomes of it.
    """

    def __init__(self, seconds, history, tests):
        """Begins with what earlier runs found.

        - seconds: by depth and test, what a screening takes without a fault.
        - history: entries of a state.
        - tests: by the name of a falsifier, its test.
        """
        self.seconds = seconds
        self.noticed, self.asked = Counter(), Counter()
        self.lock = threading.Lock()
        for entry in history:
            if test := tests.get(entry.get("by")):
                self.add(test, entry["mutant"].split(":")[0], entry["depth"], True)

    def add(self, test, file, depth, has_noticed):
        with self.lock:
            for key in ((test, file, depth), (test, None, depth)):
                self.asked[key] += 1
                self.noticed[key] += has_noticed

    def ordered(self, falsifiers, file, depth):
        """The falsifiers, the most promising first."""
        with self.lock:
            return sorted(falsifiers, key=lambda falsifier: -self._promise(falsifier.test, file, depth))

    def _promise(self, test, file, depth):
        """The probability that it notices, by what it noticed in this file and elsewhere, for each second."""
        everywhere = (self.noticed[test, None, depth] + 1) / (self.asked[test, None, depth] + 2)
        here = (self.noticed[test, file, depth] + 2 * everywhere) / (self.asked[test, file, depth] + 2)
        return here / max(0.01, self.seconds[depth].get(test, 1))
