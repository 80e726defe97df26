"""What a finished debug build says of the files of its package: which file of it needs which other.

Three witnesses, each with edges of its own kind:

- `include`: the `.d` file of a C object names the headers that it was compiled from;
- `symbol`: an object has an undefined symbol that another one defines, as `nm` lists them;
- `index`: the index store knows which file uses a symbol (by its USR) that another one declares or defines.

Files are paths from the package's root; what is outside of it, or below a name that starts with a dot, is left out.

Two things look like needs, and are none:

- A public function's default arguments, and what else is compiled into each user of a module, are in the objects of the
  users as well, as weak symbols. The linker takes any; all are made from the one source in the module itself. So where
  the object's own target defines a symbol, or one that it imports, or that one in turn, the definitions in other
  targets do not count.
- All tests of a package are one program, and a target of it may define functions of the C library (CAllocationCount has
  a malloc that counts). Then the linker gives these to every object of the program, whether or not it knows of that
  target, and without it the C library does. What the C library has is no need of what does not import the target;
  `replaced` has it, and scripts/closure prints it. What nothing else defines is a need, imported or not.
"""

import collections
import ctypes
import json
import os
import re
import subprocess
from collections import namedtuple

from index_store import IndexStore, Unusable, toolchain

KINDS = ("include", "symbol", "index")
# Names have blanks: "symbolic _____y_____G 4Base6DigestV". An undefined symbol has no value.
SYMBOL = re.compile(r"(.+) ([A-Za-z?-])(?: [0-9a-f]* [0-9a-f]*|[ ]*)")
UNDEFINED = set("Uwv")

# `source` needs `path`; `what` is the symbol, or None where a file as a whole is included.
Edge = namedtuple("Edge", "source path kind what")
# An extension in `path` by which a type conforms to a protocol.
Conformance = namedtuple("Conformance", "path protocol type")
C_LIBRARY = ctypes.CDLL(None)


def prerequisites(text):
    """The prerequisites of a make rule."""
    rule = text.replace("\\\n", " ").split("\n")[0].partition(": ")[2]
    return [re.sub(r"\\(.)", r"\1", word).replace("$$", "$") for word in re.findall(r"(?:\\.|[^\s\\])+", rule)]


class Build:
    """By source the object and the edges; by file the target, as the folder TARGET.build and the module are called."""

    def __init__(self, root, folder):
        self.root, self.folder = os.path.realpath(root), os.path.realpath(folder)
        if not os.path.isdir(self.folder):
            raise Unusable(f"there is no {folder}")
        self.objects, self.depfiles, self.targets, self.imports = {}, {}, {}, {}
        self.edges, self.replaced = collections.defaultdict(dict), collections.defaultdict(set)
        self.homes, self.records = collections.defaultdict(set), collections.defaultdict(set)
        self.conformances, self.known_around = set(), {}
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".build"):
                self.take_target(f"{self.folder}/{name}", name.removesuffix(".build"))
        self.check()
        self.store = IndexStore(f"{self.folder}/index/store")
        self.take_units()
        self.take_includes()
        self.take_records()
        self.take_symbols()
        for kind in KINDS:
            if not self.count(kind):
                raise Unusable(f"the build in {folder} has no edge of the kind {kind}")

    def path(self, path):
        """A file of the package, from its root; None for any other."""
        path = os.path.realpath(os.path.join(self.root, path)) if path else ""
        path = path[len(self.root) + 1 :] if path.startswith(f"{self.root}/") else ""
        return path if path and not any(part.startswith(".") for part in path.split("/")) else None

    def add(self, source, path, kind, what=None):
        if source != path:
            self.edges[source].setdefault((path, kind), Edge(source, path, kind, what))

    def count(self, kind):
        return sum(edge.kind == kind for edges in self.edges.values() for edge in edges.values())

    # Objects.

    def take_target(self, folder, target):
        """The objects of a target: where Swift's are stands in a file, C's have a `.d` file beside them."""
        outputs = f"{folder}/output-file-map.json"
        if os.path.exists(outputs):
            with open(outputs, encoding="utf-8") as file:
                for source, products in json.load(file).items():
                    if "object" in products and self.path(source):
                        self.objects[self.path(source)] = products["object"]
                        self.targets[self.path(source)] = target
            return
        for place, _, names in os.walk(folder):
            for name in names:
                made = f"{place}/{name.removesuffix('.d')}.o"
                if name.endswith(".d") and os.path.exists(made):
                    with open(f"{place}/{name}", encoding="utf-8", errors="surrogateescape") as file:
                        source, *needed = map(self.path, prerequisites(file.read()) or [""])
                    if source:
                        self.objects[source], self.targets[source] = made, target
                        self.depfiles[source] = list(filter(None, needed))

    def check(self):
        """A file that was changed since it was compiled, or not compiled at all, leaves nothing to say."""
        if not self.objects:
            raise Unusable(f"{self.folder} has no object of the package in {self.root}")
        for source, made in self.objects.items():
            if not os.path.exists(made):
                raise Unusable(f"{source} is not compiled yet")
            for path in [source, *self.depfiles.get(source, ())]:
                if not os.path.exists(f"{self.root}/{path}"):
                    raise Unusable(f"{path} was compiled, and is no longer there")
                if os.stat(f"{self.root}/{path}").st_mtime_ns > last_compiled(made):
                    raise Unusable(f"{path} is newer than what was compiled from it")

    # Targets.

    def target(self, path):
        """The target of a file; of a header, that in whose folder it lies."""
        if path not in self.targets:
            folders = collections.defaultdict(list)
            for source in self.objects:
                folders[self.targets[source]].append(os.path.dirname(source))
            above = {os.path.commonpath(paths): target for target, paths in folders.items()}
            above = {folder: target for folder, target in above.items() if f"{path}/".startswith(f"{folder}/")}
            self.targets[path] = above[max(above, key=len)] if above else None
        return self.targets[path]

    def around(self, targets, without=frozenset()):
        """Some targets and what they import, and what these import, and so on; not those left out, nor through them."""
        key = frozenset(targets), frozenset(without)
        if key not in self.known_around:
            found, queue = set(), list(targets)
            while queue:
                target = queue.pop()
                if target not in found and target not in without:
                    found.add(target)
                    queue += self.imports.get(target, ())
            self.known_around[key] = found
        return self.known_around[key]

    def take_units(self):
        """The units of this build's objects; the store keeps those of files that are gone."""
        units = {}
        for unit in self.store.units():
            source = self.path(unit.main)
            if source in self.objects and os.path.realpath(unit.output) == os.path.realpath(self.objects[source]):
                units[source] = unit
        if missing := self.objects.keys() - units.keys():
            raise Unusable(f"the index store has nothing of {min(missing)}")
        for source, unit in units.items():
            self.imports.setdefault(self.targets[source], set()).update(unit.modules)
            for name, path in unit.records:
                if self.path(path):
                    self.records[self.path(path)].add(name)
            # The `.d` file says what an object includes, through whatever; this, which header includes which.
            for includer, path in unit.includes:
                if self.path(includer) and self.path(path):
                    self.add(self.path(includer), self.path(path), "index")

    def take_includes(self):
        for source, needed in self.depfiles.items():
            for path in needed:
                self.add(source, path, "include")
                self.imports.setdefault(self.target(source), set()).add(self.target(path))

    # What is used of other files.

    def needs(self, source, kind, what, name, homes):
        """Adds the edges to those of the files that define something which a source's use of it can mean."""
        around = self.around([self.target(source)])
        near = [home for home in homes if self.target(home) in around]
        if not near and homes and name and hasattr(C_LIBRARY, name):
            self.replaced[source].update((name, home) for home in homes)
        else:
            for home in near or homes:
                self.add(source, home, kind, what)

    def take_records(self):
        """A symbol that a C file declares and does not define is not there; a header's is."""
        known = {
            path: [self.store.record(name) for name in sorted(names)] for path, names in sorted(self.records.items())}
        for path, records in known.items():
            for record in records:
                for usr in record.defines if path in self.objects else record.defines | record.declares:
                    self.homes[usr].add(path)
        for path, records in known.items():
            for record in records:
                for usr in sorted(record.uses & self.homes.keys()):
                    name = usr.removeprefix("c:@F@") if usr.startswith("c:@F@") else None
                    self.needs(path, "index", usr, name, sorted(self.homes[usr]))
                self.conformances.update(Conformance(path, *pair) for pair in record.conformances)

    def take_symbols(self):
        sources = {made: source for source, made in self.objects.items()}
        listed = subprocess.run(
            [toolchain("bin/llvm-nm"), "--extern-only", "--format=posix", "--no-sort", *sources],
            capture_output=True, encoding="utf-8", errors="surrogateescape")
        if listed.returncode != 0:
            raise Unusable(f"llvm-nm: {listed.stderr.strip()}")
        defined, undefined = collections.defaultdict(list), collections.defaultdict(list)
        source = None
        for line in listed.stdout.split("\n"):
            if line.endswith(":") and line[:-1] in sources:
                source = sources[line[:-1]]
            elif match := SYMBOL.fullmatch(line):
                if match[2] in UNDEFINED:
                    undefined[source].append(match[1])
                else:
                    defined[match[1]].append(source)
        for source, names in undefined.items():
            for name in names:
                if name in defined:
                    self.needs(source, "symbol", name, name, defined[name])

    def conforming(self, reached, start, without):
        """The edges to extensions that reached files do not name: the runtime looks a conformance up by itself.

        A cast finds it wherever it is linked, so where the type and the protocol are reached or from elsewhere, the
        extension is, in the targets that the start files' import.
        """
        linked = self.around({self.target(path) for path in start}, without)
        for path, protocol, kind in sorted(self.conformances):
            if self.target(path) in linked:
                homes = [self.homes.get(usr, ()) for usr in (kind, protocol)]
                known = [[home for home in of if home in reached] for of in homes]
                if all(there or all(self.target(home) in without for home in of) for there, of in zip(known, homes)):
                    source = next((there[0] for there in known if there), min(start))
                    yield Edge(source, path, "index", f"{kind} conforms to {protocol}")

    def line(self, edge):
        """The line on which the source of an index edge uses the symbol first, where the store says."""
        lines = [self.store.line(name, edge.what) for name in self.records[edge.source]] if edge.kind == "index" else []
        return min(filter(None, lines), default=None)


def last_compiled(made):
    """When an object was compiled last, in nanoseconds: the compiler leaves one alone that would not change."""
    stem = made.removesuffix(".o").removesuffix(".swift")
    beside = (made, f"{stem}.d", f"{stem}.dia", f"{stem}.swiftdeps")
    return max(os.stat(path).st_mtime_ns for path in beside if os.path.exists(path))
