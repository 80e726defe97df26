"""What pages say, against what there is.

Sources: docs/pages.md, docs/prose-numbers.md. Commands of `pv` are not asked about: only `pv` knows which it has.
"""

import os
import re

import judged
import names
import printed
from checkout import join, kind
from checkout import names as entries
from counted import STATUSES, Counts
from criteria import ID
from markdown import Page, pointers, words
from pointed import Nothing, Values

LOOSE = "page-number-loose"
CONTRACT = re.compile(r"(?=[a-z])[a-z0-9._-]+-v[0-9]+")
RUN = re.compile("[0-9A-Za-z.,_+\u0080-\U0010ffff-]+")
BESIDE = "^/#:@~=$"
MAXIMUM_SIZE = 64 << 20


def findings(verdicts):
    """(rule, path, subject) of all that is wrong."""
    return list(Pages(verdicts).findings())


class Pages:
    def __init__(self, verdicts):
        self.verdicts = verdicts
        self.counts = Counts(verdicts)
        self.values = Values(verdicts, self.counts)
        self.statuses = {}
        for one in verdicts.outcomes:
            self.statuses.setdefault(one.falsifier["id"], set()).add(one.status)
        self.ids = set(self.statuses) | {gate["id"] for contract in verdicts.contracts for gate in contract.gates}
        self.prefixes = {part for name in self.ids for part in [part for part in name.split("-") if part][:1]}
        self.names = names.Names(verdicts)
        self.anchors = {}

    def findings(self):
        for contract in self.verdicts.contracts:
            for text, falsifier, _ in contract.read:
                own = (contract.id, falsifier) if falsifier else None
                yield from self.numbers(contract.path, pointers(text), own)
        listed = [path for one in judged.setting(self.verdicts.root, "prose") for path in judged.matched(self.verdicts.root, one)]
        texts, own = {}, [*self.documents(["", "docs"])]
        for path in [*own, *self.documents(listed)]:
            if os.path.normpath(path) in texts:
                continue
            text = texts[os.path.normpath(path)] = self.read(path)
            if text is not None:
                yield from self.numbers(path, Page(text).pointers, None)
            elif path in own:
                yield "prose-number-unresolved", path, ""
        for path in self.documents(listed):
            text = self.read(path)
            if text is None:
                yield "page-link-dead", path, ""
            else:
                page = Page(text, has_status_block=os.path.normpath(path) == "ship-spec.md")
                yield from ((rule, path, subject) for rule, subject in self.of_page(page, path))
                yield from (("page-link-dead", path, target) for target in self.dead_links(page, path))
        tops = [os.path.normpath(path) for path in listed]
        for contract in self.verdicts.contracts:
            if any(contract.path == top or contract.path.startswith(top + "/") or top == "." for top in tops):
                for text, falsifier, is_formula in contract.read:
                    page = Page(text)
                    own = (contract.id, falsifier) if falsifier else None
                    yield from ((rule, contract.path, subject) for rule, subject in self.of_page(page, contract.path, own))
                    if not is_formula:
                        yield from (("page-link-dead", contract.path, one) for one in self.dead_links(page, contract.path))

    def documents(self, paths):
        """The pages that paths stand for."""
        for path in paths:
            path = os.path.normpath(path) if path else path
            if os.path.isdir(f"{self.verdicts.root}/{path}"):
                yield from (os.path.normpath(join(path, name)) for name in entries(f"{self.verdicts.root}/{path}") if name.endswith(".md"))
            elif path and path != "docs" and not path.endswith((".yaml", ".yml")):
                yield path

    def read(self, path):
        """The text of a page, which may be a link; None where it is none."""
        whole = f"{self.verdicts.root}/{path}"
        try:
            if not os.path.isfile(whole) or os.path.getsize(whole) > MAXIMUM_SIZE:
                return None
            with open(whole, "rb") as file:
                return file.read().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def numbers(self, path, found, own):
        for text, pointer, target, *_ in found:
            number = printed.read(text)
            try:
                if number is None:
                    raise Nothing
                if not printed.matches(number, self.values.value(pointer, own)):
                    yield "prose-number-differs", path, pointer
                elif target and not path.endswith((".yaml", ".yml")) and self.leads_elsewhere(path, target, pointer):
                    raise Nothing
            except Nothing:
                yield "prose-number-unresolved", path, pointer

    def leads_elsewhere(self, path, target, pointer):
        """Whether a link leads to another file than the one that has the value of its title."""
        file = self.values.file(pointer)
        return file is not None and os.path.normpath(os.path.join(os.path.dirname(path), target)) != os.path.normpath(file)

    def of_page(self, page, path, own=None):
        """(rule, subject) of what is wrong with a page."""
        yield from (("page-id-unknown", word) for word in self.unknown_ids(page))
        yield from (("page-status-differs", word) for word in self.other_statuses(page))
        yield from (("page-count-differs", word) for word in self.other_counts(page))
        yield from (("page-id-unknown", word) for word in self.names.unknown(page))
        yield from ((LOOSE, word) for word in self.loose_numbers(page, own))

    def unknown_ids(self, page):
        for word, *_ in words(page.unfenced):
            if ID.fullmatch(word) and word.split("-")[0] in self.prefixes:
                if word not in self.ids:
                    yield word
            elif CONTRACT.fullmatch(word.removesuffix(".yaml")) and word.removesuffix(".yaml") not in self.verdicts.stems:
                yield word

    def other_statuses(self, page):
        for begin, stop in page.paragraphs():
            found = list(words(page.unfenced, begin, stop))
            for place, status in self.said(page, found, begin, stop):
                if found[status][0] not in self.statuses[found[place][0]]:
                    yield found[place][0]

    def said(self, page, found, begin, stop):
        """(place of an id, place of what is said to be its status) among the words of a paragraph."""
        ids = [place for place, (word, *_) in enumerate(found) if word in self.statuses]
        said = {}
        for place in ids:
            behind = self.status_beside(page, found, place, range(place + 1, min(place + 4, len(found))))
            if behind is not None:
                yield place, behind
                said[behind] = place
        for place in ids:
            before = self.status_beside(page, found, place, range(place - 1, max(place - 4, -1), -1))
            if before is not None and before not in said:
                yield place, before
                said[before] = place
        if page.unfenced[begin:stop].lstrip(" \t").startswith("|") and len({found[place][0] for place in ids}) == 1:
            for place, (word, start, end) in enumerate(found):
                before, after = (re.sub("[ \t\r\n*_`]", "", page.unfenced[a:b]) for a, b in ((begin, start), (end, stop)))
                if word in STATUSES and place not in said and before.endswith("|") and after[:1] in ("", "|"):
                    yield ids[0], place

    def status_beside(self, page, found, place, others):
        """The place of the first status among some words on one side of an id."""
        for other in others:
            first, last = sorted((place, other))
            word = found[other][0]
            if re.search("[.;]", page.unfenced[found[first][2] : found[last][1]]) or word in ("not", "never") or word in self.statuses:
                return None
            if word in STATUSES:
                return other
        return None

    def other_counts(self, page):
        found = list(words(page.prose))
        for (number, _, end), (noun, start, _) in zip(found, found[1:]):
            known = self.counts.known.get(noun)
            if known is not None and re.fullmatch("-?[0-9]+", number) and not page.prose[end:start].strip(" \n"):
                if int(number) not in known and -(1 << 63) <= int(number) < 1 << 63:
                    yield f"{number} {noun}"

    def dead_links(self, page, path):
        for target, *_ in page.links():
            file, mark, anchor = target.partition("#")
            if ":" in target:
                continue
            # As the system walks it: a folder that is not there has nothing above it either.
            place = join(os.path.dirname(path), file) if file else path
            place = file if file.startswith("/") else f"{self.verdicts.root}/{place}"
            if kind(place) is None:
                yield target
            elif mark and place.endswith(".md"):
                if place not in self.anchors:
                    text = self.read(os.path.relpath(place, self.verdicts.root))
                    self.anchors[place] = Page(text).anchors() if text is not None else set()
                if anchor not in self.anchors[place]:
                    yield target

    def loose_numbers(self, page, own):
        hidden = [(start, end) for _, start, end in page.links()] + [(start, end) for *_, start, end in page.pointers]
        for begin, stop in page.paragraphs():
            named = [word for word, *_ in words(page.unfenced, begin, stop) if word in self.statuses]
            falsifiers = dict.fromkeys(([own[1]] if own else []) + named)
            for text, start, end in decimals(page.prose, begin, stop) if falsifiers else []:
                if any(a < end and start < b for a, b in hidden):
                    continue
                after = re.match(" ?%", page.prose[end : end + 2])
                number = printed.read(text + (after[0] if after else ""))
                if number is not None and any(self.measured(number, one, own) for one in falsifiers):
                    yield text

    def measured(self, number, falsifier, own):
        """Whether a falsifier measured a number: its kernel, or a mutant if it is no count."""
        for one in self.verdicts.outcomes:
            if one.falsifier["id"] != falsifier or one.evidence is None:
                continue
            if own and own[1] == falsifier and one.contract.id != own[0]:
                continue
            measured = list(one.evidence["measurements"].values())
            for run in one.evidence["mutants"].values():
                measured += [given for given in run["measurements"].values() if given["type"] != "count"]
            if any(printed.matches(number, printed.value(given)) for given in measured):
                return True
        return False


def decimals(text, begin, stop):
    """(text, start, end) of each number with three digits or more that stands by itself."""
    for match in RUN.finditer(text, begin, stop):
        word = match[0].rstrip("+,-.")
        start, end = match.start(), match.start() + len(word)
        beside = text[start - 1 : start] + text[end : end + 1]
        if any(sign in BESIDE for sign in beside) or not re.match("[0-9-]", word):
            continue
        number = printed.read(word)
        if isinstance(number, printed.Text):
            if word.lower().startswith("0x") and len(word) >= 5:
                yield word, start, end
        elif number is not None and len(re.sub("[^0-9]", "", re.split("[eE]", word)[0]).lstrip("0")) >= 3:
            yield word, start, end
