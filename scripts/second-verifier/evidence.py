"""An evidence file: whether it can be read, is unedited, and has the form.

Sources: docs/evidence-format.md, "Bytes", "Members" and "Digests".
"""

import math
import re
import struct
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import canonical
from yaml_text import Unreadable

VERSION = 4
MAXIMUM_SIZE = 4 << 20
DIGEST = re.compile("[0-9a-f]{64}")


class Rejected(Exception):
    """A file that is not judged, with the rule of docs/rules.md that it breaks."""

    def __init__(self, rule, reason):
        super().__init__(reason)
        self.rule = rule


def read(data: bytes) -> dict:
    """The members of an evidence file. The order of the questions is that of the page."""
    try:
        if len(data) > MAXIMUM_SIZE:
            raise Unreadable("larger than 4 MiB")
        value = canonical.read(data)
        schema = value.get("schema") if isinstance(value, dict) else None
        schema = schema if isinstance(schema, dict) else {}
        version = schema.get("version")
        if schema.get("name") == "pv-evidence" and type(version) is int and version > VERSION:
            raise Rejected("evidence-newer-schema", f"schema version {version}")
        if schema.get("name") == "pv-evidence" and type(version) is int and version < VERSION:
            raise Rejected("evidence-older-form", f"schema version {version}; run the falsifier again")
        recorded = value.get("digest") if isinstance(value, dict) else None
        if not isinstance(recorded, str):
            raise Unreadable("no digest of itself")
        line = f'\n  "digest": "{recorded}"'.encode()
        zeros = line.replace(recorded.encode(), b"0" * 64)
        if len(recorded) != 64 or canonical.sha256(data.replace(line, zeros, 1)) != recorded:
            raise Rejected("evidence-edited", "its bytes do not give its digest")
        if canonical.canonical(value) != data:
            raise Unreadable("not in canonical form")
        form(FILE, value, "the file")
    except Unreadable as error:
        raise Rejected("evidence-unreadable", str(error)) from None
    return value


def form(shape, value, path):
    """Checks a value against a shape: a test, a list of one shape, {"*": shape}, or {member: shape}.

    A member whose name ends in `?` may be absent; one that is not listed may not occur.
    """
    if callable(shape):
        good = shape(value)
    elif isinstance(shape, list):
        good = isinstance(value, list)
        for element in value if good else []:
            form(shape[0], element, path)
    else:
        good = isinstance(value, dict)
        if good and "*" not in shape:
            good = {name for name in shape if not name.endswith("?")} <= set(value) <= {n.rstrip("?") for n in shape}
        for name, member in value.items() if good else []:
            form(shape.get("*") or shape.get(name) or shape[name + "?"], member, f"{path}.{name}")
    if not good:
        raise Unreadable(f"{path} has not the form")


def text(value):
    return isinstance(value, str)


def integer(value):
    return type(value) is int


def digest(value):
    return text(value) and bool(DIGEST.fullmatch(value))


def measurement(value):
    """One of the three kinds, with its optional members."""
    kind = value.get("type") if isinstance(value, dict) else None
    shape = {"real": {"bits": text, "display": text}, "count": {"value": text}, "text": {"value": text}}.get(kind)
    if shape is None:
        return False
    form({"type": text, "over?": text, "asserted?": lambda flag: isinstance(flag, bool), **shape}, value, "measurement")
    if kind == "real":
        return bool(re.fullmatch("0x[0-9a-f]{16}", value["bits"])) and value["display"] == display(real(value["bits"]))
    return kind == "text" or bool(re.fullmatch("0|[1-9][0-9]*", value["value"])) and int(value["value"]) < 1 << 64


RATIO = re.compile(r"([a-z0-9_]+) of ([a-z0-9_.]+) \([^()]+\) over that of ([a-z0-9_.]+) \([^()]+\)")


def measurements(value):
    """Measurements by metric; a ratio names its operands, and is their quotient where they are measured beside it."""
    form({"*": measurement}, value, "measurements")
    for name, ratio in value.items():
        if name.split(".")[-1] != "ratio" or ratio.get("asserted"):
            continue
        match = RATIO.fullmatch(ratio.get("over", ""))
        if not match:
            return False
        metric, *names = match.groups()
        numbers = [binary64(value.get(f"{operand}.{metric}")) for operand in names]
        if None in numbers or binary64(ratio) is None:
            continue
        expected = quotient(*numbers)
        if binary64(ratio) != expected and not (math.isnan(binary64(ratio)) and math.isnan(expected)):
            return False
    return True


def binary64(measurement):
    """A measured number as binary64; None where it is none."""
    if measurement is None or measurement["type"] == "text":
        return None
    return real(measurement["bits"]) if measurement["type"] == "real" else float(int(measurement["value"]))


def quotient(a, b):
    """As IEEE 754 divides."""
    if b != 0:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)


MEASUREMENTS = measurements


def impostor(value):
    """What was measured of an impostor, or why there is none."""
    if not text(value):
        form({"*": measurement}, value, "impostors")
    return True


DIFFERENCE = {"output": text, "index": integer, "real": text, "mutant": text}


def first_difference(value):
    if value is not None:
        form(DIFFERENCE, value, "first_difference")
    return True


FILE = {
    "schema": lambda value: value == {"name": "pv-evidence", "version": VERSION},
    "contract": text,
    "falsifier": text,
    "level": lambda value: value in ("live", "algorithm"),
    "inputs": [
        {
            "name": text, "generator": text, "generator_version": integer, "parameters": {"*": text}, "seed?": text,
            "cases": integer, "dtype": text, "shape": [integer], "sha256": digest, "classes": {"*": integer},
            "corners": {"*": integer},
        }
    ],
    "outputs": [{"name": text, "dtype": text, "shape": [integer], "sha256?": digest}],
    "measurements": MEASUREMENTS,
    "ulps": {"*": {"*": integer}},
    "bounds?": {"*": [{"function": text, "version": integer, "parameters": {"*": integer}}]},
    "orders": {"*": MEASUREMENTS},
    "mutants": {
        "*": {
            "fault": text, "first_difference": first_difference, "measurements": MEASUREMENTS, "outputs": {"*": digest},
        }
    },
    "impostors": {"*": {"*": impostor}},
    "digest": digest,
}


def real(bits: str) -> float:
    """The binary64 number of 0x and 16 hexadecimal digits."""
    return struct.unpack(">d", bytes.fromhex(bits[2:]))[0]


def number(measurement):
    """The exact value; None for text, NaN and the infinities."""
    if measurement["type"] == "count":
        return Fraction(int(measurement["value"]))
    if measurement["type"] == "text":
        return None
    value = real(measurement["bits"])
    return Fraction(value) if value - value == 0 else None


def display(value: float) -> str:
    """At most 7 significant digits: half to even, plain from 1e-4 to below 1e9, no trailing zeros."""
    if value != value:
        return "nan"
    if value - value != 0:
        return "inf" if value > 0 else "-inf"
    if value == 0:
        return "0"
    rounded = Context(prec=7, rounding=ROUND_HALF_EVEN, Emax=400, Emin=-400).create_decimal(Decimal(value)).normalize()
    if -4 <= rounded.adjusted() < 9:
        return f"{rounded:f}"
    digits = "".join(map(str, rounded.as_tuple().digits))
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[0]}{'.' + digits[1:] if digits[1:] else ''}e{rounded.adjusted()}"
