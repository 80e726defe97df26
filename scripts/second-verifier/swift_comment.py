"""Comments of Swift, which nest.

Sources: docs/evidence-keys.md, "Swift".
"""

import re

EDGE = re.compile(rb"/\*|\*/")


class CannotFollow(Exception):
    """A Swift text is written in a way in which not all of what it says can be read off."""


def end_of_comment(data, place):
    """Where a comment ends whose `/*` ends at a place; `CannotFollow` where it does not."""
    depth = 1
    while depth:
        edge = EDGE.search(data, place)
        if not edge:
            raise CannotFollow("a comment does not end")
        depth += 1 if edge[0] == b"/*" else -1
        place = edge.end()
    return place
