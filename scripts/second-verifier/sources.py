"""Digests of what a run depends on.

Sources: docs/evidence-format.md, "Digests" and "What is watched"; docs/verdicts.md, "Where a test stands".
"""

import os
import stat

import canonical
from includes import covers, included

ALWAYS_WATCHED = (
    "Package.swift", "Sources/CKernels/", "Sources/COpenBLAS/", "Sources/ContractKit/Evidence/",
    "Sources/FalsifierKit/", "Sources/Kernels/*", "Sources/Metrics/",
)


class NoDigest(Exception):
    """A path outside the package, a link, or one that does not exist."""


def kind(path):
    """"file", "folder", "link" or "other" of what stands at a path, not following a link; None for nothing."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return "other"
    return {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}.get(stat.S_IFMT(mode), "other")


def names(folder):
    """The names in a folder, sorted by their UTF-8 bytes."""
    try:
        return sorted(os.listdir(folder), key=os.fsencode)
    except OSError:
        return []


def base(entry):
    return entry.removesuffix("/*").removesuffix("/")


class Sources:
    """The digests of a package's sources, each taken once."""

    def __init__(self, root):
        self.root = root
        self.known, self.known_includes = {}, {}

    def kind(self, path):
        return kind(f"{self.root}/{path}")

    def content(self, path):
        """The bytes of a regular file that is no link."""
        if self.kind(path) != "file":
            raise NoDigest(f"{path} is no regular file")
        with open(f"{self.root}/{path}", "rb") as file:
            return file.read()

    def watched(self, test, falsifier, paths):
        """The falsifier's own file, then everything else, sorted; None where there is no such file."""
        own = self.test_file(test)
        if own is None:
            return None
        exact = f"{os.path.dirname(own)}/Fixtures/ExactCases/{falsifier}.jsonl"
        support = "/".join(own.split("/")[:2]) + "/Support/"
        always = [entry for entry in (*ALWAYS_WATCHED, support) if self.kind(base(entry))]
        added = [path + "/" if path == base(path) and self.kind(path) == "folder" else path for path in paths]
        key = tuple(sorted(set(added)))
        if key not in self.known_includes:
            self.known_includes[key] = included(self, key)
        more = [path for path in self.known_includes[key] if not any(covers(entry, path) for entry in always)]
        always += [exact] if self.kind(exact) else []
        return [own, *sorted({*always, *added, *more}, key=str.encode)]

    def test_file(self, test):
        """The first CLASS.swift below Tests/MODULE, of MODULE.CLASS/METHOD."""
        module, dot, rest = test.partition(".")
        name, slash, method = rest.partition("/")
        if not all(part.replace("_", "a").isalnum() and not part[0].isnumeric() for part in (module, name, method)):
            return None

        files = self.walk(f"Tests/{module}", links=True)
        return min((file for file in files if os.path.basename(file) == f"{name}.swift"), key=os.fsencode, default=None)

    def digest(self, entry):
        """The digest of a file, or of the list of a folder's files; `NoDigest` where there is none."""
        if entry not in self.known:
            self.known[entry] = self.take(entry)
        return self.known[entry]

    def take(self, entry):
        path = base(entry)
        parts = path.split("/")
        if any(part in ("", ".", "..") for part in parts):
            raise NoDigest(f"{entry} is not a path inside the package")
        kinds = [self.kind("/".join(parts[: count + 1])) for count in range(len(parts))]
        if "link" in kinds or None in kinds:
            raise NoDigest(f"{entry} is missing or a link")
        if path == entry:
            return canonical.sha256(self.content(path))
        if kinds[-1] != "folder":
            raise NoDigest(f"{entry} is no folder")
        files = sorted(self.walk(path, recursive=entry.endswith("/")), key=os.fsencode)
        return canonical.sha256("".join(f"{canonical.sha256(self.content(file))}  {file}\n" for file in files).encode())

    def files_of(self, entry):
        """The files of an entry, links left out; none where it is not there."""
        path = base(entry)
        if path == entry:
            return [path] if self.kind(path) == "file" else []
        return [file for file in self.walk(path, entry.endswith("/"), links=True) if self.kind(file) == "file"]

    def walk(self, folder, recursive=True, links=False):
        """The files of a folder, names that start with a dot left out; a link is `NoDigest`, or one of the files."""
        for name in names(f"{self.root}/{folder}"):
            path = f"{folder}/{name}"
            what = None if name.startswith(".") else self.kind(path)
            if what == "link" and not links:
                raise NoDigest(f"{path} is a link")
            if what in ("file", "link"):
                yield path
            elif what == "folder" and recursive:
                yield from self.walk(path, recursive, links)
