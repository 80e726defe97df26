"""What Package.swift says of targets, and the part of it that is a target's.

Sources: docs/evidence-keys.md, "Targets" and "The key".
"""

import re
from collections import namedtuple

import canonical
from bare_text import HIDDEN_END, words
from swift_comment import CannotFollow, end_of_comment

TOKEN = re.compile(
    rb'(?P<skip>//[^\n]*|[ \t\r]+)|(?P<line>\n)|(?P<comment>/\*)|(?P<string>"(?:[^"\\]|\\.)*")|'
    rb"(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9][0-9_.]*)|(?P<other>.)", re.DOTALL)
OPEN, CLOSE = b"([{", b")]}"
PLAIN_STRING = re.compile(rb'"([^"\\\r\n]*)"')
# Arguments of `Package (` that are not part of every target.
OWN_ARGUMENTS = {b"name", b"products", b"dependencies", b"targets"}
FOLDERS = ("Sources", "Source", "src", "srcs")

# `depth` is the number of brackets that are open before the token.
Token = namedtuple("Token", "text kind depth first")
# `path` is None where the element has none.
Element = namedtuple("Element", "kind name path tokens")


def tokens(data):
    """The tokens, comments left out; `CannotFollow` where brackets, strings or comments do not end."""
    if HIDDEN_END.search(data):
        raise CannotFollow("an end of a line that hides code")
    if b'"""' in data or b'#"' in data:
        raise CannotFollow("a string of a form that is not read")
    found, opened, first, place = [], [], True, 0
    while place < len(data):
        match = TOKEN.match(data, place)
        place, what = match.end(), match.lastgroup
        if what == "comment":
            place = end_of_comment(data, place)
        elif what == "line":
            first = True
        elif what != "skip":
            text = match[0]
            if text == b'"':
                raise CannotFollow("a string does not end")
            found.append(Token(text, what, len(opened), first))
            first = False
            if text in (b"(", b"[", b"{"):
                opened.append(text)
            elif text in (b")", b"]", b"}") and (not opened or OPEN.index(opened.pop()) != CLOSE.index(text)):
                raise CannotFollow("brackets do not match")
    if opened:
        raise CannotFollow("a bracket is not closed")
    return found


def separated(found):
    """The runs of tokens between the commas of the outermost depth; empty ones left out."""
    runs = [[]]
    for token in found:
        if token.text == b"," and token.depth == found[0].depth:
            runs.append([])
        else:
            runs[-1].append(token)
    return [run for run in runs if run]


def arguments(found):
    """(label, its tokens and those of the value) of each argument; the label is b"" where there is none."""
    return [
        (run[0].text if run[0].kind == "word" and len(run) > 1 and run[1].text == b":" else b"", run)
        for run in separated(found)]


def inside(found):
    """The tokens between the first, a bracket, and the last, which closes it; None if these are no such."""
    closed = len(found) > 1 and found[0].text in (b"(", b"[", b"{") and found[-1].text in (b")", b"]", b"}")
    if not closed or any(token.depth <= found[0].depth for token in found[1:]):
        return None
    return found[1:-1]


def plain(found):
    """The text of a string alone that no backslash is in, or None."""
    match = PLAIN_STRING.fullmatch(found[0].text) if len(found) == 1 and found[0].kind == "string" else None
    return match[1].decode("utf-8", "surrogateescape") if match else None


def a_list(found):
    """The elements of an argument that is a list and nothing else."""
    content = inside(found[2:]) if found[2:] and found[2].text == b"[" else None
    if content is None:
        raise CannotFollow(f"{found[0].text} is no list")
    return separated(content)


def element(found):
    """A target of the form `.WORD(…)`."""
    if len(found) < 4 or found[0].text != b"." or found[1].kind != "word" or found[2].text != b"(":
        raise CannotFollow("a target of another form")
    content = inside(found[2:])
    if content is None:
        raise CannotFollow("a target of another form")
    given = {}
    for label, run in arguments(content):
        given.setdefault(label, run[2:])
    name = plain(given.get(b"name", []))
    if not name or found[1].text in (b"macro", b"plugin") or b"plugins" in given:
        raise CannotFollow("a target without a name that is a text, or code that runs when the package is built")
    path = None
    if b"path" in given:
        path = plain(given[b"path"])
        if path is None or path.startswith("/") or ".." in path.split("/"):
            raise CannotFollow("a path that is no text")
        path = "/".join(part for part in path.split("/") if part not in ("", "."))
    return Element(found[1].text.decode(), name, path, found)


class Manifest:
    """`targets` are the elements of `targets:`; none, with `followed` False, where the file cannot be followed."""

    def __init__(self, data: bytes):
        self.first_line = data.split(b"\n", 1)[0].rstrip(b"\r \t")
        self.targets, self.lets, self.arguments, self.dependencies = [], [], [], []
        try:
            self.read(tokens(data))
            self.followed = True
        except CannotFollow:
            self.followed, self.targets = False, []

    def read(self, found):
        statements = []
        for token in found:
            if token.depth == 0 and token.text in (b";", b","):
                raise CannotFollow("several statements on a line")
            if token.depth == 0 and token.first:
                if token.text not in (b"import", b"let"):
                    raise CannotFollow("a statement of another kind")
                statements.append([])
            if not statements:
                raise CannotFollow("a statement of another kind")
            statements[-1].append(token)
        package = []
        for statement in statements:
            if statement[0].text == b"import":
                continue
            if len(statement) < 3 or statement[1].kind != "word" or statement[2].text not in (b":", b"="):
                raise CannotFollow("a declaration of another form")
            if statement[1].text == b"package":
                package.append(statement)
            else:
                self.lets.append(statement)
        texts = [token.text for token in package[0]] if len(package) == 1 else []
        content = inside(package[0][4:]) if texts[2:5] == [b"=", b"Package", b"("] else None
        if content is None or mentions(found) != 1:
            raise CannotFollow("no package of the usual form, or something else that is done to it")
        given = {}
        for label, run in arguments(content):
            if not label or label in given:
                raise CannotFollow("an argument without a label")
            given[label] = run
        if b"targets" not in given:
            raise CannotFollow("no targets")
        self.targets = list(map(element, a_list(given[b"targets"])))
        self.dependencies = a_list(given[b"dependencies"]) if b"dependencies" in given else []
        self.arguments = [token for label, run in given.items() if label not in OWN_ARGUMENTS for token in run]

    def part(self, target):
        """The text that is a target's."""
        taken = [self.first_line, *(token.text for token in self.arguments), *(token.text for token in target.tokens)]
        chosen, known = set(), set(words(b"\n".join(taken)))
        while True:
            more = {place for place, let in enumerate(self.lets) if let[1].text in known} - chosen
            if not more:
                break
            chosen |= more
            for place in more:
                known.update(words(b"\n".join(token.text for token in self.lets[place])))
        lets = [token.text for place in sorted(chosen) for token in self.lets[place]]
        used = {text[1:-1].lower() for text in taken + lets if text.startswith(b'"')}
        depended = [
            token.text for dependency in self.dependencies
            if any(last_part(token.text) in used for token in dependency if token.kind == "string")
            for token in dependency]
        return b"".join(text + b"\n" for text in taken + lets + depended)

    def digest(self, target):
        return canonical.sha256(self.part(target))


def mentions(found):
    """How often the package is named, other than as a label or a member."""
    return sum(
        token.text == b"package"
        and (not place or found[place - 1].text != b".")
        and (place + 1 == len(found) or found[place + 1].text != b":")
        for place, token in enumerate(found))


def last_part(string):
    """The last part of an address in quotes, in lower case, without a .git at its end."""
    return string[1:-1].removesuffix(b".git").split(b"/")[-1].lower()
