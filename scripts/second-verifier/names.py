"""Names of metrics and stages on pages.

Sources: docs/pages.md, "Metrics and stages"; docs/metrics.md; docs/traces.md, "Stages".
"""

import re

import criteria
from markdown import words
from versions import METRICS

STAGES = set(
    "embedding attn_norm qkv_matmul qkv_bias q_norm k_norm q_post_rope k_post_rope attn_scores attn_softmax attention "
    "attn_out post_attn_norm post_attn_residual ffn_norm ffn_gate ffn_up ffn_gelu ffn_silu ffn_swigl ffn_geglu ffn_out "
    "post_ffn_norm post_ffn_residual layer_output final_norm lm_head".split())
NAME = re.compile(r"[a-z](?:[a-z0-9_]|\.(?!\.|$))*")
NOUN = re.compile("(?:metric|stage)(?=s?$)")
AFTER = re.compile("`*[ \n]+([A-Za-z]*)")


class Names:
    def __init__(self, verdicts):
        self.metrics, self.parts = {}, {}
        # By their names alone: those of docs/metrics.md, and the project's own.
        self.known = {*METRICS, *verdicts.metrics}
        for one in verdicts.outcomes:
            falsifier = one.falsifier
            known = self.metrics.setdefault(falsifier["id"], set())
            known |= {check.metric for check in falsifier["checks"]}
            known |= set(one.evidence["measurements"]) if one.evidence else set()
            self.parts.setdefault(falsifier["id"], set()).update(
                *(falsifier[key] for key in ("mutants", "orders", "binds_to", "variants", "fixtures")))
        self.all = set().union(*self.metrics.values(), self.known)

    def is_known(self, name, kind):
        return name in (self.all if kind == "metric" else STAGES)

    def unknown(self, page):
        """The names on a page that are none."""
        hidden = [(start, end) for *_, start, end in page.pointers]
        for name, start, end in [*self.spans(page), *self.behind_a_slash(page)]:
            if not any(a < end and start < b for a, b in hidden):
                yield name

    def spans(self, page):
        columns = list(cells(page))
        previous = None
        for start, end in page.spans:
            text = page.text[start:end]
            kind = next((kind for kind, a, b in columns if a <= start < b), None)
            kind = kind or noun(word_before(page.unfenced, start)) or noun(word_after(page.unfenced, end))
            if not kind and previous and joined(page.unfenced[previous[0] : start]):
                kind = previous[1]
            previous = (end, kind) if kind else None
            if not NAME.fullmatch(text):
                continue
            if kind:
                wrong = not self.is_known(text, kind)
            elif "." in text and text.split(".")[-1] in self.known:
                wrong = text not in self.all
            else:
                wrong = slips(text, self.known)
            if wrong:
                yield text, start, end

    def behind_a_slash(self, page):
        found = list(words(page.unfenced))
        for (owner, _, end), (part, start, stop) in zip(found, found[1:]):
            if page.unfenced[end:start] != "/":
                continue
            if owner in self.metrics:
                if NAME.fullmatch(part) and part not in self.metrics[owner] | self.parts[owner]:
                    yield part, start, stop
            elif re.fullmatch("layer-[0-9]+", owner):
                stage = part.split(".")[0]
                if NAME.fullmatch(stage) and stage not in STAGES:
                    yield stage, start, stop


def noun(text):
    found = NOUN.match(text)
    return found and found[0]


def word_before(text, end):
    """The letters in front of a place, with space and, in any number, backquotes between; "" where none stand there."""
    # By hand: a search for what ends here would try every place of the page, for every span of it.
    while text[end - 1 : end] == "`":
        end -= 1
    stop = end
    while text[stop - 1 : stop] in (" ", "\n"):
        stop -= 1
    start = stop
    while text[start - 1 : start].isascii() and text[start - 1 : start].isalpha():
        start -= 1
    return text[start:stop] if stop < end else ""


def word_after(text, start):
    found = AFTER.match(text, start)
    return found[1] if found else ""


def joined(between):
    pieces = [piece for piece in re.split("[ \n`]", between) if piece]
    return 0 < len(pieces) <= 2 and set(pieces) <= {",", "and", "or", "/"}


def cells(page):
    """(metric or stage, start, end) of each cell below a header that says so."""
    rows = [criteria.cells(page.unfenced[start:end]) for start, end in page.lines]
    heads = None
    for place, (row, (start, end)) in enumerate(zip(rows, page.lines)):
        if row is None:
            heads = None
        elif heads is None:
            below = rows[place + 1] if place + 1 < len(rows) else None
            is_header = below is not None and all(map(criteria.DELIMITER.fullmatch, below))
            heads = [noun(cell.lower()) for cell in row] if is_header else []
        else:
            for kind, (a, b) in zip(heads, bounds(page.unfenced, start, end)):
                if kind:
                    yield kind, a, b


def bounds(text, start, end):
    """Where the cells of a line stand: between bars that no backslash precedes."""
    first = start + len(text[start:end]) - len(text[start:end].lstrip(" \n"))
    begin = first + (text[first : first + 1] == "|")
    for bar in re.compile(r"(?<!\\)\|").finditer(text, begin, end):
        yield begin, bar.start()
        begin = bar.end()
    yield begin, end


def slips(text, metrics=METRICS):
    """Whether a text is a metric or a stage but for one character."""
    component = text.split(".")[-1]
    if component in metrics or text in STAGES or len(text) < 6:
        return False
    return any(len(name) >= 6 and near(component, name) for name in metrics) or any(
        len(name) >= 6 and near(text, name) for name in STAGES)


def near(a, b):
    """Whether one character more, less, another, or exchanged with its neighbor makes one text of the other."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    return a != b and (
        a[1:] == b[1:] or a[1:] == b or a == b[1:] or a[:2] == b[1::-1] and len(b) > 1 and a[2:] == b[2:])
