"""Which falsifiers are bound to which file of the kernels, and the survivors that contracts explain."""

import contextlib
import hashlib
import json
import math
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

import yaml

from workshop import Refused, check, run

# The module of the kernels' unit tests.
UNIT_TESTS = "KernelsTests"


@dataclass(frozen=True)
class Falsifier:
    """What may notice a fault: a falsifier, or a unit test, which nothing binds."""

    name: str
    test: str
    folders: tuple = ()

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


def unit_tests(program, libraries):
    """The unit tests of the kernels, which are asked where no falsifier notices."""
    places = dict(os.environ, LD_LIBRARY_PATH=str(libraries), LLVM_PROFILE_FILE="/dev/null")
    listed = check(run([str(program), "--list-tests"], env=places)).stdout.decode().splitlines()
    return [Falsifier(name, name) for name in listed if name.startswith(f"{UNIT_TESTS}.")]


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
        self.known = {}

    def of(self, file):
        if file not in self.known:
            self.known[file] = self._of(file)
        return self.known[file]

    def _of(self, file):
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
        return self.falsifiers if shared else bound

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
_is_over = threading.Event()


class Interrupted(Exception):
    """The run has been ended; what was being tried has no outcome."""


def end_all():
    """Ends the tests that are running, and begins no other; nothing of an interrupted run stays behind."""
    _is_over.set()
    for process in list(_running):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Measured:
    """How one screening ended, and what it took: seconds of processors, and seconds that passed."""

    outcome: str
    processor: float
    wall: float


def screen(program, test, libraries, depth, folder, limits, profiles=None):
    """Screens one falsifier with the kernels of some folders: `passed`, `failed`, `timeout`, or `skipped`.

    A screening writes nothing. Should the program know of none, what it writes goes to `folder`, never to the checkout,
    and it has not passed. The tests run in a process group of their own, which is ended whole.

    - depth: `kernel` or `whole`, as PV_SCREEN takes it; `run` for a run, whose evidence goes to `folder`; `test` for a unit
      test, which knows none of this.
    - limits: seconds of processors, and seconds, after which it is ended.
    - profiles: a folder for what the counters of the kernels say.
    """
    processor, wall = limits
    places = {
        "LD_LIBRARY_PATH": libraries, "PV_SCREEN": depth, "PV_RUN": folder / "run", "PV_EVIDENCE": folder / "evidence",
        # Kernels that count what is executed write it when they end, and must not do so into the checkout.
        "LLVM_PROFILE_FILE": profiles / "%m.profraw" if profiles else "/dev/null",
        # Nobody reads where a fault made it stop, and to find that out takes longer than all the rest.
        "SWIFT_BACKTRACE": "enable=no",
    }
    limited = ["prlimit", f"--cpu={math.ceil(processor)}", "--core=0"] if shutil.which("prlimit") else []
    is_screening = depth in ("kernel", "whole")
    if not is_screening:
        del places["PV_SCREEN"]
        # Evidence of an earlier fault would be compared with that of this one.
        shutil.rmtree(folder / "evidence", ignore_errors=True)
    with tempfile.TemporaryFile() as log:
        if _is_over.is_set():
            raise Interrupted
        started = time.monotonic()
        process = subprocess.Popen(
            [*limited, program, test], env=dict(os.environ, **{name: str(place) for name, place in places.items()}),
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        _running.add(process)
        try:
            status, usage = _ended(process, started + wall)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            _running.discard(process)
        if _is_over.is_set():
            raise Interrupted
        used = usage.ru_utime + usage.ru_stime if usage else processor
        took = time.monotonic() - started
        log.seek(0)
        # A name that matches nothing, or a run that is no screening, must not read as a pass.
        output = log.read()
    if status is None or os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
        return Measured("timeout", used, took)
    if status == 0 and b"Executed 1 test, with 1 test skipped and 0 failures" in output:
        return Measured("skipped", used, took)
    passed = status == 0 and re.search(rb"Executed 1 test, with 0 failures", output)
    if is_screening:
        passed = passed and f"screened, depth {depth}: nothing noticed".encode() in output
    return Measured("passed" if passed else "failed", used, took)


def _ended(process, deadline):
    """The status of a process and what it used; None for both where it did not end in time."""
    ended = []
    waiting = threading.Thread(target=lambda: ended.append(os.wait4(process.pid, 0)), daemon=True)
    waiting.start()
    waiting.join(max(0, deadline - time.monotonic()))
    if ended:
        _, status, usage = ended[0]
        process.returncode = os.waitstatus_to_exitcode(status)
        return status, usage
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    waiting.join()
    process.returncode = -signal.SIGKILL
    return None, None
