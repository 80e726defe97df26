"""What became of each mutant: kept on disk after every one, shown as a table."""

import json
from collections import Counter
from dataclasses import dataclass

OUTCOMES = [
    "killed", "timeout", "survived", "unit test", "not reached", "same code", "not compiled", "not for this machine",
]
SURVIVING = ("survived", "not reached")


MEANING = """\
`scripts/mutate` changes one place of Sources/Kernels or Sources/CKernels at a time and runs the falsifiers that execute the
place; where none notices, it asks the unit tests. *killed*: a falsifier failed, or the program stopped; *timeout*: it ran 20
times as long as without the fault; *survived*: nobody noticed; *explained*: survived, and a contract says under `survivors:`
why nothing can notice; *unit test*: a unit test noticed, and no falsifier; *not reached*: no falsifier executes the place;
*same code*: the compiler produces the same object; *not for this machine*: the preprocessor leaves it out (NEON), or the
processor lacks the instruction set of the file."""


@dataclass(frozen=True)
class Of:
    """What results are of: digests of the kernels, and of the falsifiers and what they claim."""

    kernels: str
    falsifiers: str


@dataclass(frozen=True)
class Result:
    """What became of a mutant, and which falsifier noticed it at what depth."""

    outcome: str
    falsifier: str = None
    test: str = None
    depth: str = None

    def __str__(self):
        return f"{self.outcome} by {self.falsifier}" if self.falsifier else self.outcome


class State:
    """An append-only file of one JSON object a mutant; a run that was interrupted goes on from it.

    A line without a mutant says what the following ones are a part of.
    """

    def __init__(self, path, of, kept_survivors=None, earlier=()):
        """Begins with what is known.

        - kept_survivors: names of mutants that still count if they survived other falsifiers or other files of the kernels,
          because a contract says why nothing can notice them. What was noticed, or was no fault, then counts as well. Without
          such names, only what was found on the same sources counts.
        - earlier: entries that were found elsewhere, of files that are as they were.
        """
        self.path, self.of = path, of
        self.kept_survivors = kept_survivors
        self.entries, self.history, self.headers = {}, [], []
        for entry in earlier:
            self._know(entry, True)
        if path.exists():
            for line in path.read_text().splitlines():
                try:
                    entry = json.loads(line)
                except json.JSONDecodeError:
                    continue  # the line that was being written when the run was killed
                if "mutant" not in entry:
                    self.headers.append(entry)
                else:
                    # A line does not say whether its file is as it was; all kernels being the same does.
                    self._know(entry, entry["kernels"] == of.kernels)

    @property
    def outcomes(self):
        return {name: entry["outcome"] for name, entry in self.entries.items()}

    def kept(self, mutants):
        """How often the outcomes of some mutants that are of other sources are which."""
        known = (self.entries.get(mutant.name) for mutant in mutants)
        return Counter(entry["outcome"] for entry in known if entry is not None and not self._is_current(entry))

    def begin(self, header):
        """Notes what a run is a part of, unless that is noted."""
        header = {**header, **vars(self.of)}
        if header not in self.headers:
            self.headers.append(header)
            self._append(header)

    def add(self, mutant, result):
        by = {"by": result.falsifier, "depth": result.depth} if result.falsifier else {}
        self.take({"mutant": mutant.name, "outcome": result.outcome, **by, **vars(self.of)})

    def take(self, entry):
        """Takes over an entry of another state."""
        self.entries[entry["mutant"]] = entry
        self._append(entry)

    def _know(self, entry, is_of_this_file):
        self.history.append(entry)
        if self._is_current(entry):
            self.entries[entry["mutant"]] = entry
        elif self.kept_survivors is not None and is_of_this_file and not self._is_known(entry["mutant"]):
            if entry["outcome"] not in SURVIVING or entry["mutant"] in self.kept_survivors:
                self.entries[entry["mutant"]] = entry
            else:
                # What was found before is refuted.
                self.entries.pop(entry["mutant"], None)

    def _is_known(self, mutant):
        """Whether an outcome of the sources as they are is known."""
        return mutant in self.entries and self._is_current(self.entries[mutant])

    def _is_current(self, entry):
        return (entry["kernels"], entry["falsifiers"]) == (self.of.kernels, self.of.falsifiers)

    def _append(self, entry):
        # A line that was cut off must not swallow the next one.
        is_cut = self.path.exists() and self.path.stat().st_size and self.path.read_bytes()[-1:] != b"\n"
        with self.path.open("a") as file:
            file.write(("\n" if is_cut else "") + json.dumps(entry) + "\n")


def judge(mutants, outcomes, explanations, lines):
    """Survivors without and with an explanation, also those that are not reached, and explanations that are stale.

    An explanation is stale where its code is in no line of its file, or where every mutant that it covers was tried
    and none survives.
    """
    unexplained, explained, used = [], [], Counter()
    tried = Counter()
    for mutant in mutants:
        outcome = outcomes.get(mutant.name)
        line = lines[mutant.file][mutant.line - 1]
        covering = [explanation for explanation in explanations if explanation.covers(mutant, line)]
        for explanation in covering:
            tried[explanation, outcome] += 1
        if outcome in SURVIVING:
            if covering:
                explained.append((mutant, covering[0]))
            else:
                unexplained.append(mutant)
    stale = []
    for explanation in explanations:
        text = lines.get(explanation.file)
        if text is None or not any(explanation.code in line for line in text):
            stale.append((explanation, "its code is no longer there"))
        elif not any(tried[explanation, outcome] for outcome in SURVIVING) and not tried[explanation, None]:
            stale.append((explanation, "no mutant that it covers survives"))
    return unexplained, explained, stale


def table(mutants, outcomes, explained):
    """Markdown: one row a file, and the sums."""
    explained_names = {mutant.name for mutant, _ in explained}
    counts = {}
    for mutant in mutants:
        outcome = outcomes.get(mutant.name, "not run")
        counts.setdefault(mutant.file, Counter())[outcome] += 1
        if outcome == "survived" and mutant.name in explained_names:
            counts[mutant.file]["explained"] += 1
    total = sum(counts.values(), Counter())
    columns = OUTCOMES[:3] + ["explained"] + OUTCOMES[3:] + ["not run"]
    rows = [f"| file | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for file, count in [*sorted(counts.items()), ("all", total)]:
        rows.append(f"| {file} | {' | '.join(str(count[column]) for column in columns)} |")
    return "\n".join(rows)
