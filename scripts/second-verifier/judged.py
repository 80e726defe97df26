"""Which files of a checkout are its contracts.

Sources: docs/verdicts.md, "Reading a contract"; docs/settings.md, "One rule: pv.yaml".
"""

import os
import re

import terms
from checkout import join, kind, names
from yaml_text import Tree, Unreadable


def contracts(root):
    """The paths of the contracts of the package in `root`, from there, in ascending order of their bytes."""
    return [path for path in files(root) if path.startswith("contracts/")]


def files(root):
    """The paths of the contracts, and behind them of the files below investigations/."""
    exclusions = [covering(pattern) for pattern in excluded(root)]
    paths = [
        path for folder in ("contracts", "investigations") for path in sorted(found(root, folder), key=os.fsencode)
        if not any(covers(path) for covers in exclusions)]
    # A file with two names is judged once: under the first that is no link, or the first.
    files = {}
    for path in paths:
        files.setdefault(identity(f"{root}/{path}"), []).append(path)
    kept = {next((path for path in same if kind(f"{root}/{path}") != "link"), same[0]) for same in files.values()}
    return [path for path in paths if path in kept]


def found(root, folder):
    """The YAML files below a folder; folders that links lead to, and what starts with a dot, are left out."""
    folders = [folder]
    while folders:
        folder = folders.pop()
        for name in names(f"{root}/{folder}"):
            path = f"{folder}/{name}"
            what = None if name.startswith(".") else kind(f"{root}/{path}")
            if what == "folder":
                folders.append(path)
            elif what in ("file", "link") and name.endswith((".yaml", ".yml")) and name != "pv.yaml":
                if not os.path.isdir(f"{root}/{path}"):
                    yield path


def identity(path):
    """What tells the file at a path from others; the path where nothing is there."""
    try:
        status = os.stat(path)
    except OSError:
        return path
    return status.st_dev, status.st_ino


def excluded(root):
    """The patterns under `exclude:` in pv.yaml."""
    return setting(root, "exclude")


def settings(root):
    """What pv.yaml says by its keys; nothing where it cannot be read."""
    try:
        with open(f"{root}/pv.yaml", "rb") as file:
            found = Tree(file.read()).root
    except (OSError, Unreadable):
        return {}
    return found if isinstance(found, dict) else {}


def setting(root, key):
    """The texts under a key of pv.yaml, of which one is a list of one."""
    value = settings(root).get(key)
    return [pattern for pattern in (value if isinstance(value, list) else [value]) if isinstance(pattern, str)]


# Those that are a text or several, and all others.
TEXTS = ("paths", "exclude", "external", "select", "ignore", "prose", "keys")
SETTINGS = (*TEXTS, "severities", "baseline", "ship_spec", "release", "variations", *terms.SECTIONS)


def is_misread(root):
    """Whether pv.yaml is there and something in it is not applied; which rules and variations there are is not asked."""
    if kind(f"{root}/pv.yaml") is None:
        return False
    try:
        with open(f"{root}/pv.yaml", "rb") as file:
            tree = Tree(file.read())
    except (OSError, Unreadable):
        return True
    settings = tree.root
    if tree.problems or not isinstance(settings, (dict, type(None))):
        return True
    for key, value in (settings or {}).items():
        values = value if isinstance(value, list) and key in TEXTS else [value]
        if key not in SETTINGS or isinstance(value, (list, dict)) and key in ("baseline", "ship_spec", "release"):
            return True
        if key in TEXTS and any(isinstance(one, (list, dict)) for one in values):
            return True
        if key == "ship_spec" and value not in (None, "required", "optional"):
            return True
    return terms.is_misread(settings or {})


def covering(pattern):
    """A test of paths: whether the pattern matches one, or a folder that it lies in."""
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    if len(parts) == 1 and not pattern.startswith(("./", "/")):
        name = re.compile(in_name(parts[0]), re.S)
        return lambda path: any(name.fullmatch(part) for part in path.split("/"))
    text = ""
    for part in parts[:-1]:
        text += "(?:[^/]+/)*" if part == "**" else in_name(part) + "/"
    if parts:
        text += "[^/]+" if parts[-1] == "**" else in_name(parts[-1])
    whole = re.compile(text + "(?:/.*)?", re.S)
    return lambda path: bool(parts) and whole.fullmatch(path) is not None


def matched(root, pattern):
    """The paths, from the root, for which a pattern stands; a plain path for itself, and so does one that matches nothing."""
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    if not any("*" in part or "?" in part for part in parts):
        return [pattern]
    paths = [""]
    for part in parts:
        if part == "**":
            paths = [below for path in paths for below in folders(root, path)]
        elif "*" in part or "?" in part:
            name = re.compile(in_name(part), re.S)
            paths = [join(path, one) for path in paths for one in shown(root, path) if name.fullmatch(one)]
        else:
            paths = [join(path, part) for path in paths if kind(f"{root}/{join(path, part)}") is not None]
    return sorted({path for path in paths if path}, key=os.fsencode) or [pattern]


def shown(root, folder):
    return [name for name in names(f"{root}/{folder}") if not name.startswith(".")]


def folders(root, folder):
    """A folder and all below it."""
    yield folder
    for name in shown(root, folder):
        if kind(f"{root}/{join(folder, name)}") == "folder":
            yield from folders(root, join(folder, name))


def in_name(part):
    """The pattern of one name, as a regular expression; a row of stars is one, so that it stays quick."""
    part = re.sub(r"\*+", "*", part)
    return "".join({"*": "[^/]*", "?": "[^/]"}.get(character) or re.escape(character) for character in part)
