#!/usr/bin/env python3
"""Compares the second verifier with pv, on a package and on damaged copies of it.

Both must give every falsifier the same status, find the same files unreadable, edited, misfiled or
left behind, find the same statuses and gates declared wrongly, and end with the same exit code. If
`pv validate` finds something in a contract from which no verdict is computed (a misspelled key, a missing
reference), pv's result is used: it can make a claim PENDING, but never DISCHARGED.

If the damage touched something that is judged (touched.py, or a page that says something untrue), the copy must be rejected:
by `pv verify`, or, if a claim itself changed, by `pv diff --strict` against the original. With --traces, traces of a small
model are damaged too, with forged logits and the like, and `pv trace --verify` must reject each of them.

Exit codes: 0 they agree, 1 they do not, 64 wrong usage, 70 pv or PyYAML is missing.
"""

import argparse
import collections
import concurrent.futures
import datetime
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

from verify import Parser, Verdicts

import judged
from checkout import Folder
from damage import Copy, Lie, damage, damage_a_trace, write_pages
from hypotheses import STATES
from reach import Package
from touched import touched

# Rules of a contract's file that both look for: they must find one of them in the same contracts.
SHARED = {
    "duplicate-key", "yaml-alias", "key-not-text", "multiple-documents", "check-condition", "check-threshold",
    "duplicate-falsifier-id", "binds-to-unresolved", "waiver-unanswered"}
# A misspelled key is the one finding that pv has of it: what follows from the key's absence is not said again.
MISSPELLED = "near-miss-key"
UNREADABLE = {
    "file-unreadable", "file-too-large", "empty-file", "invalid-utf8", "invalid-character", "yaml-syntax", "too-deep",
    "not-a-contract"}
VERDICTS = {
    "threshold-below-noise", "threshold-above-mutant", "exception-needless", "check-never-violated", "corner-missed",
    "clause-without-fault", "falsified", "status-missing", "status-mismatch", "gate-mismatch", "hypothesis-mismatch", "waiver-expired",
    "evidence-unreadable", "evidence-edited", "evidence-misfiled", "evidence-newer-schema", "evidence-older-form",
    "evidence-orphan", "binding-unreadable", "implementation-unreached", "implementation-own", "format-undeclared", "gate-verdict-missing",
    "claim-reworded", "witness-misfit", "witness-unreadable", "prose-number-differs", "prose-number-unresolved",
    "page-count-differs", "page-id-unknown", "page-link-dead", "page-status-differs", "page-number-loose",
    "key-unusable", "table-sum", "criterion-unproved", "ship-spec-missing"}
NEITHER = {"falsifier-pending", "witness-stale", "witness-unsigned", "no-contracts", "path-not-found"}
# What pv alone looks for, on pages and in ship-spec.md: its own commands. They reject, and bear on no status.
PROSE = {"page-command-unknown"}
COMMAND = re.compile("criterion [0-9.]+: pv .*")
LOOSE = "page-number-loose"
# Seconds for one `pv`; on a machine with much else to do it takes long, and that is no difference.
TIMEOUT = 900


def run_pv(pv, root, as_of):
    """The exit code of `pv verify`, its statuses in order, its findings, how many are FALSIFIED and waived, and the states
    of hypotheses."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        output = ["--root", ".", "--format", "concise", "--verbose", "--output", f"json={report}"]
        command = [pv, "verify", "--as-of", str(as_of), *output]
        result = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=TIMEOUT)
        if result.returncode not in (0, 1, 2):
            raise RuntimeError(f"pv ended with {result.returncode}: {result.stderr.strip()}")
        with open(report, encoding="utf-8") as file:
            told = json.load(file)
    lines = re.findall(r"^(.+) \((.+)\): ([A-Z_]+)$", result.stdout, re.MULTILINE)
    statuses = [(contract, falsifier, status) for falsifier, contract, status in lines]
    states = re.findall(rf"^(.+) \((.+)\): ({'|'.join(STATES)})$", result.stdout, re.MULTILINE)
    return result.returncode, statuses, told["findings"], told["summary"]["waived_falsified"], states


def scoreboard_of_pv(pv, root, as_of):
    """(name, status) of each criterion, and (id, passes, basis) of each gate, as `pv status` has them."""
    command = [pv, "status", "--format", "json", "--as-of", str(as_of)]
    told = json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=TIMEOUT).stdout)
    criteria = [(one["name"], one["status"]) for one in told["criteria"]]
    return criteria, [(one["id"], one["passes"], one["basis"]) for one in told["gates"]]


def differences(pv, root, as_of):
    """What the two say differently of a package, in words, and which statuses and rules they came across."""
    exit_code, statuses, findings, waived_falsified, states = run_pv(pv, root, as_of)
    unfit, shared, misspelled = {}, set(), set()
    for finding in findings:
        rule = finding["rule"]
        # A file of settings that cannot be read is no contract that cannot be.
        if finding["path"] == "pv.yaml" and rule in UNREADABLE:
            rule = finding["rule"] = "setting-invalid"
        if rule == "criterion-unproved" and COMMAND.fullmatch(finding["message"]):
            rule = finding["rule"] = "page-command-unknown"
        if rule not in UNREADABLE | VERDICTS | NEITHER | PROSE:
            unfit[finding["path"]] = unfit.get(finding["path"], False) or finding["severity"] == "error"
            if rule in SHARED:
                shared.add(finding["path"])
            if rule == MISSPELLED:
                misspelled.add(finding["path"])
    mine = Verdicts(root, as_of, unfit)
    found = []

    def compare(what, ours, theirs):
        if ours != theirs:
            found.append(f"{what}: pv {theirs}, second verifier {ours}")

    prose = any(finding["rule"] in PROSE for finding in findings)
    compare("exit code", 1 if prose else mine.exit_code, exit_code)
    if os.path.exists(os.path.join(root, "ship-spec.md")):
        criteria, gates = scoreboard_of_pv(pv, root, as_of)
        compare("criteria", mine.criteria, criteria)
        compare("gates", mine.bases, gates)
    compare("FALSIFIED and waived", mine.waived_falsified, waived_falsified)
    compare("falsifiers", [entry[:2] for entry in mine.statuses], [entry[:2] for entry in statuses])
    for (contract, falsifier, status, reasons), theirs in zip(mine.statuses, statuses):
        compare(f"{contract} {falsifier} ({'; '.join(reasons)})", status, theirs[2])
    # pv lists them by their questions.
    compare("hypotheses", sorted(mine.states), sorted(states))
    ours = collections.Counter((rule, path) for rule, path, _ in mine.findings if rule in VERDICTS)
    theirs = collections.Counter(
        (finding["rule"], finding["path"])
        for finding in findings
        if finding["rule"] in VERDICTS and (finding["severity"] == "error" or finding["rule"] == LOOSE))
    compare("findings", sorted((ours - theirs).elements()), sorted((theirs - ours).elements()))
    if judged.is_misread(root) and not unfit.get("pv.yaml"):
        found.append("pv.yaml: pv applies it, second verifier finds a mistake in it")
    compare(
        "unreadable contracts", sorted(path for rule, path, _ in mine.findings if rule == "contract-unreadable"),
        sorted({finding["path"] for finding in findings if finding["rule"] in UNREADABLE}))
    for contract in mine.contracts + mine.investigations:
        if contract.path not in misspelled:
            compare(f"{contract.path} is not judged", bool(contract.problems & SHARED), contract.path in shared)
        if contract.problems and contract.path not in unfit:
            found.append(f"{contract.path}: pv judges it, second verifier finds {sorted(contract.problems)}")
    return found, {status for *_, status in statuses + states} | {finding["rule"] for finding in findings}, exit_code


def text_of(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def contract_with_dependencies(root, *given):
    """Contracts' files and those that they depend on, so that a copy of a part of the package makes sense."""
    needed = investigations(root)
    names, queue = [], list(given)
    while queue:
        current = queue.pop()
        if current not in names and os.path.exists(os.path.join(root, "contracts", current)):
            names.append(current)
            text = text_of(root, "contracts", current)
            listed = re.search(r"^  depends_on: \[(.*)\]", text, re.MULTILINE)
            queue += [f"{other.strip()}.yaml" for other in listed[1].split(",")] if listed else []
            # A gate can require hypotheses.
            words = set(re.findall(r"[\w-]+", text))
            queue += [other for ids, contracts in needed.values() if words & ids for other in contracts]
    return names


def investigations(root):
    """By the name of each file of hypotheses their ids, and the files of the contracts that these predict something of."""
    folder = os.path.join(root, "investigations")
    homes = {
        falsifier: name for name in all_contracts(root)
        for falsifier in re.findall(r"^  - id: (\S+)", text_of(root, "contracts", name), re.MULTILINE)}
    found = {}
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        text = text_of(folder, name).partition("\nhypotheses:")[2]
        named = re.findall(r"falsifier: ([\w-]+)", text)
        found[name] = (
            set(re.findall(r"^  - id: (\S+)", text, re.MULTILINE)), {homes[one] for one in named if one in homes})
    return found


def make_copy(root, target, names):
    """A copy with some of the contracts and their evidence, and all sources that evidence can depend on."""
    def link(folder):
        if os.path.isdir(os.path.join(root, folder)):
            shutil.copytree(
                os.path.join(root, folder), os.path.join(target, folder), copy_function=os.link,
                ignore=shutil.ignore_patterns(".*"))

    if not os.path.exists(os.path.join(root, "Package.swift")):
        # What a recording can depend on has no list: all of a package that has no Swift.
        return make_whole_copy(root, target)
    # All of Sources and of each target: an implementation can stand anywhere, and a key can depend on any target.
    targets = [one.folder for one in Package(Folder(root)).targets]
    for folder in sorted({"Sources", "witnesses", *targets}, key=len):
        if not os.path.isdir(os.path.join(target, folder)):
            link(folder)
    os.link(os.path.join(root, "Package.swift"), os.path.join(target, "Package.swift"))
    os.makedirs(os.path.join(target, "contracts"))
    for name in names:
        os.link(os.path.join(root, "contracts", name), os.path.join(target, "contracts", name))
        link(os.path.join("evidence", os.path.splitext(name)[0]))
    for name, (_, contracts) in investigations(root).items():
        if contracts <= set(names):
            os.makedirs(os.path.join(target, "investigations"), exist_ok=True)
            os.link(os.path.join(root, "investigations", name), os.path.join(target, "investigations", name))
    return Copy(target)


def make_whole_copy(root, target):
    """A copy of all that a project's pages can speak of."""
    def is_left_out(folder, name):
        return name in (".build", ".git", "__pycache__") or folder == root and name.startswith(".second-verifier")

    for name in sorted(os.listdir(root)):
        path, place = os.path.join(root, name), os.path.join(target, name)
        if is_left_out(root, name):
            continue
        if os.path.isdir(path):
            shutil.copytree(
                path, place, copy_function=os.link, symlinks=True,
                ignore=lambda folder, inside: {one for one in inside if is_left_out(folder, one)})
        else:
            os.link(path, place)
    return Copy(target)


def change_of_a_claim(pv, root, copy, names):
    """Whether `pv diff` rejects what became of some contracts, or of hypotheses."""
    paths = [f"contracts/{name}" for name in names] + copy.files("investigations")
    for path in paths:
        if os.path.exists(copy.path(path)) and os.path.exists(f"{root}/{path}"):
            command = [pv, "diff", "--strict", f"{root}/{path}", copy.path(path)]
            if subprocess.run(command, cwd=copy.root, capture_output=True, timeout=TIMEOUT).returncode != 0:
                return True
    return False


def try_damage(pv, root, scratch, seed, as_of, is_damaged=True):
    """Damages one copy; the differences with what was done to it, or "", what came up, and whether it was touched."""
    generator = random.Random(seed)
    contracts = all_contracts(root)
    target = tempfile.mkdtemp(prefix=f"{seed}-".replace("/", "-"), dir=scratch)
    what = generator.random()
    if what < 0.01:
        names = contracts
        copy = make_whole_copy(root, target)
    else:
        asked = list(investigations(root).values())
        # Some copies have all that the hypotheses of a file are about.
        chosen = generator.choice(asked)[1] if asked and what > 0.95 else [generator.choice(contracts)]
        names = contract_with_dependencies(root, *sorted(chosen))
        copy = make_copy(root, target, names)
        if what < 0.3:
            write_pages(generator, copy)
    done = damage(generator, copy, pages=what < 0.3) if is_damaged else ["nothing"]
    found, reached, exit_code = differences(pv, target, as_of)
    # A lie may be hidden, or taken back, by what else is done to a page.
    lies = done if len(done) == 1 and isinstance(done[0], Lie) else []
    other = lies or list(touched(root, copy, names, done))
    if not is_damaged and exit_code != 0:
        found.append(f"it is not damaged, and pv rejects it: {', '.join(sorted(reached))}")
    if other and exit_code == 0 and not change_of_a_claim(pv, root, copy, names):
        found.append(f"pv accepts it, and touched are: {', '.join(other[:3])}")
    if not found:
        shutil.rmtree(target)
        return "", reached, bool(other)
    report = [f"seed {seed}, {names[0]}: " + "; ".join(done), *("  " + line for line in found)]
    return "\n".join(report), reached, bool(other)


def try_trace(pv, scratch, seed):
    """Damages a trace; as above."""
    generator = random.Random(seed)
    target = os.path.join(scratch, f"{seed}-trace")
    shutil.copytree(os.path.join(scratch, "trace"), target, copy_function=os.link)
    done = damage_a_trace(generator, target)
    result = subprocess.run(
        [pv, "trace", "--verify", target], cwd=scratch, capture_output=True, text=True, timeout=TIMEOUT)
    if done and result.returncode not in (1, 2):
        return f"seed {seed}, a trace: {done}\n  pv ends with {result.returncode}", set(), True
    shutil.rmtree(target)
    return "", {"forged trace"} if done else set(), bool(done)


def make_trace(pv, scratch):
    """A trace of a small model, which later ones are copies of."""
    for arguments in (
            ["fixture", "qwen2", "--output", "m.gguf"],
            ["trace", "m.gguf", "--prompt", "Once upon a time", "--output", "trace"], ["trace", "--verify", "trace"]):
        subprocess.run([pv, *arguments], cwd=scratch, check=True, capture_output=True, timeout=TIMEOUT)


def all_contracts(root):
    return sorted(name for name in os.listdir(os.path.join(root, "contracts")) if name.endswith(".yaml"))


def main():
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", default=".", help="the folder with Package.swift, or with pv.yaml alone")
    parser.add_argument("--pv", default=".build/debug/pv", help="the command to compare with")
    parser.add_argument("--damaged", type=int, default=0, metavar="N", help="also damage this many copies")
    parser.add_argument("--traces", type=int, default=0, metavar="N", help="also damage this many traces")
    parser.add_argument("--seed", type=int, default=1, help="where the damage starts: copy i has seed SEED.i")
    parser.add_argument(
        "--first", type=int, default=0, metavar="I", help="the first copy to damage: a long run can be cut into several")
    parser.add_argument("--only", type=int, metavar="I", help="copy I alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    pv, root = os.path.abspath(options.pv), os.path.abspath(options.root)
    if not os.access(pv, os.X_OK):
        print(f"second verifier: no pv at {pv}; build it with: swift build --product pv", file=sys.stderr)
        sys.exit(70)
    as_of = datetime.datetime.now(datetime.timezone.utc).date()
    failures = ["as committed: " + line for line in differences(pv, root, as_of)[0]]
    print(*failures, sep="\n", end="\n" if failures else "")
    counts, damaged, done = collections.Counter(), 0, 0
    # Beside the package, so that copies can be hard links: one file system.
    beside = os.path.join(root, ".build")
    hidden = {"prefix": "second-verifier-", "dir": beside} if os.path.isdir(beside) else {"prefix": ".second-verifier-", "dir": root}
    scratch = tempfile.mkdtemp(**hidden)
    numbers = range(options.first, options.first + options.damaged) if options.only is None else [options.only]
    traces = range(options.traces if options.only is None else 0)
    if traces:
        make_trace(pv, scratch)
    # Processes: the verifier is Python, and threads of it would take turns.
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        tried = [pool.submit(try_damage, pv, root, scratch, f"{options.seed}.{number}", as_of) for number in numbers]
        # Some are left as they are, pages included: what rejects them would hide what damage does.
        tried += [
            pool.submit(try_damage, pv, root, scratch, f"{options.seed}.whole.{number}", as_of, is_damaged=False)
            for number in numbers[::30]]
        tried += [pool.submit(try_trace, pv, scratch, f"{options.seed}.{number}") for number in traces]
        try:
            for attempt in tried:
                report, reached, is_touched = attempt.result()
                counts.update(reached)
                damaged += is_touched
                done += 1
                failures += [report] if report else []
                print(report, end="\n" if report else "", flush=True)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            print(f"interrupted after {done} of {len(tried)} copies, those included that are not damaged", file=sys.stderr)
            failures.append("")
    if failures:
        print(f"the damaged copies that they disagree on are kept in {scratch}", file=sys.stderr)
    else:
        shutil.rmtree(scratch)
    if counts:
        print("copies with:", ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items())))
    print(
        f"second verifier: {len(failures)} failures on the committed tree and {len(numbers) + len(traces)} damaged copies; "
        f"in {damaged} of these something was touched that is judged")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
