"""A number as prose prints it, and whether a value is that number.

Sources: docs/prose-numbers.md, "Equality".
"""

import re
from collections import namedtuple
from fractions import Fraction

import evidence

DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?")

# A decimal is `digits` times ten to the `exponent`, of the value or of a hundred times it; a text is bits or a digest.
Decimal = namedtuple("Decimal", "digits exponent percent")
Text = namedtuple("Text", "text cut")


def read(text):
    """The number that a text spells; None where it spells none."""
    text = text.lower()
    if text.startswith("0x") or len(text.encode()) >= 64 or text.endswith("…"):
        digits = text.replace("…", "")
        cut = len(digits) < len(text)
        good = re.fullmatch("[0-9a-fx]*", digits) and not (cut and len(digits) < 8)
        return Text(digits, cut) if good else None
    percent = text.endswith("%")
    number = "".join(one for one in text if one != "%" and not one.isspace()).replace("\u2212", "-")
    if "," in number:
        first, *groups = number.split(".")[0].split(",")
        if not 1 <= len(first) <= 4 or any(len(group) != 3 for group in groups):
            return None
        number = number.replace(",", "")
    match = DECIMAL.fullmatch(number) if len(number.encode()) <= 400 else None
    if not match or not (match[2] or match[3]) or abs(int(match[4] or 0)) > 5000:
        return None
    digits = int((match[2] or "") + (match[3] or ""))
    return Decimal(-digits if match[1] == "-" else digits, int(match[4] or 0) - len(match[3] or ""), percent)


def value(measurement):
    """What a measurement gave: a fraction, a text, or None for NaN and the infinities."""
    return measurement["value"] if measurement["type"] == "text" else evidence.number(measurement)


def matches(number, known):
    """Whether a value, rounded half to even to the digits that are printed, is a printed number."""
    if isinstance(number, Text):
        return isinstance(known, str) and (
            known.lower().startswith(number.text) if number.cut else known.lower() == number.text)
    if not isinstance(known, Fraction):
        return False
    scaled = known * (100 if number.percent else 1) / Fraction(10) ** number.exponent
    return round(scaled) == number.digits
