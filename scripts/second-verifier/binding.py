"""binding.txt: to which claim and which key the results of a contract belong, what was executed, who vouches for words.

Sources: docs/evidence-format.md, "The binding".
"""

import re

import answer
import canonical
from evidence import MAXIMUM_SIZE, Rejected
from yaml_text import Unreadable

VERSION = 2
FIRST = re.compile(rb"pv-binding ([1-9][0-9]*)\n")
DIGEST = "[0-9a-f]{64}"
LINE = re.compile(
    f"(?P<word>claim|key|result|seal|wording) (?P<subject>[^ ]+) (?P<value>{DIGEST})"
    f"|(?P<member>member) (?P<name>.+) (?P<version>{DIGEST}|[1-9][0-9]*)"
    "|(?P<executed>executed) (?P<executing>[^ ]+) (?P<answer>yes|no|unseen) (?P<path>.+)"
    f"|(?P<accepted>accepted) (?P<accepting>[^ ]+) (?P<acceptance>{DIGEST} (?P<owner>[^ ]+) (?P<reason>.+))", re.S)
BOUND = ("claim", "key", "result")


class Binding:
    """`falsifiers` has by the id of a falsifier its lines by their word, `members` the digests of each member.

    What was executed stands under `executed`, the answer by each path.
    """

    def __init__(self, data: bytes = b"pv-binding 2\n"):
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
        if first[1] == b"1":
            raise Rejected("evidence-older-form", "binding version 1")
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
            if match["member"]:
                # More than one where some falsifier has not been run since it moved.
                self.members.setdefault(match["name"], set()).add(match["version"])
                continue
            subject = match["subject"] or match["accepting"] or match["executing"]
            known = self.falsifiers.setdefault(subject, {})
            word, value = match["word"] or match["accepted"], match["value"] or match["acceptance"]
            if match["executed"]:
                known, word, value = known.setdefault("executed", {}), match["path"], match["answer"]
            if word in known:
                raise Unreadable(f"{line!r}: another says so or otherwise")
            known[word] = value

    def bound(self, falsifier):
        """The lines of a falsifier; None where it has none, or they and their seal do not fit each other."""
        lines = self.falsifiers.get(falsifier, {})
        complete = all(word in lines for word in (*BOUND, "seal"))
        return lines if complete and lines["seal"] == seal(falsifier, lines) else None

    def vouches(self, falsifier, wording):
        """Whether the wording is the one that a run entered or somebody accepted last, where anything is bound."""
        lines = self.bound(falsifier)
        if lines is None:
            return True
        return lines.get("wording") == wording and lines.get("accepted", wording).split(" ")[0] == wording

    def of(self, falsifier):
        """The lines of a falsifier; None where there are none."""
        lines = self.bound(falsifier)
        if lines is None and falsifier in self.falsifiers:
            raise Rejected("evidence-edited", "its lines in binding.txt are not those of a run")
        return lines


def lines_of(falsifier, known):
    """The lines of a falsifier, each with its end, sorted."""
    lines = [f"{word} {falsifier} {value}\n" for word, value in known.items() if word != "executed"]
    lines += [f"executed {falsifier} {value} {path}\n" for path, value in known.get("executed", {}).items()]
    return sorted(line.encode("utf-8", "surrogateescape") for line in lines)


def seal(falsifier, known):
    """The digest of all lines of a falsifier but the seal."""
    return canonical.sha256(
        b"".join(lines_of(falsifier, {word: value for word, value in known.items() if word != "seal"})))


def text(falsifiers, members):
    """The bytes of a binding: what `Binding` reads."""
    lines = [f"member {name} {value}\n".encode("utf-8", "surrogateescape")
             for name, values in members.items() for value in values]
    for falsifier, known in falsifiers.items():
        lines += lines_of(falsifier, known)
    return b"".join([f"pv-binding {VERSION}\n".encode(), *sorted(lines)])
