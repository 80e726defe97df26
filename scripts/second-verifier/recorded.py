"""The files that a recording depends on, in whatever language.

Sources: docs/evidence-keys.md, "Recordings".
"""

import os
import re

from bare_text import words
from checkout import NoKey, join

CLAIMS = ("contracts", "evidence", "witnesses")
MADE = ("build", "dist", "node_modules")
MARKS = ("CMakeCache.txt", "pyvenv.cfg", "CACHEDIR.TAG")
EVERYWHERE = (
    "__init__.py", "conftest.py", "pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini", "requirements.txt",
    "CMakeLists.txt", "CMakePresets.json", "Makefile", "makefile", "GNUmakefile")
IN_FOLDERS = ("CMakeLists.txt", "Makefile", "makefile", "GNUmakefile", "__init__.py", "__main__.py")
SCRIPTS = ("CMakeLists.txt", "Makefile", "makefile", "GNUmakefile")
PYTHON = ("py", "pyi", "pyx")
HEADERS = ("h", "hpp", "hh", "hxx", "inc", "inl", "ipp", "tpp", "cuh")
C = HEADERS + ("c", "cc", "cpp", "cxx", "cu", "m", "mm")
SHELL = ("sh", "bash", "cmake", "mk")
INCLUDE = re.compile(rb'#[ \t]*(include|include_next|import|embed)(?![A-Za-z0-9_])[ \t]*(?:"([^"\n]*)"|<([^>\n]*)>)?')
PATH = re.compile(rb"[A-Za-z0-9_.+/\x80-\xff-]+")


def kind(path):
    """How a file is read; None where it is not."""
    name = os.path.basename(path)
    suffix = name.rpartition(".")[2] if "." in name else ""
    if name in SCRIPTS or suffix in SHELL:
        return "script"
    return "python" if suffix in PYTHON else "c" if suffix in C else None


def is_header(path):
    return os.path.basename(path).rpartition(".")[2] in HEADERS and "." in os.path.basename(path)


def is_definition(path):
    return kind(path) == "c" and not is_header(path)


def stem(path):
    name = os.path.basename(path)
    return name.rpartition(".")[0] if "." in name else name


def resolved(path, folder):
    """A path from the root; None where it leads out of it."""
    found = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == ".." and not found:
            return None
        if part == "..":
            found.pop()
        elif part not in ("", "."):
            found.append(part)
    return "/".join(found)


class Sources:
    """What can be reached in a checkout."""

    def __init__(self, tree):
        self.tree = tree
        self.files, self.folders = set(), set()
        queue = [""]
        while queue:
            folder = queue.pop()
            names = tree.names(folder)
            if folder in CLAIMS or os.path.basename(folder) in MADE or set(MARKS) & set(names):
                continue
            self.folders.add(folder)
            for name in names:
                path = join(folder, name)
                what = None if tree.is_passed_over(name) else tree.kind(path)
                if what == "folder":
                    queue.append(path)
                elif what == "file":
                    self.files.add(path)
        self.by_stem, self.packages = {}, {}
        for path in self.files:
            self.by_stem.setdefault(stem(path), []).append(path)
            if os.path.basename(path) == "__init__.py" and "/" in path:
                self.packages.setdefault(path.split("/")[-2], []).append(path)

    def scripts(self, run):
        """The files at which the key starts, in the order of the words that name them."""
        found = []
        for before, word in zip([None, *run], run):
            path = resolved(word.split("::")[0], "")
            if path:
                parts = path.split("/")
                for count in range(len(parts)):
                    if self.tree.kind("/".join(parts[: count + 1])) == "link":
                        raise NoKey(f"{path} is a link")
                if path in self.files and b"\0" not in self.tree.read(path):
                    found.append(path)
            if before == "-m":
                parts = [part for part in word.split(".") if part]
                last = parts[-1] if parts else ""
                found += [file for file in self.by_stem.get(last, ()) if kind(file) == "python"]
                for name in ("__main__.py", "__init__.py") if parts else ():
                    end = "/" + "/".join([*parts, name])
                    found += [file for file in self.files if f"/{file}".endswith(end)]
        return list(dict.fromkeys(found))

    def reached(self, start, scripts=()):
        """Some files, and what they import, include or name, and so on."""
        found, queue = set(start), list(start)
        while queue:
            for path in self.step(queue.pop(), scripts):
                if path not in found:
                    found.add(path)
                    queue.append(path)
        return found

    def step(self, path, scripts):
        yield from self.around(path)
        how = kind(path) or ("script" if path in scripts else None)
        if how is None:
            return
        data, folder = self.tree.read(path), os.path.dirname(path)
        if how == "python":
            yield from self.imported(data)
        if how == "c":
            yield from self.included(data, folder)
            if is_header(path):
                yield from filter(is_definition, self.by_stem.get(stem(path), ()))
        else:
            yield from self.named(data, folder)

    def around(self, path):
        folder = path
        while folder:
            folder = os.path.dirname(folder)
            yield from (join(folder, name) for name in EVERYWHERE if join(folder, name) in self.files)

    def imported(self, data):
        for word in {word.decode() for word in words(data)}:
            yield from (path for path in self.by_stem.get(word, ()) if kind(path) == "python" or is_definition(path))
            yield from self.packages.get(word, ())

    def included(self, data, folder):
        for _, quoted, angular in (match.groups() for match in INCLUDE.finditer(data)):
            if quoted is None and angular is None:
                yield from filter(is_header, self.files)
                continue
            header = os.fsdecode(angular if quoted is None else quoted)
            beside = None if quoted is None else resolved(header, folder)
            if beside in self.files:
                yield beside
                continue
            parts = [part for part in header.split("/") if part not in ("", ".")]
            while parts and parts[0] == "..":
                parts.pop(0)
            if parts and ".." not in parts:
                yield from (file for file in self.files if f"/{file}".endswith("/" + "/".join(parts)))

    def named(self, data, folder):
        for text in {match.rstrip(b".") for match in PATH.findall(data)}:
            try:
                text = text.decode()
            except UnicodeDecodeError:
                continue
            for start in {folder, ""} if text else ():
                path = resolved(text, start)
                if path in self.files:
                    yield path
                if path in self.folders:
                    yield from (join(path, name) for name in IN_FOLDERS if join(path, name) in self.files)
