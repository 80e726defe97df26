"""What became of each mutant: kept on disk after every one, shown as a table."""

import json
from collections import Counter

OUTCOMES = ["killed", "timeout", "survived", "same code", "not compiled", "not for this machine"]


MEANING = """\
`scripts/mutate` changes one place of Sources/Kernels or Sources/CKernels at a time and runs the falsifiers bound to the
file. *killed*: a falsifier failed, or the program stopped; *timeout*: it ran 20 times as long as without the fault;
*survived*: no falsifier noticed; *explained*: survived, and a contract says under `survivors:` why nothing can notice;
*same code*: the compiler produces the same object; *not for this machine*: the preprocessor leaves it out (NEON), or the
processor lacks the instruction set of the file."""


class State:
    """An append-only file of one JSON object a mutant; a run that was interrupted goes on from it."""

    def __init__(self, path, kernels, falsifiers, keeps_killed):
        self.path, self.kernels, self.falsifiers = path, kernels, falsifiers
        self.outcomes = {}
        if path.exists():
            for line in path.read_text().splitlines():
                try:
                    entry = json.loads(line)
                except json.JSONDecodeError:
                    continue  # the line that was being written when the run was killed
                current = entry["falsifiers"] == falsifiers or (keeps_killed and entry["outcome"] != "survived")
                if entry["kernels"] == kernels and current:
                    self.outcomes[entry["mutant"]] = entry["outcome"]

    def add(self, mutant, outcome):
        self.outcomes[mutant.name] = outcome
        entry = {"mutant": mutant.name, "outcome": outcome, "kernels": self.kernels, "falsifiers": self.falsifiers}
        with self.path.open("a") as file:
            file.write(json.dumps(entry) + "\n")


def judge(mutants, outcomes, explanations, lines):
    """Survivors without and with an explanation, and explanations that are stale.

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
        if outcome == "survived":
            if covering:
                explained.append((mutant, covering[0]))
            else:
                unexplained.append(mutant)
    stale = []
    for explanation in explanations:
        text = lines.get(explanation.file)
        if text is None or not any(explanation.code in line for line in text):
            stale.append((explanation, "its code is no longer there"))
        elif not tried[explanation, "survived"] and not tried[explanation, None]:
            stale.append((explanation, "no mutant that it covers survives"))
    return unexplained, explained, stale


def table(mutants, outcomes, explained):
    """Markdown: one row a file, and the sums."""
    explained_names = {mutant.name for mutant, _ in explained}
    counts = {}
    for mutant in mutants:
        outcome = outcomes.get(mutant.name, "not run")
        counts.setdefault(mutant.file, Counter())[outcome] += 1
        if mutant.name in explained_names:
            counts[mutant.file]["explained"] += 1
    total = sum(counts.values(), Counter())
    columns = OUTCOMES[:3] + ["explained"] + OUTCOMES[3:] + ["not run"]
    rows = [f"| file | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for file, count in [*sorted(counts.items()), ("all", total)]:
        rows.append(f"| {file} | {' | '.join(str(count[column]) for column in columns)} |")
    return "\n".join(rows)
