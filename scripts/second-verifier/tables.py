"""The arithmetic of the tables that pv writes.

Source: docs/ship-spec.md, "The arithmetic of tables".
"""

import math
import re
from collections import namedtuple

# A value, the margin between it and the threshold, and whether the value stands above the threshold.
QUOTIENTS = (("measured", "margin", False), ("noise", "below by", False), ("weakest mutant", "above by", True))
THRESHOLD = re.compile("(?:≤ (?P<limit>[^ ]+)|= (?P<target>[^ ]+) ± (?P<within>[^ ]+))(?: by .*)?")
Table = namedtuple("Table", "header rows")


def wrong_sums(text):
    """How many sums of the scoreboards on a page are wrong."""
    return sum(_wrong_sums(table.rows) for table in tables(text) if table.header[:1] == ["contract"] and table.rows)


def wrong_margins(text):
    """How many margins on a page are not those of their rows."""
    count = 0
    for header, rows in tables(text):
        for value, margin, is_above in QUOTIENTS:
            if {"threshold", value, margin} <= set(header):
                places = [header.index(name) for name in (value, "threshold", margin)]
                full = [row for row in rows if len(row) > max(places)]
                count += sum(is_wrong(*(row[place] for place in places), is_above) for row in full)
    return count


def tables(text):
    found, inside = [], False
    for line in text.split("\n"):
        if not line.startswith("| "):
            inside = False
            continue
        cells = [re.sub("[*`]", "", cell).strip(" ") for cell in line.replace("\\|", "/").split("|") if cell]
        if not inside:
            found.append(Table(cells, []))
        elif not line.startswith("| ---"):
            found[-1].rows.append(cells)
        inside = True
    return found


def _wrong_sums(rows):
    numbers = [[int(cell) if re.fullmatch("[0-9]+", cell) else -1 for cell in row[1:]] for row in rows]
    wrong = sum(len(row) >= 6 and row[0] != sum(row[1:6]) for row in numbers)
    for column in range(1, len(rows[-1])):
        total = sum(row[column - 1] for row in numbers[:-1] if len(row) >= column)
        wrong += rows[-1][column] != str(total)
    return wrong


def is_wrong(value, threshold, printed, is_above):
    """Whether a row shows its value, its threshold and the margin between them, and this is another."""
    value, printed = number(value.split(" ")[0]), number(printed, math.inf)
    found = THRESHOLD.fullmatch(threshold)
    limit = number(found["limit"] or found["within"]) if found else None
    target = number(found["target"]) if found and found["target"] else 0
    if None in (value, printed, limit, target) or limit <= 0:
        return False
    deviation = value if found["limit"] else abs(value - target)
    # The value has seven digits; where they leave nothing of the distance, the row does not show it.
    slack = abs(value) * 5e-7
    if deviation <= slack:
        return False
    margins = [math.log2(one / limit if is_above else limit / one) for one in (deviation - slack, deviation + slack)]
    # Half a unit of the one decimal that is printed.
    return not min(margins) - 0.05 - 1e-9 <= printed <= max(margins) + 0.05 + 1e-9


def number(text, infinity=None):
    """A number, or None where it is none or not finite; `inf` can be told apart."""
    if text == "inf":
        return infinity
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
