"""What a Swift file declares that other files can use.

Sources: docs/evidence-keys.md, "Swift".
"""

import re
from collections import namedtuple

from bare_text import HIDDEN_END
from swift_comment import CannotFollow, end_of_comment

TOKEN = re.compile(
    rb"(?P<skip>//[^\n]*|[ \t\r]+)|(?P<line>\n)|(?P<comment>/\*)|(?P<string>(#*)(\"\"\"|\"))|"
    rb"`(?P<quoted>[A-Za-z_][A-Za-z0-9_]*)`|"
    rb"(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9][A-Za-z0-9_]*)|(?P<other>.)", re.DOTALL)
OPEN, CLOSE = (b"(", b"[", b"{"), (b")", b"]", b"}")
REGEX = re.compile(rb"/(?:[^/\\\n]|\\[^\n])*/")
# A `/` between these begins a regular expression, or is an operator before or behind its operand.
BEFORE_REGEX, NOT_IN_REGEX = b" \t\r\n(,=:[{!&|?;", b" \t\r\n),="

TYPES = {b"struct", b"class", b"enum", b"protocol", b"actor"}
NAMED = TYPES | {b"macro", b"precedencegroup"}
OF_A_TYPE = TYPES | {b"extension"}
VARIABLES = {b"let", b"var"}
KEYWORDS = NAMED | VARIABLES | {b"typealias", b"func", b"operator", b"extension"}
NOT_NAMED = {b"operator", b"extension", b"init", b"subscript"}
MEMBERS = KEYWORDS | {b"init", b"subscript"}
PUBLIC = {b"public", b"open", b"package"}
PRIVATE = {b"private", b"fileprivate"}
# Attributes by which a file takes part without being named.
SELF_STARTING = {
    b"main", b"c", b"_cdecl", b"_expose", b"_silgen_name", b"_dynamicReplacement", b"_section", b"_used", b"section",
    b"used"}
HARMLESS_ATTRIBUTES = {b"MainActor", b"Sendable", b"TaskLocal", b"Test", b"Suite"}
HARMLESS_CONFORMANCES = {
    b"Sendable", b"unchecked", b"retroactive", b"preconcurrency", b"Copyable", b"Escapable", b"BitwiseCopyable"}
# What conforming types are often declared with, and the requirements of these that are used without being named.
KNOWN_CONFORMANCES = {
    b"CaseIterable", b"Character", b"Codable", b"Comparable", b"CustomDebugStringConvertible",
    b"CustomStringConvertible", b"Decodable", b"Double", b"Encodable", b"Equatable", b"Error", b"Float", b"Hashable",
    b"Identifiable", b"Int", b"Int16", b"Int32", b"Int64", b"Int8", b"RawRepresentable", b"String", b"UInt",
    b"UInt16", b"UInt32", b"UInt64", b"UInt8"}
REQUIREMENTS = {
    b"allCases", b"debugDescription", b"description", b"hash", b"hashValue", b"id", b"rawValue"}
# Strings in the code of strings that are followed.
DEEPEST = 100
# Functions that are called without their names.
UNNAMED = {
    b"callAsFunction", b"dynamicallyCall", b"appendInterpolation", b"decode", b"decodeIfPresent", b"encode",
    b"encodeIfPresent"}

# `public` is what other targets can use of what the file provides. `types` are what their headers name, by their
# names. `extensions` are (type, what the header names, members, the public ones, whether something is unnamed, whether
# it is of a type within the type). `aliases` are names of `typealias`.
Outline = namedtuple("Outline", "provides public always types extensions attributes aliases")
CANNOT_FOLLOW = Outline(frozenset(), frozenset(), True, {}, (), frozenset(), frozenset())
# `depth` is the number of brackets that are open before the token, of a closing one that of its opening one.
Token = namedtuple("Token", "text kind depth")


def outline(data: bytes, is_main=False) -> Outline:
    try:
        return _outline(tokens(data), is_main)
    except CannotFollow:
        return CANNOT_FOLLOW


# Tokens.

def tokens(data):
    """The tokens outside strings and comments, ends of lines among them."""
    if HIDDEN_END.search(data):
        raise CannotFollow("an end of a line that hides code")
    found, opened, place = [], [], 0
    while place < len(data):
        place, token = _next(data, place)
        if token is None:
            continue
        text, what = token
        if what == "quoted":
            found += [Token(part, kind, len(opened)) for part, kind in ((b"`", "other"), (text, "word"), (b"`", "other"))]
        elif text in OPEN:
            found.append(Token(text, what, len(opened)))
            opened.append(text)
        elif text in CLOSE:
            _close(opened, text)
            found.append(Token(text, what, len(opened)))
        else:
            found.append(Token(text, what, len(opened)))
    if opened:
        raise CannotFollow("a bracket is not closed")
    _check_branches(found)
    return found


def _check_branches(found):
    """Each branch of an `#if` has to close the brackets that it opens, and no others."""
    depths = []
    for mark, word in zip(found, found[1:]):
        if mark.text != b"#" or mark.kind != "other" or word.kind != "word":
            continue
        if word.text == b"if":
            depths.append(mark.depth)
        elif word.text in (b"elseif", b"else", b"endif"):
            if not depths or depths[-1] != mark.depth:
                raise CannotFollow("a bracket is open between branches")
            if word.text == b"endif":
                depths.pop()
    if depths:
        raise CannotFollow("an #if does not end")


def _close(opened, text):
    if not opened or OPEN.index(opened.pop()) != CLOSE.index(text):
        raise CannotFollow("a bracket closes that was not opened")


def _next(data, place):
    """(where it ends, (its text, its kind)); None for the token where it is a blank or a comment."""
    match = TOKEN.match(data, place)
    what, text = match.lastgroup, match[0]
    if what == "skip":
        return match.end(), None
    if what == "comment":
        return end_of_comment(data, match.end()), None
    if what == "string":
        return _end_of_string(data, match.end(), match[5], match[6]), (b'"', "string")
    if what == "quoted":
        return match.end(), (match[what], what)
    if what == "other":
        if text == b"`":
            raise CannotFollow("a name in backticks that is no word")
        if text >= b"\x80" or text == b"/" and data[place - 1 : place] == b"#":
            raise CannotFollow("a regular expression in another form, or a name that is not ASCII")
        if text == b"/" and _begins_regex(data, place):
            literal = REGEX.match(data, place)
            if not literal:
                raise CannotFollow("a regular expression does not end")
            return literal.end(), (b'"', "string")
    return match.end(), (text, what)


def _begins_regex(data, place):
    before, after = data[max(0, place - 1) : place], data[place + 1 : place + 2]
    return (not before or before in BEFORE_REGEX) and bool(after) and after not in NOT_IN_REGEX


def _end_of_string(data, place, hashes, quotes):
    """Where a string ends that begins before a place. Those within its code are on a stack, not in recursion."""
    # Of each string that is open: its quotes, its hashes, and the brackets that its code has opened.
    stack = [(quotes, hashes, None)]
    while stack:
        quotes, hashes, opened = stack.pop()
        if opened is None:
            place, goes_on = _text_of_string(data, place, hashes, quotes)
            if goes_on:
                if len(stack) == DEEPEST:
                    raise CannotFollow("strings within strings")
                stack.append((quotes, hashes, [b"("]))
            continue
        while opened:
            if place >= len(data):
                raise CannotFollow("a string does not end")
            match = TOKEN.match(data, place)
            if match.lastgroup == "string":
                place = match.end()
                stack += [(quotes, hashes, opened), (match[6], match[5], None)]
                break
            place, token = _next(data, place)
            if token and token[0] in OPEN:
                opened.append(token[0])
            elif token and token[0] in CLOSE:
                _close(opened, token[0])
        else:
            stack.append((quotes, hashes, None))
    return place


def _text_of_string(data, place, hashes, quotes):
    """(where the text ends, whether by code that it holds)."""
    special = re.compile(
        rb"(?P<escape>\\" + hashes + rb")|(?P<end>" + quotes + hashes + rb")|(?P<line>\n)", re.DOTALL)
    while match := special.search(data, place):
        place = match.end()
        if match.lastgroup == "end":
            return place, False
        if match.lastgroup == "escape":
            place += 1
            if data[place - 1 : place] == b"(":
                return place, True
        elif quotes == b'"':
            raise CannotFollow("a string meets the end of its line")
    raise CannotFollow("a string does not end")


# Declarations.

def _outline(found, is_main):
    provides, public, always = _declared(found, 0)
    types, extensions, attributes, aliases = {}, [], set(), set()
    for place, token in enumerate(found):
        if token.text == b"@":
            name = _beside(found, place, 1).text
            always |= name in SELF_STARTING
            if name[:1].isupper():
                attributes.add(name)
        elif token.depth == 0 and token.text == b"typealias" and _is_keyword(found, place):
            aliases.update(_name(found, place))
        elif token.depth == 0 and token.text in OF_A_TYPE and _is_keyword(found, place) and _name(found, place):
            if token.text == b"extension":
                extensions.append(_extension(found, place))
            else:
                name = _name(found, place)[0]
                types[name] = types.get(name, frozenset()) | _header(found, place)[1]
    return Outline(
        frozenset(provides), frozenset(public), always or is_main, types, tuple(extensions),
        frozenset(attributes - HARMLESS_ATTRIBUTES), frozenset(aliases))


def _is_keyword(found, place):
    """Whether a word that is a keyword declares something."""
    before = _beside(found, place, -1)
    if before.text in (b".", b"import"):
        return False
    return found[place].text != b"class" or _beside(found, place, 1).text not in (b"func", b"var")


def _beside(found, place, step):
    """The next or the last token that is no end of a line."""
    place += step
    while 0 <= place < len(found):
        if found[place].kind != "line":
            return found[place]
        place += step
    return Token(b"", "none", 0)


def _name(found, place):
    """The next word, in a list; none at the file's end."""
    return next(([found[at].text] for at in range(place + 1, len(found)) if found[at].kind == "word"), [])


def _declared(found, depth):
    """What is declared at a depth, what of it is public, and whether something there is used without being named."""
    provides, public, always = set(), set(), False
    inner = depth > 0
    for place, token in enumerate(found):
        text = token.text
        if token.depth != depth or text not in (MEMBERS if inner else KEYWORDS) or not _is_keyword(found, place):
            continue
        name = _name(found, place)
        if text in (b"operator", b"init", b"subscript"):
            always = True
        elif text == b"func":
            always |= _beside(found, place, 1).kind != "word" or inner and bool(UNNAMED & set(name))
        elif text == b"typealias":
            always |= bool(name) and name[0].endswith(b"LiteralType")
        if text in NOT_NAMED or _is_private(found, place, depth):
            continue
        names = _variables(found, place, depth) if text in VARIABLES else name
        provides.update(names)
        if _is_public(found, place, depth):
            public.update(names)
    return provides, public, always


def _variables(found, place, depth):
    """The names that a `let` or `var` declares."""
    names = _name(found, place)
    if _beside(found, place, 1).text == b"(":
        start = next(at for at in range(place + 1, len(found)) if found[at].text == b"(")
        end = next(at for at in range(start + 1, len(found)) if found[at].depth == found[start].depth)
        names = [token.text for token in found[start:end] if token.kind == "word"]
    for at in range(place + 1, len(found)):
        token = found[at]
        if token.depth < depth or token.depth == depth and token.text in KEYWORDS and _is_keyword(found, at):
            break
        if token.depth == depth and token.text == b",":
            word = _beside(found, at, 1)
            if word.kind == "word":
                after = next(later for later in range(at + 1, len(found)) if found[later].kind == "word")
                if _beside(found, after, 1).text in (b":", b"=", b",", b"(", b"{"):
                    names.append(word.text)
    return names


def _is_private(found, place, depth):
    for at in range(place - 1, -1, -1):
        token = found[at]
        if token.kind == "line" or token.text in (b";", b"{", b"}"):
            return False
        if token.depth == depth and token.text in PRIVATE and _beside(found, at, 1).text != b"(":
            return True
    return False


def _is_public(found, place, depth):
    for at in range(place - 1, -1, -1):
        if found[at].text in (b";", b"{", b"}"):
            return False
        if found[at].depth == depth and found[at].text in PUBLIC:
            return True
    return False


def _header(found, place):
    """(where the body begins, what the header names) of a declaration of a type or an extension."""
    depth = found[place].depth
    start = next(
        (at for at in range(place + 1, len(found)) if found[at].depth == depth and found[at].text == b"{"), len(found))
    header = [token for token in found[place + 1 : start] if token.depth == depth and token.kind != "line"]
    texts = [token.text for token in header]
    until = texts.index(b"where") if b"where" in texts else len(header)
    first = texts.index(b":") + 1 if b":" in texts[:until] else until
    return start, frozenset(
        texts[at] for at in range(first, until)
        if header[at].kind == "word" and texts[at + 1 : at + 2] != [b"."]) - HARMLESS_CONFORMANCES


def _extension(found, place):
    """An extension, as it is in an outline."""
    start, named = _header(found, place)
    end = next((at for at in range(start + 1, len(found)) if found[at].depth == 0), len(found))
    members, public, unnamed = _declared(found[start:end], 1)
    if _is_public(found, place, 0):
        public = members
    at = next(at for at in range(place + 1, len(found)) if found[at].kind == "word")
    is_within = _beside(found, at, 1).text == b"."
    return found[at].text, named, frozenset(members), frozenset(public), unnamed, is_within
