"""What evidence of version 2 watched, for scripts/churn: it is compared with what a key depends on.

Source: docs/evidence-format.md at commit a465f8f, "What is watched".
"""

import os
import re

import canonical
from checkout import NoKey
from keys import TEST

ALWAYS_WATCHED = (
    "Package.swift", "Sources/CKernels/", "Sources/COpenBLAS/", "Sources/ContractKit/Evidence/",
    "Sources/FalsifierKit/", "Sources/Kernels/*", "Sources/Metrics/")
LANGUAGES = (".c", ".cc", ".cpp", ".h", ".hpp", ".inc", ".m", ".S", ".swift")
INCLUDE = re.compile(rb'^[ \t]*# *(?:include|import)[^"\n]*"([^"\n]*)"', re.MULTILINE)
IMPORT = re.compile(
    rb"^[ \t]*(?:[@ipf]\S* +){0,2}?import +(?:(?:struct|class|enum|protocol|func|var|let|typealias) +)?(\w+)",
    re.MULTILINE)
known_names = {}


def base(entry):
    return entry.removesuffix("/*").removesuffix("/")


def covers(entry, path):
    """Whether a file, or a folder with its slash, is part of an entry."""
    if entry.endswith("/*"):
        return os.path.dirname(path) == entry[:-2] and not path.endswith("/")
    return path == entry or entry.endswith("/") and path.startswith(entry)


class Watched:
    """The sources of evidence in a tree, each digest taken once."""

    def __init__(self, tree):
        self.tree = tree
        self.known_digests, self.known_includes = {}, {}

    def digests(self, falsifier, paths):
        """(path, digest) of everything watched; None where a path has none, or the test has no file."""
        match = TEST.fullmatch(falsifier["test"])
        if not match:
            return None
        module, name, _ = match.groups()
        tests = [path for path, _ in self.tree.walk(f"Tests/{module}") if os.path.basename(path) == f"{name}.swift"]
        if not tests:
            return None
        own = min(tests, key=os.fsencode)
        exact = f"{os.path.dirname(own)}/Fixtures/ExactCases/{falsifier['id']}.jsonl"
        always = [
            entry for entry in (*ALWAYS_WATCHED, "/".join(own.split("/")[:2]) + "/Support/")
            if self.tree.kind(base(entry))]
        added = [
            path + "/" if path == base(path) and self.tree.kind(path) == "folder" else path
            for path in [*paths, *falsifier["fixtures"]]]
        key = tuple(sorted(set(added)))
        if key not in self.known_includes:
            self.known_includes[key] = self.included(key)
        more = [path for path in self.known_includes[key] if not any(covers(entry, path) for entry in always)]
        always += [exact] if self.tree.kind(exact) else []
        try:
            return [(entry, self.digest(entry)) for entry in (own, *sorted({*always, *added, *more}, key=str.encode))]
        except NoKey:
            return None

    def digest(self, entry):
        if entry not in self.known_digests:
            lines = [f"{self.tree.identity(path)}  {path}\n" for path in self.tree.files_of(entry)]
            self.known_digests[entry] = canonical.sha256("".join(lines).encode())
        return self.known_digests[entry]

    def included(self, entries):
        """What the files of some entries name, directly or through one another, and the entries do not cover."""
        found, seen, queue = set(), set(), list(entries)
        while queue:
            try:
                files = self.tree.files_of(queue.pop())
            except NoKey:
                continue
            for path in files:
                if path.endswith(LANGUAGES) and path not in seen:
                    seen.add(path)
                    new = self.named(path) - found
                    found |= new
                    queue += new
        return {
            path for path in found
            if not any(covers(entry, path) for entry in entries)
            and not any(covers(other, path) for other in found if other != path)}

    def named(self, path):
        """The entries that one file names, where the package has them."""
        pattern = IMPORT if path.endswith(".swift") else INCLUDE
        known = self.tree.identity(path), pattern
        if known not in known_names:
            known_names[known] = [os.fsdecode(name) for name in pattern.findall(self.tree.read(path))]
        if pattern is IMPORT:
            folders = [f"Sources/{module}" for module in known_names[known]]
            return {f"{folder}/" for folder in folders if self.tree.kind(folder) == "folder"}
        target = "/".join(path.split("/")[:2])
        found = set()
        for name in known_names[known]:
            places = [os.path.dirname(path), target, f"{target}/include"]
            places = [os.path.normpath(os.path.join(place, name)) for place in places]
            found |= set([place for place in places if self.tree.kind(place) == "file"][:1])
        return found
