"""The files that can be fetched: which packages hold them, and which digest they have when they are whole."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).resolve().parent / "table.json"


@dataclass(frozen=True)
class Weights:
    """One file of weights and the packages in which it lies."""

    name: str
    file: str
    bytes: int
    sha256: str
    packages: tuple
    member: re.Pattern
    architecture: str
    license: str


def expanded(packages):
    """`part{1..3}==1.0` as three packages."""
    for package in packages:
        found = re.fullmatch(r"(.*)\{(\d+)\.\.(\d+)\}(.*)", package)
        if not found:
            yield package
            continue
        before, first, last, after = found.groups()
        for number in range(int(first), int(last) + 1):
            yield f"{before}{number}{after}"


def read(path=PATH):
    """The table by name."""
    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    return {
        name: Weights(
            name, row["file"], row["bytes"], row["sha256"], tuple(expanded(row["packages"])),
            re.compile(row["member"]), row["architecture"], row["license"])
        for name, row in rows.items()
    }
