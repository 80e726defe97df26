"""Which falsifiers are bound to which file of the kernels, and the survivors that contracts explain."""

import contextlib
import hashlib
import json
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass

import yaml

from workshop import Refused


@dataclass(frozen=True)
class Falsifier:
    name: str
    test: str
    folders: tuple

    def claims(self, file):
        """Whether a contract names the file, or a folder that holds it, under `implementation:`."""
        return any(file == folder or file.startswith(folder.rstrip("/") + "/") for folder in self.folders)


@dataclass(frozen=True)
class Explanation:
    """An entry of `survivors:`: which mutants survive, and why that is no fault of the falsifiers."""

    contract: str
    file: str
    code: str
    changes: tuple
    reason: str

    def covers(self, mutant, line):
        """Whether the fault is planted inside the code that is explained, and is one of the changes named."""
        places = [found.start() for found in re.finditer(re.escape(self.code), line)]
        is_inside = any(place < mutant.column <= place + len(self.code) for place in places)
        return self.file == mutant.file and is_inside and (not self.changes or mutant.change in self.changes)


def read(root):
    """The falsifiers of all contracts, in their order, and the explained survivors.

    One that a contract declares blocked, or that needs real weights, does not run here, and so notices nothing.
    """
    falsifiers, explanations = [], []
    for path in sorted((root / "contracts").glob("*.yaml")):
        contract = yaml.load(path.read_text(), yaml.BaseLoader)
        equations = contract.get("equations", {})
        for entry in contract.get("falsification_tests", []):
            if "test" not in entry or "blocked" in entry or any("weights" in need for need in entry.get("needs", [])):
                continue
            folders = set()
            for clause in _list(entry.get("binds_to", [])):
                folders.update(_list(equations.get(clause.split("/")[0], {}).get("implementation", [])))
            falsifiers.append(Falsifier(f"{path.stem}/{entry['id']}", entry["test"], tuple(sorted(folders))))
        for entry in contract.get("survivors", []):
            changes = tuple(_list(entry.get("changes", [])))
            explanations.append(Explanation(path.stem, entry["file"], entry["code"], changes, entry["reason"]))
    return falsifiers, explanations


def without(falsifiers, left_out):
    """The falsifiers but for those that are named, one by one or by contract."""
    known = {name for falsifier in falsifiers for name in (falsifier.name, falsifier.name.split("/")[0])}
    if unknown := set(left_out) - known:
        raise Refused(f"no such contract or falsifier: {', '.join(sorted(unknown))}")
    return [each for each in falsifiers if not {each.name, each.name.split("/")[0]} & set(left_out)]


def claims(root):
    """SHA-256 of what the contracts claim; explanations of survivors leave it as it is."""
    contracts = [yaml.load(path.read_text(), yaml.BaseLoader) for path in sorted((root / "contracts").glob("*.yaml"))]
    parts = [[contract.get(part) for part in ("equations", "falsification_tests")] for contract in contracts]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _list(value):
    return value if isinstance(value, list) else [value]


class Binding:
    """The falsifiers to run on a file.

    A Swift file is bound by the contracts whose `implementation:` holds it; a C file, which all evidence watches, by
    those that hold a Swift file which calls it, directly or through another C file; a header by the C files that
    include it. What nothing claims, such as the files at the top of Sources/Kernels, is everybody's.
    """

    def __init__(self, root, falsifiers):
        self.falsifiers = falsifiers
        self.texts = {
            str(path.relative_to(root)): path.read_text()
            for folder in ("Sources/CKernels", "Sources/Kernels")
            for path in sorted((root / folder).rglob("*"))
            if path.suffix in (".c", ".h", ".swift")
        }
        self.seconds = {}

    def of(self, file):
        users, queue = set(), [file]
        while queue:
            current = queue.pop()
            if current in users:
                continue
            users.add(current)
            if not current.endswith(".swift"):
                queue += self._users(current)
        swift = [user for user in users if user.endswith(".swift")]
        bound = [falsifier for falsifier in self.falsifiers if any(map(falsifier.claims, swift))]
        shared = not bound or any(user.count("/") == 2 for user in swift)
        chosen = self.falsifiers if shared else bound
        return sorted(chosen, key=lambda falsifier: self.seconds.get(falsifier.test, 0))

    def _users(self, file):
        if file.endswith(".h") and "/include/" not in file:
            include = f'#include "{os.path.basename(file)}"'
            return [other for other, text in self.texts.items() if include in text]
        # Functions are named at the start of a line, or as the first argument of a macro that defines one.
        defined = set(re.findall(r"^(?:CK_\w+\(|[\w*][\w* ]*?)\b(ck_\w+)[(,]", self.texts[file], re.M))
        named = re.compile(r"\b(?:" + "|".join(sorted(defined)) + r")\b") if defined else None
        return [other for other, text in self.texts.items()
                if other != file and "/include/" not in other and named and named.search(text)]


_running = set()


def end_all():
    """Ends the tests that are running; nothing of an interrupted run stays behind."""
    for process in list(_running):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def outcome(program, test, folder, limit):
    """Runs one falsifier on the kernels in a folder: `passed`, `failed`, or `timeout` after `limit` seconds.

    Evidence goes to the folder, never to the checkout. The tests run in a process group of their own, which is
    ended whole.
    """
    places = {"LD_LIBRARY_PATH": folder, "PV_RUN": folder / "run", "PV_EVIDENCE": folder / "evidence"}
    process = subprocess.Popen(
        [program, test], env=dict(os.environ, **{name: str(place) for name, place in places.items()}),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    _running.add(process)
    started = time.monotonic()
    try:
        output, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        return "timeout", limit
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        _running.discard(process)
    # A name that matches nothing must not read as a pass.
    ran = re.search(rb"Executed 1 test, with 0 failures", output)
    return ("passed" if process.returncode == 0 and ran else "failed"), time.monotonic() - started
