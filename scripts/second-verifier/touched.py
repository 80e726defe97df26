"""Whether damage touched something that is judged, told without judging it.

Compared with the original are what contracts say beside their versions, the bytes of evidence, the lines that bind it, and the
texts of the files that these lines name. A run may have bound the copy anew: then only what contracts say is looked at.
"""

import os
import re
from fractions import Fraction

import judged
import yaml
from bare_text import bare, is_source
from binding import Binding
from evidence import Rejected

NULLS = ("", "~", "null", "Null", "NULL")
DECIMAL = re.compile(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]{1,3})?|[+-]?[0-9]+\.")


def touched(root, copy, names, done):
    """What is other than in the original, in words; nothing where only trifles are."""
    stems = {os.path.splitext(os.path.basename(path))[0]: path for path in judged.contracts(copy.root)}
    for name in names:
        stem = os.path.splitext(name)[0]
        if stem not in stems:
            yield f"contract {stem}"
        elif said(f"{root}/contracts/{name}") != said(copy.path(stems[stem])):
            yield f"what {name} says"
    for name in copy.files("investigations"):
        if os.path.exists(f"{root}/{name}") and proposed(f"{root}/{name}") != proposed(copy.path(name)):
            yield f"what {name} says"
    if any("bound again" in one for one in done):
        return
    for name in names:
        folder = f"evidence/{os.path.splitext(name)[0]}"
        for file in sorted(os.listdir(f"{root}/{folder}")) if os.path.isdir(f"{root}/{folder}") else []:
            before, after = content(f"{root}/{folder}/{file}"), content(copy.path(f"{folder}/{file}"))
            if file == "binding.txt":
                yield from edited(after or b"")
                before, members = lines(before)
                after, _ = lines(after or b"")
                yield from (member for member in members if changed(f"{root}/{member}", copy.path(member), member))
            if before != after:
                yield f"{folder}/{file}"


def proposed(path):
    """What hypotheses say, predict and come from; who put them forward, and when, does not count."""
    root = loaded(path)
    if root is None:
        return None
    listed = root.get("hypotheses")
    listed = [
        {key: value for key, value in one.items() if key not in ("source", "opened", "closed")} if isinstance(one, dict)
        else one for one in (listed if isinstance(listed, list) else [listed])]
    try:
        return normal([root.get("question"), listed])
    except RecursionError:
        return None


def loaded(path):
    """The mapping that a file spells; None where it spells none."""
    try:
        with open(path, "rb") as file:
            root = yaml.load(file.read(), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (OSError, yaml.YAMLError, ValueError, RecursionError):
        return None
    return root if isinstance(root, dict) else None


def said(path):
    """What a contract says, in a form in which order, layout, spelling of numbers and its version do not count."""
    root = loaded(path)
    if root is None:
        return None
    root = {key: value for key, value in root.items() if key != "loosened"}
    if isinstance(root.get("metadata"), dict):
        root["metadata"] = {key: value for key, value in root["metadata"].items() if key != "version"}
    try:
        return normal(root)
    except RecursionError:
        return None


def normal(value):
    if isinstance(value, dict):
        members = ((key, normal(one)) for key, one in value.items())
        return frozenset((str(key), one) for key, one in members if one is not None and (key, one) != ("within", 0))
    if isinstance(value, list):
        elements = frozenset(one for one in map(normal, value) if one is not None)
        return next(iter(elements)) if len(elements) == 1 else elements or None
    if value in NULLS or not isinstance(value, str):
        return None
    if re.fullmatch("0[xX][0-9a-fA-F]+|[0-9a-fA-F]{64}", value):
        return value.lower()
    return Fraction(value) if DECIMAL.fullmatch(value) else " ".join(value.split())


def content(path):
    """The bytes of a regular file; None where there is none."""
    if os.path.islink(path) or not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def lines(data):
    """(the lines that bind, the files that members name) of a binding; who answers for words can be another, sealed."""
    found = data.split(b"\n")
    members = [line.split(b" ", 1)[1].rpartition(b" ")[0].decode(errors="surrogateescape") for line in found if line.startswith(b"member ")]
    bind = {line for line in found if not line.startswith((b"member ", b"accepted ", b"seal "))}
    return bind, [one for one in members if "#" not in one]


def edited(data):
    """The falsifiers whose lines in a binding, of whatever word, and their seal do not fit each other."""
    try:
        binding = Binding(data)
    except Rejected:
        return
    yield from (f"lines of {name}" for name in binding.falsifiers if binding.bound(name) is None)


def changed(before, after, name):
    """Whether a file has another text than the original; False where that has none."""
    original, now = content(before), content(after)
    if original is None:
        return False
    return now is None or (bare(original, name) != bare(now, name) if is_source(name) else original != now)
