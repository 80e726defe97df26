"""All that mutants are tried with: the build, the workshops, and what falsifiers do without any fault."""

import json
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import falsifiers as f
import reach as r
import workshop as w


class Bench:
    """Falsifiers that pass without a fault, how long each takes, and what each executes."""

    def __init__(self, root, folder, falsifiers, of, lines, jobs):
        self.root, self.folder, self.lines = root, folder, lines
        self.binding = f.Binding(root, falsifiers)
        self.build = w.Build(root, folder)
        self.program = self.build.link_falsifiers()
        self.shops = [w.Workshop(self.build, folder / str(index)) for index in range(jobs)]
        self.path = folder / "baseline.json"
        known = json.loads(self.path.read_text()) if self.path.exists() else {}
        if known.get("of") != [of.kernels, of.falsifiers]:
            known = {"of": [of.kernels, of.falsifiers], "seconds": {}, "executed": [], "reach": {}}
        self.of = known["of"]
        # By depth and test, seconds of processors and seconds that passed.
        self.measured = {depth: known["seconds"].get(depth, {}) for depth in ("kernel", "whole")}
        self.executed, self.reach = set(known["executed"]), r.Reach(known["reach"])
        self.lock = threading.Lock()

    @property
    def seconds(self):
        """By depth and test, seconds of processors without a fault."""
        return {depth: {test: took[0] for test, took in tests.items()} for depth, tests in self.measured.items()}

    def prepare(self, mutants):
        """Sees that every falsifier that may be asked passes without a fault, and what it executes."""
        asked = sorted({falsifier.test for mutant in mutants for falsifier in self.binding.of(mutant.file)})
        new = [test for test in asked if test not in self.executed]
        if not new:
            return
        profiled = r.profiled(self.build, self.folder / "profiled")
        free = queue.SimpleQueue()
        for shop in self.shops:
            free.put(shop)

        def look(test):
            shop = free.get()
            try:
                profiles = shop.folder / "profiles"
                profiles.mkdir(exist_ok=True)
                self._measure(test, "kernel", str(self.build.originals), shop.folder)
                self._measure(test, "whole", str(profiled), shop.folder, profiles)
                return test, r.export(self.build, profiled, profiles)
            finally:
                free.put(shop)

        with ThreadPoolExecutor(len(self.shops)) as pool:
            for test, export in pool.map(look, new):
                self.reach.add(test, export, self.root)
                self.executed.add(test)
        self._save()

    def reached(self, mutant):
        """By C file, the tests that execute the place of a mutant; None where it stands in no function."""
        return self.reach.of(mutant, self.lines[mutant.file][mutant.line - 1])

    def screen(self, test, depth, shop):
        """Screens a falsifier on the kernels of a workshop."""
        processor, wall = self.measured[depth][test]
        limits = max(5, 20 * processor), max(20, 20 * wall)
        return f.screen(self.program, test, shop.libraries, depth, shop.folder, limits)

    def _measure(self, test, depth, libraries, folder, profiles=None):
        measured = f.screen(self.program, test, libraries, depth, folder, (600, 600), profiles)
        if measured.outcome != "passed":
            raise w.Refused(f"{test} must pass without any fault, and has {measured.outcome}")
        with self.lock:
            self.measured[depth][test] = [measured.processor, measured.wall]

    def _save(self):
        known = {
            "of": self.of, "seconds": self.measured, "executed": sorted(self.executed), "reach": self.reach.json()}
        self.path.write_text(json.dumps(known))
