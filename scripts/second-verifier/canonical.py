"""JSON in the canonical form, read strictly and written; SHA-256.

Sources: docs/evidence-format.md, "Bytes" and "Digests".
"""

import hashlib
import json
import re

from yaml_text import Unreadable

MAXIMUM_DEPTH = 32
SURROGATE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def canonical(value, indent=2) -> bytes:
    """The bytes of a value; with `indent=None` those without blanks and newlines, as digests take them."""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, indent=indent, separators=(",", ":" if indent is None else ": "))
    # Python's short escapes for two control characters are not in the form.
    text = re.sub(r"\\.", lambda escape: {"\\b": "\\u0008", "\\f": "\\u000c"}.get(escape[0], escape[0]), text)
    return (text + ("" if indent is None else "\n")).encode()


def read(data: bytes):
    """The value of strict JSON; `Unreadable` where it is not."""
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_int=_integer, parse_float=_refuse,
            parse_constant=_refuse)
        if SURROGATE.search(data):
            raise ValueError("a surrogate")
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not strict JSON: {error}") from None
    _check(value, 0)
    return value


def _object(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a key occurs twice")
    return members


def _integer(text):
    value = int(text)
    if str(value) != text or not -(1 << 63) <= value < 1 << 63:
        raise ValueError(f"{text} is no plain 64-bit integer")
    return value


def _refuse(text):
    raise ValueError(f"{text} is no integer")


def _check(value, depth):
    if depth == MAXIMUM_DEPTH:
        raise Unreadable(f"nested deeper than {MAXIMUM_DEPTH}")
    if isinstance(value, dict):
        for member in value.values():
            _check(member, depth + 1)
    elif isinstance(value, list):
        for element in value:
            _check(element, depth + 1)
