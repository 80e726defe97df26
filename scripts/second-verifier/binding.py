"""binding.txt: to which claim and which key the results of a contract belong.

Sources: docs/evidence-format.md, "The binding".
"""

import re

import answer
import canonical
from evidence import MAXIMUM_SIZE, Rejected
from yaml_text import Unreadable

VERSION = 1
FIRST = re.compile(rb"pv-binding ([1-9][0-9]*)\n")
DIGEST = "[0-9a-f]{64}"
LINE = re.compile(
    f"(?P<word>claim|key|result|seal|wording) (?P<subject>[^ ]+) (?P<value>{DIGEST})"
    f"|(?P<member>member) (?P<name>.+) (?P<version>{DIGEST}|[1-9][0-9]*)"
    f"|(?P<accepted>accepted) (?P<accepting>[^ ]+) (?P<acceptance>{DIGEST} (?P<owner>[^ ]+) (?P<reason>.+))", re.S)
BOUND = ("claim", "key", "result")


class Binding:
    """`falsifiers` has by the id of a falsifier its lines by their word, `members` the digests of each member."""

    def __init__(self, data: bytes = b"pv-binding 1\n"):
        self.falsifiers, self.members = {}, {}
        try:
            self.read(data)
        except (Unreadable, UnicodeDecodeError) as error:
            raise Rejected("binding-unreadable", str(error)) from None

    def read(self, data):
        if len(data) > MAXIMUM_SIZE:
            raise Unreadable("larger than 4 MiB")
        first = FIRST.match(data)
        if not first:
            raise Unreadable("no first line")
        if first[1] != str(VERSION).encode():
            raise Rejected("evidence-newer-schema", f"binding version {first[1].decode()}")
        lines = data[first.end() :].split(b"\n")
        if lines.pop():
            raise Unreadable("the last line does not end")
        if lines != sorted(set(lines)):
            raise Unreadable("not in order")
        for line in lines:
            match = LINE.fullmatch(line.decode("utf-8"))
            if not match:
                raise Unreadable(f"{line!r} has not the form")
            if match["accepted"] and not (answer.owner(match["owner"]) and answer.reason(match["reason"])):
                raise Unreadable(f"{line!r} has no owner or no reason")
            word = match["word"] or match["member"] or match["accepted"]
            subject = match["subject"] or match["name"] or match["accepting"]
            value = match["value"] or match["version"] or match["acceptance"]
            if word == "member":
                # More than one where some falsifier has not been run since it moved.
                self.members.setdefault(subject, set()).add(value)
                continue
            known = self.falsifiers.setdefault(subject, {})
            if word in known:
                raise Unreadable(f"{word} {subject} occurs twice")
            known[word] = value

    def vouches(self, falsifier, wording):
        """Whether the wording is the one that a run entered or somebody accepted last, where anything is bound."""
        lines = self.falsifiers.get(falsifier, {})
        bound = all(word in lines for word in (*BOUND, "seal")) and lines["seal"] == seal(lines)
        if not bound and "wording" not in lines and "accepted" not in lines:
            return True
        return lines.get("wording") == wording and lines.get("accepted", wording).split(" ")[0] == wording

    def of(self, falsifier):
        """The claim, the key and the result that a falsifier is bound to; None where it is not bound."""
        lines = self.falsifiers.get(falsifier, {})
        present = [word for word in (*BOUND, "seal") if word in lines]
        if not present:
            return None
        if len(present) < 4 or lines["seal"] != seal(lines):
            raise Rejected("evidence-edited", "its lines in binding.txt are not those of a run")
        return tuple(lines[word] for word in BOUND)


def seal(lines):
    return canonical.sha256("".join(lines[word] for word in BOUND).encode())


def text(falsifiers, members):
    """The bytes of a binding: what `Binding` reads."""
    lines = [f"member {name} {value}\n" for name, values in members.items() for value in values]
    for falsifier, known in falsifiers.items():
        lines += [f"{word} {falsifier} {value}\n" for word, value in known.items()]
    encoded = sorted(line.encode("utf-8", "surrogateescape") for line in lines)
    return b"".join([f"pv-binding {VERSION}\n".encode(), *encoded])
