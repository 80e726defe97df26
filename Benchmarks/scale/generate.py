#!/usr/bin/env python3
"""Writes a project of as many contracts as are asked for, with evidence that verifies.

    Benchmarks/scale/generate.py FOLDER --contracts 20000 [--seed 1]

The contracts are those of this repository, under other names, over and over: of the same size and shape, with the same
equations, faults, checks and mutants. Those that need weights are left out, and those of a single falsifier, so that there are
five falsifiers a contract. Each copy depends on the copy before it as well, so that edges reach through all copies, and each
round has a file of hypotheses that refine those of the round before.

Tests become recordings of a script and a kernel in C that are written beside them, and evidence is that of this repository with
inputs that the seed chooses: claim, key, result and wording are bound as docs/evidence-format.md and docs/evidence-keys.md say,
with the modules of scripts/second-verifier. Nothing is run, so no kernel has ever been measured by what is written.
"""

import argparse
import datetime
import hashlib
import json
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts/second-verifier"))

import bare_text  # noqa: E402
import binding  # noqa: E402
import canonical  # noqa: E402
import freshness  # noqa: E402
import keys  # noqa: E402
import versions  # noqa: E402
from verdict import Verdicts  # noqa: E402

# What stands for the number of a copy until there is one: letters that no contract has.
COPY = "QQCOPYQQ"
SEED = "QQSEEDQQ"
KERNEL = """\
/* The kernel of {contract}, copy {copy}. */
#include "{stem}.h"

#include <stddef.h>

void {stem}_kernel(const float *x, float *y, size_t n) {{
  for (size_t i = 0; i < n; ++i) y[i] = {factor}.0f * x[i];
}}

{explained}"""
HEADER = """\
#include <stddef.h>

void {stem}_kernel(const float *x, float *y, size_t n);
"""
SCRIPT = """\
# Records the falsifiers of {contract}.
cc -O2 -shared -o /tmp/{stem}.so {source} && exec /tmp/{stem}.so
"""
HYPOTHESES = """\
question: Why does the result of kernel {copy} drift from the one before it?
description: >-
  Copy {copy} of the kernels was tried against the copy before it, on the same inputs and in the same orders.
hypotheses:
  - id: H-ORDER-{copy}
    statement: "the terms of copy {copy} are added in another order"
    source: "the first suspicion, since nothing else had been changed"
    opened: 2026-11-30{order}
    predicts:
      - {{falsifier: FALSIFY-DOT-001-{copy}, check: bound_ratio, outcome: fails}}
    state: falsified

  - id: H-EXACT-{copy}
    statement: "copy {copy} keeps within the bound of its order on whatever inputs"
    source: "what is left when the order is ruled out"
    opened: 2026-11-30{exact}
    predicts:
      - {{falsifier: FALSIFY-DOT-001-{copy}, check: bound_ratio, outcome: passes}}
    state: survives
"""


class Template:
    """A contract of this repository that is written again and again."""

    def __init__(self, contract, verdicts, rename):
        self.id = contract.id
        self.base = re.sub(r"-v[0-9]+$", "", contract.id)
        self.stem = re.sub(r"[^a-z0-9]", "_", self.base)
        self.depends_on = contract.depends_on
        self.source = f"src/{COPY}/{self.stem}_{COPY}.c"
        self.script = f"tests/{COPY}/{self.stem}_{COPY}.sh"
        for equation in contract.equations.values():
            equation["implementation"] = [self.source] if equation["implementation"] else []
        for falsifier in contract.falsifiers:
            falsifier.update(test="", run=["sh", self.script], fixtures=[])
        self.contract, self.rename = contract, rename
        # Lines that the contract says survivors of; they are in the kernel as comments.
        self.explained = "".join(f"// {one['code']}\n" for one in contract.root.get("survivors") or [])
        self.text = rename(self.recorded((ROOT / contract.path).read_text("utf-8")))

    def recorded(self, text):
        """The contract with recordings in place of tests."""
        text = re.sub(r"^    test: .*$", f"    run: [sh, {self.script}]", text, flags=re.M)
        text = re.sub(r"^    implementation: \[[^\]]*\]$", f"    implementation: [{self.source}]", text, flags=re.M)
        text = re.sub(r"^    fixtures: \[[^\]]*\]\n", "", text, flags=re.M)
        text = re.sub(r"^  - file: \S+$", f"  - file: {self.source}", text, flags=re.M)
        # Hypotheses of this repository are not copied.
        text = re.sub(r", H-[A-Z-]+(?=[],])", "", text)
        text = re.sub(r"^    verdict_basis: .*\n", "", text, flags=re.M)
        before = self.base + f"-{COPY}BEFORE-v1"
        if re.search(r"^  depends_on: \[", text, flags=re.M):
            return re.sub(r"^  depends_on: \[", f"  depends_on: [{before}, ", text, count=1, flags=re.M)
        return re.sub(r"^  references:", f"  depends_on: [{before}]\n  references:", text, count=1, flags=re.M)

    def prepare(self, library):
        """Takes in what digests are made of; after every contract has its paths."""
        self.falsifiers = []
        for falsifier in self.contract.falsifiers:
            evidence = json.loads((ROOT / "evidence" / self.id / f"{falsifier['id']}.json").read_bytes())
            evidence["digest"] = "0" * 64
            for position, one in enumerate(evidence["inputs"]):
                one["sha256"] = f"{SEED}{position:02}"
            claim = freshness.claim(self.contract, falsifier, library)
            wording = freshness.wording(self.contract, falsifier, library)
            paths = sorted(set(freshness.implementation(self.contract, falsifier, library)))
            self.falsifiers.append({
                "id": self.rename(falsifier["id"]),
                "evidence": self.rename(canonical.canonical(evidence).decode()),
                "inputs": len(evidence["inputs"]),
                "claim": self.rename(canonical.canonical(claim, indent=None).decode()),
                "wording": self.rename(canonical.canonical(wording, indent=None).decode()),
                "metrics": {check.metric.split(".")[-1] for check in falsifier["checks"]},
                "implementation": paths,
            })


def templates():
    """The contracts that are copied, those that others depend on first."""
    day = datetime.datetime.now(datetime.timezone.utc).date()
    verdicts = Verdicts(str(ROOT), day)
    chosen = {
        contract.id: contract for contract in verdicts.contracts
        if len(contract.falsifiers) > 1 and not any(falsifier["needs"] for falsifier in contract.falsifiers)}
    names = sorted({f["id"] for c in chosen.values() for f in c.falsifiers} | {g["id"] for c in chosen.values() for g in c.gates},
                   key=len, reverse=True)
    bases = sorted((re.sub(r"-v[0-9]+$", "", name) for name in chosen), key=len, reverse=True)
    ids = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, names)) + r")(?![\w-])")
    contracts = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, bases)) + r")-v[0-9]+(?![\w-])")

    def rename(text):
        return contracts.sub(rf"\1-{COPY}-v1", ids.sub(rf"\1-{COPY}", text))

    made = {name: Template(contract, verdicts, rename) for name, contract in chosen.items()}
    for template in made.values():
        template.prepare({name: contract for name, contract in chosen.items()})
    ordered = []

    def add(name):
        if name in made and made[name] not in ordered:
            for other in made[name].depends_on:
                add(other)
            ordered.append(made[name])

    for name in sorted(made):
        add(name)
    return ordered


def write(path, data):
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def copy_of(template, number, seed, folder):
    """Writes a copy of a contract with its sources and evidence; how many falsifiers it has, and bytes of evidence."""
    copy = f"{number:05}"

    def named(text):
        return text.replace(COPY, copy)

    text = template.text
    if number == 0:
        text = text.replace(f"{template.base}-{COPY}BEFORE-v1, ", "")
        text = text.replace(f"  depends_on: [{template.base}-{COPY}BEFORE-v1]\n", "")
    else:
        text = text.replace(f"{COPY}BEFORE", f"{number - 1:05}")
    contract = named(f"{template.base}-{COPY}-v1")
    stem = f"{template.stem}_{copy}"
    write(folder / "contracts" / copy / f"{contract}.yaml", named(text))
    files = {
        named(template.source): KERNEL.format(contract=contract, copy=copy, stem=stem, factor=number % 97 + 2,
            explained=template.explained),
        f"src/{copy}/{stem}.h": HEADER.format(stem=stem),
        named(template.script): SCRIPT.format(contract=contract, stem=stem, source=named(template.source)),
    }
    members = {}
    for path, content in files.items():
        data = content.encode()
        write(folder / path, data)
        members[path] = canonical.sha256(bare_text.bare(data, path) if bare_text.is_source(path) else data)
    words = {word.decode() for content in files.values() for word in bare_text.words(content.encode())}
    evidence = folder / "evidence" / contract
    os.makedirs(evidence, exist_ok=True)
    bound, all_members, size = {}, {}, 0
    for falsifier in template.falsifiers:
        name = named(falsifier["id"])
        own = dict(members, recorder=versions.RECORDER)
        own.update((f"metric#{metric}", versions.METRICS[metric][1])
                   for metric in (falsifier["metrics"] | words) & set(versions.METRICS))
        form = named(falsifier["evidence"])
        for position in range(falsifier["inputs"]):
            drawn = hashlib.sha256(f"{seed} {name} {position}".encode()).hexdigest()
            form = form.replace(f"{SEED}{position:02}", drawn)
        result = canonical.sha256(form.encode())
        form = form.replace('\n  "digest": "' + "0" * 64, '\n  "digest": "' + result)
        write(evidence / f"{name}.json", form)
        size += len(form)
        bound[name] = {
            "claim": canonical.sha256(named(falsifier["claim"]).encode()), "key": keys.key(own), "result": result,
            "wording": canonical.sha256(named(falsifier["wording"]).encode()),
            "executed": {named(path): "yes" for path in falsifier["implementation"]},
        }
        bound[name]["seal"] = binding.seal(name, bound[name])
        for member, value in own.items():
            all_members.setdefault(member, set()).add(value)
    write(evidence / "binding.txt", binding.text(bound, all_members))
    return len(template.falsifiers), size


def generate(folder, count, seed=1):
    """Writes a project of `count` contracts; the numbers of its falsifiers and of the bytes of their evidence."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    made = templates()
    write(folder / "pv.yaml", "")
    os.makedirs(folder / "investigations")
    falsifiers = size = 0
    for position in range(count):
        number, template = divmod(position, len(made))
        copy = f"{number:05}"
        if template == 0:
            for parent in ("contracts", "src", "tests"):
                os.makedirs(folder / parent / copy)
        added = copy_of(made[template], number, seed, folder)
        falsifiers, size = falsifiers + added[0], size + added[1]
        if made[template].id == "f32-dot-v1":
            before = f"{number - 1:05}"
            order, exact = (f"\n    refines: {kind}-{before}" if number else "" for kind in ("H-ORDER", "H-EXACT"))
            write(folder / "investigations" / f"{copy}.yaml", HYPOTHESES.format(copy=copy, order=order, exact=exact))
    return falsifiers, size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="where the project is written; it must be empty or not be there")
    parser.add_argument("--contracts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        falsifiers, size = generate(options.folder, options.contracts, options.seed)
    except FileExistsError as error:
        sys.exit(f"generate: {error}")
    print(f"{options.contracts} contracts, {falsifiers} falsifiers, {size} bytes of evidence")


if __name__ == "__main__":
    main()
