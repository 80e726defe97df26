"""A workspace to drive the server in: copies of this repository's contracts with what they name, and of a second package."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ["Package.swift", "pv.yaml", "README.md", "ship-spec.md", "contracts", "evidence", "witnesses", "Sources", "Tests", "docs"]
DOT = "contracts/f32-dot-v1.yaml"


def make(folder):
    """Fills a folder; the second package lies below the first, as in this repository."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        elif source.exists():
            shutil.copy(source, folder / part)
    shutil.copytree(ROOT / "Examples/Saxpy", folder / "Examples/Saxpy", ignore=shutil.ignore_patterns(".build"))
    return folder


def position(text, needle, skip=0, encoding="utf-16"):
    """The line and the character behind so many characters of the first place of a text."""
    offset = text.index(needle) + skip
    line = text.count("\n", 0, offset)
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    units = len(before.encode("utf-16-le")) // 2 if encoding == "utf-16" else len(before.encode())
    return line, units
