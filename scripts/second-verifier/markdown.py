"""A page in Markdown, as far as its words, paragraphs, links and headings are asked about.

Sources: docs/pages.md, "How a page is read" and "Links".
"""

import re
import unicodedata
from functools import cached_property

TICKS = re.compile("`+")
WORD = re.compile("[A-Za-z0-9._-]+")
BEGIN, END = "<!-- pv:status:begin -->", "<!-- pv:status:end -->"
ITEM = re.compile(r"(?:[-*+] |[0-9]+\. )")
REFERENCE = re.compile(r" *\[(?!\^)[^\[\]]*\]: *([^ \r]+)")
TITLED = re.compile(r'([^ \n]+)[ \n]+"pv:([^ \n]*)"[ \n]*')


def code(text):
    """(start, end, number of backticks) of all code."""
    found, place = [], 0
    while opening := TICKS.search(text, place):
        count, place = len(opening[0]), opening.end()
        closing = next((one for one in TICKS.finditer(text, place) if len(one[0]) == count), None)
        if closing or count >= 3:
            place = closing.end() if closing else len(text)
            found.append((opening.start(), place, count))
    return found


def blanked(text, stretches):
    """The text with blanks for some of it; line ends stay."""
    parts, end = [], 0
    for start, stop in sorted(stretches):
        if stop > end:
            start = max(start, end)
            parts += [text[end:start], re.sub("[^\n]", " ", text[start:stop])]
            end = stop
    return "".join([*parts, text[end:]])


def words(text, start=0, end=None):
    """(word, start, end) of a stretch."""
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        word = match[0].rstrip(".-")
        if word:
            yield word, match.start(), match.start() + len(word)


def pointers(text, hidden=()):
    """(text, pointer, target, start, end) of each number that points somewhere.

    The target is where the link leads whose title the pointer is; None where the pointer is the link itself.
    """
    end = start = 0
    while (middle := text.find("](", start)) >= 0:
        start = middle + 2
        close = re.compile(r"[\[\])]").search(text, start)
        if not close:
            return
        link = text[start : close.start()]
        titled = TITLED.fullmatch(link)
        if close[0] != ")" or not (titled or link.startswith("pv:")):
            continue
        opening = text.rfind("[", end, middle)
        end = start
        if opening < 0 or any(a <= opening < b for a, b in hidden):
            continue
        target, pointer = titled.groups() if titled else (None, link[3:])
        start = end = close.end()
        yield " ".join(text[opening + 1 : middle].split()), pointer, target, opening, end


class Page:
    """`unfenced` and `prose` are the text with blanks for what is in fenced blocks, and for all code."""

    def __init__(self, text, has_status_block=False):
        self.text = text
        found = code(text)
        fences = [(a, b) for a, b, count in found if count >= 3 and text[text.rfind("\n", 0, a) + 1 : a].strip(" ") == ""]
        status = []
        begin = text.find(BEGIN) if has_status_block else -1
        end = text.find(END, begin + len(BEGIN)) if begin >= 0 else -1
        if end >= 0:
            status = [(begin + len(BEGIN), end)]
        self.code = [(a, b) for a, b, _ in found]
        self.spans = [
            (a + count, max(a + count, b - count)) for a, b, count in found
            if (a, b) not in fences and not any(start <= a + count < stop for start, stop in status)]
        self.unfenced = blanked(text, fences + status)
        self.prose = blanked(text, self.code + status)

    @cached_property
    def pointers(self):
        return list(pointers(self.text, self.code))

    @cached_property
    def lines(self):
        """(start, end) of each line."""
        starts = [0] + [match.end() for match in re.finditer("\n", self.unfenced)]
        return [(start, stop - 1) for start, stop in zip(starts, [*starts[1:], len(self.unfenced) + 1])]

    def paragraphs(self):
        """(start, end) of each."""
        begin = None
        for start, end in self.lines:
            line = self.unfenced[start:end].lstrip(" \t")
            alone = line.startswith(("|", "#"))
            if begin is not None and (not line or alone or ITEM.match(line)):
                yield begin, start
                begin = None
            if line:
                begin = start if begin is None else begin
                if alone:
                    yield begin, end
                    begin = None
        if begin is not None:
            yield begin, len(self.unfenced)

    def links(self):
        """(target, start, end) of each link outside of code."""
        place = 0
        while (place := self.prose.find("](", place)) >= 0:
            place += 2
            stop = re.compile(r"[)\n]").search(self.prose, place)
            if not stop:
                break
            target = self.prose[place : stop.start()].split(" ")[0]
            if stop[0] == ")" and target:
                yield target, place, place + len(target)
        for start, end in self.lines:
            if reference := REFERENCE.match(self.prose, start, end):
                yield reference[1], *reference.span(1)

    def anchors(self):
        """The names of its headings, and of elements."""
        found, counts = set(), {}
        for start, end in self.lines:
            line = self.unfenced[start:end]
            if "<a " in line:
                for mark in ('id="', 'name="'):
                    found |= {piece.split('"')[0] for piece in line.split(mark)[1:]}
            if heading := re.match("#{1,6} ", line):
                name = slug(line[heading.end() :])
                count = counts[name] = counts.get(name, -1) + 1
                found.add(f"{name}-{count}" if count else name)
        return found


def slug(heading):
    """The name of a heading, as GitHub makes it."""
    heading = re.sub(r"\]\([^)]*\)?", "", heading).rstrip(" \r").lower()
    return "".join(
        "-" if one == " " else one for one in heading
        if one in " -_" or unicodedata.category(one) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No"))
