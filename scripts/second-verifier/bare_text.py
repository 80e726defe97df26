"""The bare text of a source file, and its words.

Sources: docs/evidence-keys.md, "Words".
"""

import os
import re

SOURCE_SUFFIXES = (
    ".swift", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".inc", ".m", ".mm", ".S", ".s", ".modulemap")
HEADERS = (".h", ".hpp", ".inc")
WORD = re.compile(rb"(?<![0-9A-Za-z_])[A-Za-z_][0-9A-Za-z_]*")
# Ends of lines that a compiler sees and an editor may not: code can hide behind them.
HIDDEN_END = re.compile(rb"[\v\f]|\?\?/|\r[\r \t]*[^\r \t\n]")
# Where one of these occurs, a line may be more than it seems: its bytes, or its number, can matter.
UNSURE = re.compile(rb'/\*|"""|#"|#/|#line|#column|__LINE__|\\[\r \t]*$', re.MULTILINE)
RAW_STRING = b'R"'


def is_source(path):
    return path.endswith(SOURCE_SUFFIXES)


def is_header(path):
    return path.endswith(HEADERS)


def bare(data: bytes, path: str) -> bytes:
    """The text without what means nothing; the bytes themselves where that cannot be told."""
    if HIDDEN_END.search(data) or UNSURE.search(data) or not path.endswith(".swift") and RAW_STRING in data:
        return data
    lines = (line.rstrip(b"\r \t") for line in data.split(b"\n"))
    return b"".join(line + b"\n" for line in lines if line and not line.lstrip(b" \t").startswith(b"//"))


def words(text: bytes):
    """The words in their order."""
    return WORD.findall(text)


def suffix(path):
    """What of a file's name its reading depends on."""
    name = os.path.basename(path)
    return name if name == "main.swift" else os.path.splitext(name)[1]
