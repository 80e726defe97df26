"""What became of every mutant, in a file that is small enough to be committed: the next machine goes on from it.

One JSON object a line. A line with `kernels` and `falsifiers`, their digests, says what the lines below it are of, and what
the machine could run. Each of these is of one file of the kernels: a digest of its text and its mutants, one letter a
mutant in their order, and for each mutant that was noticed, who noticed it.
"""

import hashlib
import json

LETTERS = {
    "killed": "k", "timeout": "t", "survived": "s", "unit test": "u", "not reached": "r", "same code": "c", "not compiled": "n",
    "not for this machine": "m",
}
_OUTCOMES = {letter: outcome for outcome, letter in LETTERS.items()}
_NOT_TRIED = "."


def _key(text, mutants):
    """SHA-256 of a file, of which faults are planted in it, and of their order."""
    return hashlib.sha256("\n".join([text, *(mutant.name for mutant in mutants)]).encode()).hexdigest()


def read(path, texts, planted, machine):
    """An entry for each mutant that was tried, as a state has them; none of a file that has changed since.

    - texts: by name, what the files of the kernels hold.
    - planted: by name, the mutants of each, in their order.
    - machine: what this one can run; what another could not try is not tried yet.
    """
    if not path.exists():
        return
    of, is_here = {}, False
    for line in path.read_text().splitlines():
        row = json.loads(line)
        if "file" not in row:
            of = {"kernels": row["kernels"], "falsifiers": row["falsifiers"]}
            is_here = row["machine"] == machine
            continue
        file = row["file"]
        if file not in texts or _key(texts[file], planted[file]) != row["sha256"]:
            continue
        noticed = iter(row["noticed"])
        for mutant, letter in zip(planted[file], row["outcomes"], strict=True):
            if letter == _NOT_TRIED or letter == LETTERS["not for this machine"] and not is_here:
                continue
            by = dict(zip(("by", "depth"), row["by"][next(noticed)])) if letter in "ktu" else {}
            yield {"mutant": mutant.name, "outcome": _OUTCOMES[letter], **by, **of}


def write(path, entries, texts, planted, machine):
    """Writes the entries of a state.

    - entries: by a mutant's name, what became of it, who noticed it, and digests of the sources it was tried on.
    """
    groups = {}
    for name, entry in entries.items():
        groups.setdefault((entry["kernels"], entry["falsifiers"]), {})[name] = entry
    lines = []
    for (kernels, falsifiers), known in sorted(groups.items()):
        lines.append({"kernels": kernels, "falsifiers": falsifiers, "machine": machine})
        for file, mutants in sorted(planted.items()):
            own = [known.get(mutant.name) for mutant in mutants]
            if not any(own):
                continue
            noticing = [[entry["by"], entry["depth"]] for entry in own if entry and "by" in entry]
            by = sorted(map(list, set(map(tuple, noticing))))
            lines.append({
                "file": file, "sha256": _key(texts[file], mutants),
                "outcomes": "".join(LETTERS[entry["outcome"]] if entry else _NOT_TRIED for entry in own),
                "by": by, "noticed": [by.index(each) for each in noticing],
            })
    path.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines))
