"""Digests of what a run depends on.

Sources: docs/evidence-format.md, "Digests" and "What is watched"; docs/verdicts.md, "Where a test stands".
"""

import os
import stat

import canonical

ALWAYS_WATCHED = (
    "Package.swift", "Sources/CKernels/", "Sources/COpenBLAS/", "Sources/ContractKit/Evidence/",
    "Sources/FalsifierKit/", "Sources/Kernels/*", "Sources/Metrics/", "Tests/Falsifiers/Support/",
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


def content(path):
    """The bytes of a regular file that is no link."""
    if kind(path) != "file":
        raise NoDigest(f"{path} is no regular file")
    with open(path, "rb") as file:
        return file.read()


def base(entry):
    return entry.removesuffix("/*").removesuffix("/")


class Sources:
    """The digests of a package's sources, each taken once."""

    def __init__(self, root):
        self.root = root
        self.known = {}

    def watched(self, test, implementation):
        """The falsifier's own file, then everything else, sorted; None where there is no such file."""
        own = self.test_file(test)
        if own is None:
            return None
        always = [entry for entry in ALWAYS_WATCHED if kind(f"{self.root}/{base(entry)}")]
        added = [
            path + "/" if path == base(path) and kind(f"{self.root}/{path}") == "folder" else path
            for path in implementation
        ]
        return [own, *sorted({*always, *added}, key=str.encode)]

    def test_file(self, test):
        """CLASS.swift below Tests/MODULE of MODULE.CLASS/METHOD, a folder's own files before its subfolders."""
        module, dot, rest = test.partition(".")
        name, slash, method = rest.partition("/")
        if not all(part.replace("_", "a").isalnum() and not part[0].isnumeric() for part in (module, name, method)):
            return None

        def find(folder):
            if kind(f"{self.root}/{folder}/{name}.swift") == "file":
                return f"{folder}/{name}.swift"
            inner = [f"{folder}/{entry}" for entry in names(f"{self.root}/{folder}")]
            return next(filter(None, (find(path) for path in inner if kind(f"{self.root}/{path}") == "folder")), None)

        return find(f"Tests/{module}")

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
        kinds = [kind("/".join([self.root, *parts[: count + 1]])) for count in range(len(parts))]
        if "link" in kinds or None in kinds:
            raise NoDigest(f"{entry} is missing or a link")
        if path == entry:
            return canonical.sha256(content(f"{self.root}/{path}"))
        if kinds[-1] != "folder":
            raise NoDigest(f"{entry} is no folder")
        files = sorted(self.files(path, recursive=entry.endswith("/")), key=os.fsencode)
        lines = (f"{canonical.sha256(content(f'{self.root}/{file}'))}  {file}\n" for file in files)
        return canonical.sha256("".join(lines).encode())

    def files(self, folder, recursive):
        for name in names(f"{self.root}/{folder}"):
            path = f"{folder}/{name}"
            what = None if name.startswith(".") else kind(f"{self.root}/{path}")
            if what == "link":
                raise NoDigest(f"{path} is a link")
            if what == "file":
                yield path
            elif what == "folder" and recursive:
                yield from self.files(path, recursive)
