"""All that mutants are tried with: the build, the workshops, and what falsifiers do without any fault."""

import contextlib
import fcntl
import json
import queue
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import falsifiers as f
import reach as r
import workshop as w


def _taken(path):
    """A file that one process at a time can hold, until it ends: they would build in the same folders."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise w.Refused(f"another run of scripts/mutate holds {path}") from None
    return file


class Bench:
    """Falsifiers that pass without a fault, how long each takes, and what each executes."""

    def __init__(self, root, folder, falsifiers, of, lines, jobs):
        self.root, self.folder, self.lines = root, folder, lines
        self.turn = _taken(folder / "lock")
        self.binding = f.Binding(root, falsifiers)
        self.build = w.Build(root, folder)
        self.program = self.build.link_falsifiers()
        self.unit_tests = f.unit_tests(self.program, self.build.originals)
        self.jobs, self.free = jobs, queue.SimpleQueue()
        for index in range(jobs):
            self.free.put(w.Workshop(self.build, folder / str(index)))
        self.path = folder / "baseline.json"
        known = json.loads(self.path.read_text()) if self.path.exists() else {}
        if known.get("of") != [of.kernels, of.falsifiers]:
            known = {"of": [of.kernels, of.falsifiers], "seconds": {}, "executed": [], "reach": {}}
        self.of = known["of"]
        # By depth and test, seconds of processors and seconds that passed.
        self.measured = {depth: known["seconds"].get(depth, {}) for depth in ("kernel", "whole", "test")}
        self.executed, self.reach = set(known["executed"]), r.Reach(known["reach"])
        self.lock = threading.Lock()

    @property
    def seconds(self):
        """By depth and test, seconds of processors without a fault."""
        return {depth: {test: took[0] for test, took in tests.items()} for depth, tests in self.measured.items()}

    def prepare(self):
        """Sees that every falsifier and unit test passes without a fault, and what it executes."""
        unit = [each.test for each in self.unit_tests]
        asked = sorted({falsifier.test for falsifier in self.binding.falsifiers}) + unit
        new = [test for test in asked if test not in self.executed]
        if not new:
            return
        missing = r.missing_tools(self.build)
        if missing:
            print(f"without {' and '.join(missing)}, falsifiers are asked that execute nothing of a fault", file=sys.stderr)
        profiled = self.build.originals if missing else r.profiled(self.build, self.folder / "profiled")

        def look(test):
            with self.workshop() as shop:
                profiles = shop.folder / "profiles"
                profiles.mkdir(exist_ok=True)
                if test not in unit:
                    self._measure(test, "kernel", str(self.build.originals), shop.folder)
                self._measure(test, "test" if test in unit else "whole", str(profiled), shop.folder, profiles)
                return test, {} if missing else r.export(self.build, profiled, profiles)

        with ThreadPoolExecutor(self.jobs) as pool:
            for test, export in pool.map(look, new):
                if export:
                    self.reach.add(test, export, self.root)
                self.executed.add(test)
        self._save()

    @contextlib.contextmanager
    def workshop(self):
        """A workshop that nobody else uses meanwhile; waits for one."""
        shop = self.free.get()
        try:
            yield shop
        finally:
            self.free.put(shop)

    def reached(self, mutant):
        """By C file, the tests that execute the place of a mutant; None where it stands in no function."""
        return self.reach.of(mutant, self.lines[mutant.file][mutant.line - 1])

    def screen(self, test, depth, shop):
        """Screens a falsifier on the kernels of a workshop."""
        # A run also reads sources and writes.
        processor, wall = self.measured["whole" if depth == "run" else depth][test]
        limits = max(5, 20 * processor), max(20, 20 * wall)
        return f.screen(self.program, test, shop.libraries, depth, shop.folder, limits)

    def _measure(self, test, depth, libraries, folder, profiles=None):
        measured = f.screen(self.program, test, libraries, depth, folder, (600, 600), profiles)
        # A unit test may need what this machine lacks; then it executes nothing, and nobody asks it.
        if measured.outcome not in ("passed", "skipped" if depth == "test" else "passed"):
            raise w.Refused(f"{test} must pass without any fault, and has {measured.outcome}")
        with self.lock:
            self.measured[depth][test] = [measured.processor, measured.wall]

    def _save(self):
        known = {
            "of": self.of, "seconds": self.measured, "executed": sorted(self.executed), "reach": self.reach.json()}
        self.path.write_text(json.dumps(known))
