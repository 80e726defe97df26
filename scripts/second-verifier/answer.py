"""What it takes for somebody to answer for something.

Sources: docs/verdicts.md, "Who answers".
"""

import re
from datetime import date

NAME = "[A-Za-z0-9._/-]*[A-Za-z0-9][A-Za-z0-9._/-]*"
OWNER = re.compile(rf"@{NAME}|team:{NAME}|[A-Za-z0-9._/+-]*[A-Za-z0-9][A-Za-z0-9._/+-]*@{NAME}")


def reason(text):
    """Whether a reason has more than one word."""
    return len([word for word in re.split("[ \t\n\r]", text) if word]) > 1


def owner(text):
    """Whether an owner is @name, team:name or an e-mail address."""
    if not OWNER.fullmatch(text):
        return False
    if text.startswith(("@", "team:")):
        return True
    labels = text.rpartition("@")[2].split(".")
    return len(labels) > 1 and all(re.fullmatch(NAME, label) for label in labels)


def in_time(last, today):
    """Whether a last day is at most a year after a day: the same day of the next year, or 1 March."""
    month, day = (3, 1) if (today.month, today.day) == (2, 29) else (today.month, today.day)
    return (last.year, last.month, last.day) <= (today.year + 1, month, day)


def fits(waiver, today: date):
    """Whether (reason, owner, last day) are those of somebody who answers."""
    return reason(waiver[0]) and owner(waiver[1]) and in_time(waiver[2], today)
