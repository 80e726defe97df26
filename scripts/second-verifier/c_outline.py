"""What a C file or a header provides, defines and includes.

Sources: docs/evidence-keys.md, "C".
"""

import os
import re
from collections import namedtuple

from bare_text import HIDDEN_END

TOKEN = re.compile(
    rb"(?P<skip>//[^\n]*|/\*(?s:.*?)(?:\*/|\Z)|[ \t\r]+|\\\r?\n)|(?P<line>\n)|"
    rb"(?P<string>\"(?:[^\"\\\n]|\\(?s:.))*(?:\"|(?=\n)|\\?\Z)|'(?:[^'\\\n]|\\(?s:.))*(?:'|(?=\n)|\\?\Z))|"
    rb"(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9][A-Za-z0-9_]*)|(?P<other>(?s:.))")
INCLUDED = re.compile(rb'[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)')
QUOTED = re.compile(rb'"([^"\n]+)"')
READ = (".c", ".h", ".inc")
# Names that make a definition take part without being called by its own.
HIDDEN_USE = {
    b"constructor", b"destructor", b"weak", b"weakref", b"alias", b"ifunc", b"__constructor__", b"__destructor__",
    b"__weak__", b"__weakref__", b"__alias__", b"__ifunc__", b"init_array", b"section",
    b"__section__"}
# Functions that a compiler calls where nobody names them; those of mathematics also with `f` or `l` at their ends.
MATHEMATICS = (
    b"acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim "
    b"floor fma fmax fmin fmod frexp hypot ldexp lgamma llrint llround log log10 log1p log2 logb lrint "
    b"lround modf nearbyint nextafter pow remainder remquo rint round roundeven scalbln scalbn sin sincos "
    b"sinh sqrt tan tanh tgamma trunc").split()
UNCALLED = {name + end for name in MATHEMATICS for end in (b"", b"f", b"l")} | set(
    b"abort aligned_alloc bcmp calloc free malloc memcmp memcpy memmove memset posix_memalign realloc "
    b"strcmp strlen".split())
RESERVED = re.compile(rb"__|_[A-Z]")
KEYWORDS = set(
    b"auto bool break case char const constexpr continue default do double else enum extern float for goto if inline "
    b"int long register restrict return short signed sizeof static static_assert struct switch thread_local typedef "
    b"typeof union unsigned void volatile while alignas alignof asm".split())
ANNOTATIONS = {b"__attribute__", b"__asm__", b"asm"}

# `includes` are (in quotes, name), or None where what follows cannot be read.
# `pastes` says whether a name may be put together of parts.
# `macros` are what `#define` names.
Outline = namedtuple("Outline", "provides always prototypes defined includes pastes macros")


class Text:
    """The tokens of a file, directives apart."""

    def __init__(self, data):
        self.tokens, self.directives = [], []
        place, fresh = 0, True
        while place < len(data):
            match = TOKEN.match(data, place)
            place, what = match.end(), match.lastgroup
            if what == "line":
                fresh = True
            elif what != "skip":
                if match[0] == b"#" and fresh:
                    place = self.directive(data, place)
                    continue
                fresh = False
                self.tokens.append(b'"' if what == "string" else match[0])

    def directive(self, data, place):
        """(the word behind `#`, where it ends, the words behind it), up to the end of its line."""
        words, end = [], place
        while place < len(data):
            match = TOKEN.match(data, place)
            if match.lastgroup == "line":
                break
            place = match.end()
            if match.lastgroup == "word":
                words.append(match[0])
                end = place if len(words) == 1 else end
        self.directives.append((words, data[end:place], len(self.tokens)))
        return place


def outline(data: bytes, path: str) -> Outline:
    suffix = os.path.splitext(path)[1]
    text = Text(data)
    includes = [
        _included(rest) for words, rest, _ in text.directives
        if words[:1] in ([b"include"], [b"import"], [b"include_next"])]
    macros = frozenset(words[1] for words, _, _ in text.directives if words[:1] == [b"define"] and len(words) > 1)
    if suffix == ".modulemap":
        includes = [(True, name) for name in QUOTED.findall(data)]
    if suffix not in READ:
        return Outline(frozenset(), True, frozenset(), frozenset(), tuple(includes), b"##" in data, macros)
    hides = HIDDEN_END.search(data) is not None
    if hides:
        includes.append(None)
    provides, prototypes, defined, follows = _provided(text, suffix == ".c")
    if suffix != ".c":
        provides |= macros
    always = not follows or hides or bool(defined & UNCALLED) or any(token >= b"\x80" for token in text.tokens)
    return Outline(
        frozenset(provides), always, frozenset(prototypes), frozenset(defined), tuple(includes), b"##" in data,
        macros)


def _included(rest):
    match = INCLUDED.match(rest)
    return match and (match[1] is not None, match[1] or match[2])


def _provided(text, is_c):
    """(names, those of prototypes, those of definitions, whether the file can be followed)."""
    found = text.tokens
    provides, prototypes, defined = set(), set(), set()
    braces = others = 0
    # Of a closing bracket `depths` has the depth of its opening one, `before` what is open before it.
    depths, before = [], []
    for place, token in enumerate(found):
        before.append((braces, others))
        if token == b"{" and not (place > 1 and found[place - 1] == b'"' and found[place - 2] == b"extern"):
            depths.append((braces, others))
            braces += 1
        elif token in (b"(", b"["):
            depths.append((braces, others))
            others += 1
        else:
            braces -= token == b"}" and braces > 0
            others -= token in (b")", b"]") and others > 0
            depths.append((braces, others))
    before.append((braces, others))
    follows_all = before[-1] == (0, 0) and _branches_are_closed(text.directives, before)
    hidden, enum_depth = False, None
    for place, token in enumerate(found):
        outermost = depths[place] == (0, 0)
        after = found[place + 1] if place + 1 < len(found) else b""
        if outermost and token in (b";", b"}"):
            hidden = False
        if outermost and is_c and token in (b"static", b"typedef"):
            hidden = True
        if token == b"{" and b"enum" in found[max(0, place - 2) : place] and not _apart(found, place):
            enum_depth = (depths[place][0] + 1, depths[place][1])
        elif token == b"}" and enum_depth and depths[place][0] < enum_depth[0]:
            enum_depth = None
        if not _is_name(token):
            if outermost and token == b"(" and after == b"*" and place + 2 < len(found) and _is_name(found[place + 2]):
                if not hidden:
                    provides.add(found[place + 2])
            elif outermost and is_c and not hidden and RESERVED.match(token) and token not in KEYWORDS | ANNOTATIONS:
                follows = _without_annotations(found, depths, place + 1)
                if found[follows : follows + 1] == [b"("] and not _ends_in_semicolon(found, depths, follows):
                    follows_all = False
            continue
        if hidden:
            continue
        if not is_c and enum_depth == depths[place] and after in (b",", b"=", b"}"):
            provides.add(token)
        if not outermost:
            continue
        follows = _without_annotations(found, depths, place + 1)
        behind = found[follows] if follows < len(found) else b""
        is_tag = place > 0 and found[place - 1] in (b"struct", b"union", b"enum")
        if behind == b"(":
            (prototypes if _ends_in_semicolon(found, depths, follows) else defined).add(token)
        if is_c:
            if behind in (b"[", b";", b",", b"=") and not is_tag or behind == b"(" and token in defined:
                provides.add(token)
        elif behind in (b"(", b"[", b";", b",", b"=", b":") or behind == b"{" and is_tag:
            provides.add(token)
    return provides, prototypes, defined, follows_all


def _branches_are_closed(directives, before):
    """Whether each branch of an `#if` closes the brackets that it opens, and no others."""
    opened = []
    for words, _, place in directives:
        name = words[0] if words else b""
        if name in (b"if", b"ifdef", b"ifndef"):
            opened.append(before[place])
        elif name in (b"elif", b"elifdef", b"elifndef", b"else", b"endif"):
            if not opened or opened[-1] != before[place]:
                return False
            if name == b"endif":
                opened.pop()
    return not opened


def _apart(found, place):
    """Whether what stands between `enum` and a brace is more than a name."""
    return found[place - 1] != b"enum" and not re.match(rb"[A-Za-z_]", found[place - 1])


def _is_name(token):
    return re.match(rb"[A-Za-z_]", token) is not None and not RESERVED.match(token) and token not in KEYWORDS


def _without_annotations(found, depths, place):
    """Where the next token is that belongs to no `__attribute__ (…)` or the like."""
    while place + 1 < len(found) and found[place] in ANNOTATIONS and found[place + 1] == b"(":
        place = _closing(found, depths, place + 1) + 1
    return place


def _closing(found, depths, place):
    return next((at for at in range(place + 1, len(found)) if depths[at] == depths[place]), len(found))


def _ends_in_semicolon(found, depths, place):
    """Whether `;` comes before `{` behind the brackets that open at a place."""
    for at in range(_closing(found, depths, place) + 1, len(found)):
        if found[at] in (b";", b"{"):
            return found[at] == b";"
    return False
