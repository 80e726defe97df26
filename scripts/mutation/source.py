"""Source text with everything masked that no fault can be planted in."""

import re

_WORD = re.compile(r"\w")

# Hints and statements of what callers owe: no value depends on them. Attributes are not code.
_UNTOUCHED = re.compile(
    r"\b(?:precondition|fatalError|_Static_assert|_mm_prefetch|__builtin_prefetch|__attribute__)\s*\("
)
_LITERALS = re.compile(r'//[^\n]*|/\*.*?\*/|"""(?:.*?)"""|"(?:\\.|[^"\\\n])*"', re.S)
_DEFINE = re.compile(r"[ \t]*#[ \t]*define[ \t]+\w+(?:\([^)]*\))?")


def _spaces(text):
    return re.sub(r"[^\n]", " ", text)


def mask(text):
    """The text, as long as before, with comments, strings, directives, hints and preconditions blank.

    The body of a `#define` stays, because kernels stand in macros; its line ends are blank.
    """
    text = _LITERALS.sub(lambda found: _spaces(found.group()), text)
    lines, in_macro = [], False
    for line in text.split("\n"):
        if in_macro or not line.lstrip().startswith("#"):
            head = ""
        else:
            define = _DEFINE.match(line)
            head = line if define is None else define.group()
        kept = " " * len(head) + line[len(head):]
        in_macro = line.endswith("\\") and (in_macro or line.lstrip().startswith("#"))
        lines.append(kept[:-1] + " " if kept.endswith("\\") else kept)
    masked = "\n".join(lines)
    # What is expected of a condition is a hint as well.
    for found in re.finditer(r"\b__builtin_expect\(", masked):
        low, high = arguments(masked, found.end() - 1)[-1]
        masked = masked[:low] + _spaces(masked[low:high]) + masked[high:]
    while found := _UNTOUCHED.search(masked):
        end = closing(masked, found.end() - 1) + 1
        masked = masked[: found.start()] + _spaces(masked[found.start():end]) + masked[end:]
    return masked


def closing(masked, start):
    """Where the bracket that opens at `start` closes; the last character where it never does."""
    depth = 0
    for index in range(start, len(masked)):
        if masked[index] in "([{":
            depth += 1
        elif masked[index] in ")]}":
            depth -= 1
            if depth == 0:
                return index
    return len(masked) - 1


def arguments(masked, start):
    """The spans of the arguments in the brackets that open at `start`, without the space around them."""
    end, spans, first = closing(masked, start), [], start + 1
    index = first
    while index < end:
        if masked[index] in "([{":
            index = closing(masked, index)
        elif masked[index] == ",":
            spans.append((first, index))
            first = index + 1
        index += 1
    spans.append((first, end))
    trimmed = []
    for low, high in spans:
        while low < high and masked[low].isspace():
            low += 1
        while low < high and masked[high - 1].isspace():
            high -= 1
        trimmed.append((low, high))
    return [span for span in trimmed if span[0] < span[1]]


def c_statements(masked):
    """The spans of C statements that do something: no declarations, no `return`; heads of loops left out."""
    start, depth, index = 0, 0, 0
    while index < len(masked):
        character = masked[index]
        if character == "(":
            index = closing(masked, index)
        elif character in "{}":
            depth += 1 if character == "{" else -1
            start = index + 1
        elif character == ";":
            if depth > 0 and (span := _bare(masked, start, index + 1)):
                yield span
            start = index + 1
        index += 1


def _bare(masked, low, high):
    """The statement without the `for (...)`, `if (...)` and `else` before it; nothing for a declaration."""
    while True:
        while low < high and masked[low].isspace():
            low += 1
        head = re.compile(r"(?:for|if|while)\s*\(|else\b").match(masked, low, high)
        if head is None:
            break
        low = closing(masked, head.end() - 1) + 1 if head.group().endswith("(") else head.end()
    text = masked[low:high]
    is_declaration = re.match(r"(?:const|static|struct|return|break|continue|enum|typedef)\b|\w+ +\**\w", text)
    return None if is_declaration or not re.match(r"[\w*(]", text) else (low, high)


_SWIFT_KEPT = re.compile(
    r"(?:let|var|return|case|func|guard|if|for|while|switch|import|throw|else|default|static|struct|enum|extension"
    r"|public|private|fileprivate|init|typealias|defer|repeat|do|catch|break|continue|in|where|try [a-z]+ in)\b"
    r"|[@#.}?:&|+*/<=-]"
)


def swift_statements(masked):
    """The spans of Swift statements that stand on one line, or in the braces of one, and do something."""
    for line in re.finditer(r"[^\n]+", masked):
        text, low = line.group(), line.start()
        inner = re.search(r"\{ ([^{}]*) \}\s*$", text)
        if inner and re.match(r"\s*(?:for|if|while|else|defer)\b", text):
            text, low = inner.group(1), low + inner.start(1)
        stripped = text.strip()
        low += len(text) - len(text.lstrip())
        if not stripped or _SWIFT_KEPT.match(stripped) or stripped[-1] in "{,(=+-*/[|&":
            continue
        balanced = all(stripped.count(a) == stripped.count(b) for a, b in ("()", "[]", "{}"))
        does = re.match(r"[\w.\[\]()$ +*/&-]+? [-+*/&|^]?=\s|\(?\w|try\s", stripped)
        if balanced and does and re.search(r"[=(]", stripped) and not re.match(r"\w+: ", stripped):
            yield (low, low + len(stripped))


def line_of(text, offset):
    """The number of the line that holds an offset, from 1."""
    return text.count("\n", 0, offset) + 1
