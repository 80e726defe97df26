"""What implementation files name, and so depend on.

Sources: docs/evidence-format.md, "What is watched".
"""

import os
import re

LANGUAGES = (".c", ".cc", ".cpp", ".h", ".hpp", ".inc", ".m", ".S", ".swift")
INCLUDE = re.compile(rb'^[ \t]*# *(?:include|import)[^"\n]*"([^"\n]*)"', re.MULTILINE)
IMPORT = re.compile(
    r"^[ \t]*(?:[@ipf]\S* +){0,2}?import +(?:(?:struct|class|enum|protocol|func|var|let|typealias) +)?(\w+)",
    re.MULTILINE | re.ASCII)


def covers(entry, path):
    """Whether a file, or a folder with its slash, is part of an entry."""
    if entry.endswith("/*"):
        return os.path.dirname(path) == entry[:-2] and not path.endswith("/")
    return path == entry or entry.endswith("/") and path.startswith(entry)


def named(sources, path):
    """The entries that one file names, where the package has them."""
    data = sources.content(path)
    if path.endswith(".swift"):
        modules = IMPORT.findall(data.decode("utf-8", "replace"))
        return {f"Sources/{module}/" for module in modules if sources.kind(f"Sources/{module}") == "folder"}
    target = "/".join(path.split("/")[:2])
    found = set()
    for name in INCLUDE.findall(data):
        places = [os.path.dirname(path), target, f"{target}/include"]
        places = [os.path.normpath(os.path.join(place, os.fsdecode(name))) for place in places]
        inside = [place for place in places if not place.startswith(("../", "/"))]
        found |= set([place for place in inside if sources.kind(place) == "file"][:1])
    return found


def included(sources, entries):
    """What the files of some entries name, directly or through one another, and the entries do not cover."""
    found, seen, queue = set(), set(), list(entries)
    while queue:
        entry = queue.pop()
        for path in sources.files_of(entry):
            if path.endswith(LANGUAGES) and path not in seen:
                seen.add(path)
                new = named(sources, path) - found
                found |= new
                queue += new
    return {
        path for path in found
        if not any(covers(entry, path) for entry in entries)
        and not any(covers(other, path) for other in found if other != path)}
