"""Cases that a search found and that every run tries first: one line of JSON each, as docs/search.md says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union

import numpy as np
from numpy.typing import NDArray

#: A size, or an array of binary32 numbers or of bytes.
Field = Union[int, NDArray[np.float32], NDArray[np.uint8]]
Case = Mapping[str, Field]

#: Element types by the word that a line begins with: NumPy's name, and the unsigned integer of the same width.
_ELEMENTS = {"f32": (np.float32, "<u4"), "u8": (np.uint8, "u1")}


class ExactCaseError(Exception):
    """A line that is no exact case, or a case that no line can hold."""


def path(test: Path, falsifier: str) -> Path:
    """The file of a falsifier's exact cases, beside the file of its test."""
    return test.parent / "Fixtures" / "ExactCases" / f"{falsifier}.jsonl"


def read(file: Path, falsifier: str, domain: str) -> list[dict[str, Field]]:
    """The exact cases of a domain, in the order of the file; none where there is no file.

    Raises:
        ExactCaseError: with the line that is no case; none is left out in silence.
    """
    if not file.exists():
        return []
    cases = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{file}:{number}"
        try:
            document = json.loads(line)
        except ValueError as error:
            raise ExactCaseError(f"{place} is no JSON: {error}") from None
        if not isinstance(document, dict) or document.keys() != {"case", "domain", "falsifier"}:
            raise ExactCaseError(f"{place} is no object of `case`, `domain` and `falsifier`")
        if document["falsifier"] != falsifier:
            raise ExactCaseError(f"{place} is a case of {document['falsifier']}, not of {falsifier}")
        if document["domain"] == domain:
            cases.append({name: _field(f"{place}: {name}", value) for name, value in document["case"].items()})
    return cases


def line(falsifier: str, domain: str, case: Case) -> str:
    """The line of a case, without its end.

    Raises:
        ExactCaseError: a member is no size, binary32 array or byte array.
    """
    document = {
        "case": {name: _value(name, field) for name, field in case.items()},
        "domain": domain,
        "falsifier": falsifier,
    }
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def keep(file: Path, text: str) -> bool:
    """Appends a line, unless it is there; says whether it was appended."""
    known = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if text in known:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a", encoding="utf-8", newline="\n") as output:
        output.write(text + "\n")
    return True


def _field(place: str, value: Any) -> Field:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    words = value.split(" ") if isinstance(value, str) else [""]
    if words[0] in _ELEMENTS:
        element, integer = _ELEMENTS[words[0]]
        digits = 2 * np.dtype(integer).itemsize
        if all(re.fullmatch(f"[0-9a-f]{{{digits}}}", word) for word in words[1:]):
            return np.array([int(word, 16) for word in words[1:]], integer).view(element)
    raise ExactCaseError(f'{place} is neither a size nor an array such as "f32 3f800000"')


def _value(name: str, field: Field) -> int | str:
    if isinstance(field, (int, np.integer)) and not isinstance(field, bool) and field >= 0:
        return int(field)
    if isinstance(field, np.ndarray) and field.ndim == 1:
        for word, (element, integer) in _ELEMENTS.items():
            if field.dtype == element:
                bits = np.ascontiguousarray(field, np.dtype(element).newbyteorder("<")).view(integer)
                digits = 2 * np.dtype(integer).itemsize
                return " ".join([word, *(f"{each:0{digits}x}" for each in bits)])
    raise ExactCaseError(f"{name} can be kept as a size, or as a vector of float32 or uint8; it is {field!r}")
