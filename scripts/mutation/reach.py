"""Which falsifiers execute which piece of the kernels' sources, as the compilers' own coverage counts it."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workshop import KERNELS, Includes, check, run

CODE, EXPANSION = 0, 1


class Reach:
    """The regions of each file, and who executes them.

    A region is a piece of a function that is executed as a whole: [first line, first column, last line, last column].
    One of a header is there once for each C file that includes it, since each has its own copy of the code.
    """

    def __init__(self, known=None):
        # By file, by region as a tuple, by the C file it is compiled in ("" for Swift), the tests that execute it.
        self.regions = {}
        for file, entries in (known or {}).items():
            self.regions[file] = {
                tuple(region): {source: set(tests) for source, tests in sources.items()} for region, sources in entries}

    def json(self):
        return {
            file: [[list(region), {source: sorted(tests) for source, tests in sources.items()}]
                   for region, sources in sorted(regions.items())]
            for file, regions in sorted(self.regions.items())
        }

    def add(self, test, export, root):
        """What one test executed, as `llvm-cov export` tells it."""
        for function in export["data"][0]["functions"]:
            files = [os.path.relpath(file, root) for file in function["filenames"]]
            source = next((file for file in files if file.endswith(".c")), "")
            # A function that stands in a header alone names the C file that it is compiled in.
            if not source and any(file.endswith(".h") for file in files):
                source = f"{KERNELS[0]}/{os.path.basename(function['name'].split(':')[0])}"
            for *place, count, file, _, kind in function["regions"]:
                if kind in (CODE, EXPANSION):
                    tests = self.regions.setdefault(files[file], {}).setdefault(tuple(place), {}).setdefault(source, set())
                    if count:
                        tests.add(test)

    def of(self, mutant, line):
        """By C file, the tests that execute the place of a mutant; None where it stands in no function.

        The place is where the mutant begins. What it is part of is the smallest region around that: functions stand
        inside others in Swift, and macros in functions in C.
        """
        # Compilers count bytes.
        place = mutant.line, len(line[: mutant.column - 1].encode()) + 1
        around = [region for region in self.regions.get(mutant.file, {}) if region[:2] <= place < region[2:]]
        if not around:
            return None
        # The last to begin; of several, the first to end.
        smallest = max(around, key=lambda region: (region[:2], [-part for part in region[2:]]))
        return self.regions[mutant.file][smallest]


def profiled(build, folder):
    """Links the kernels with counters that are written when a program ends; returns the folder of the libraries.

    The objects of Swift count already, as the build compiles them; those of C are compiled again.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    count, includes = "-fprofile-instr-generate", Includes(build.root / KERNELS[0])

    def compiled(name):
        target = folder / name
        source = build.root / KERNELS[0] / name.removesuffix(".o")
        known = build.precompiled(includes, f"{KERNELS[0]}/{source.name}")
        command = [*build.c_command(source.name), *known, count, "-fcoverage-mapping", "-c", str(source)]
        check(run([*command, "-o", str(target)]))
        return name, str(target)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = dict(pool.map(compiled, build.kernels["CKernels"]))
    build.link_kernels("CKernels", objects, folder, count)
    build.link_kernels("Kernels", {}, folder, count)
    return folder


def export(build, libraries, profiles):
    """What `llvm-cov` says of the profiles that one test has left; they are removed."""
    raw = sorted(profiles.glob("*.profraw"))
    merged = profiles / "merged.profdata"
    tool = lambda name: str(Path(build.clang).with_name(name))
    check(run([tool("llvm-profdata"), "merge", "-o", str(merged), *map(str, raw)]))
    told = check(run([
        tool("llvm-cov"), "export", "-skip-expansions", "-skip-branches", "-instr-profile", str(merged),
        str(libraries / "libKernels.so"), "-object", str(libraries / "libCKernels.so")]))
    for file in raw:
        file.unlink()
    return json.loads(told.stdout[told.stdout.index(b"{"):])
