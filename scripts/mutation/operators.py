"""The faults that are planted: small changes of source text, each of a kind that really happens."""

import re
from dataclasses import dataclass

from source import arguments, c_statements, closing, line_of, mask, swift_statements


@dataclass(frozen=True)
class Mutant:
    """One change of one file."""

    file: str
    line: int
    column: int
    start: int
    end: int
    original: str
    replacement: str
    operator: str

    @property
    def change(self):
        """What was written and what is written instead, on one line."""
        shown = lambda text: re.sub(r"\s+", " ", text)
        return f"`{shown(self.original)}` to `{shown(self.replacement)}`"

    @property
    def name(self):
        return f"{self.file}:{self.line}:{self.column} {self.operator}: {self.change}"

    def applied(self, text):
        assert text[self.start:self.end] == self.original, self.name
        return text[: self.start] + self.replacement + text[self.end:]


# Operators stand between spaces in this repository's style, which tells `a * b` from `float *a`.
_SWAPS = {
    "+": "-", "-": "+", "*": "+", "/": "*", "%": "/", "+=": "-=", "-=": "+=", "*=": "+=", "/=": "*=",
    "&+": "&-", "&-": "&+", "&*": "&+", "<<": ">>", ">>": "<<", "&<<": "&>>", "&>>": "&<<",
    "&": "|", "|": "&", "^": "|", "&&": "||", "||": "&&", "|=": "&=", "&=": "|=",
}
_COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
_SPACED = re.compile(r"(?<=[\w)\]] )[-+*/%&|^<>=!]{1,3}(?=[ \n])")
_RANGES = re.compile(r"(?<=[\w)\]])(?:\.\.<|\.\.\.)(?=[\w(-])")

# Both directions of each pair; the names of instructions, as parts of intrinsics and of Swift functions.
_TWINS = [
    ("_add_", "_sub_"), ("_adds_", "_subs_"), ("_mul_", "_add_"), ("_fmadd_", "_fnmadd_"), ("_fmadd_", "_fmsub_"),
    ("_max_", "_min_"), ("unpacklo", "unpackhi"), ("movehl", "movelh"), ("movehdup", "moveldup"), ("_hadd_", "_hsub_"),
    ("cvtepu8", "cvtepi8"), ("cvtepi16", "cvtepu16"), ("_packs_", "_packus_"), ("_srli_", "_srai_"), ("_and_", "_or_"),
    ("_xor_", "_or_"), ("_andnot_", "_and_"), ("cvtps_epi32", "cvttps_epi32"), ("_UNORD_Q", "_ORD_Q"),
    ("_LT_O", "_LE_O"), ("_GT_O", "_GE_O"), ("cmpgt", "cmpeq"), ("_NEAREST_INT", "_ZERO"), ("dpbusd_", "dpbusds_"),
    ("vaddq", "vsubq"), ("vfmaq", "vfmsq"), ("vmaxq", "vminq"), ("vzip1q", "vzip2q"), ("vget_low", "vget_high"),
    ("vmovl_s8", "vmovl_u8"), ("vaddvq", "vmaxvq"), ("vmulq", "vaddq"),
]
_SWIFT_TWINS = [
    ("min(", "max("), (".rounded()", ".rounded(.towardZero)"), (".hi", ".lo"), ("truncatingIfNeeded", "clamping"),
]
# Their operands may change places: that is no fault.
_COMMUTATIVE = re.compile(
    r"_(?:add|adds|mul|mullo|mullo32|and|or|xor|cmpeq|madd|unordered)_|^v(?:add|mul|max|min|and|orr)q|^_mm\w*_(?:max|min)_ep"
    r"|^(?:min|max|addingProduct|addProduct)$"
)
_INTEGER = re.compile(r"(?<![\w.])(?<![\dp][pe][-+])(0[xX][0-9a-fA-F_]+|\d[\d_]*)([uUlL]*)(?![\w.]*[\w])(?!\.\d)")
_FLOAT = re.compile(r"(?<![\w.])(0x[\da-fA-F]+(?:\.[\da-fA-F_]+)?p[-+]?\d+|\d+\.\d+(?:e[-+]?\d+)?)(f?)\b")


def mutants(file, text):
    """Every mutant of a file, by position, then by what it becomes."""
    masked, is_c = mask(text), not file.endswith(".swift")
    changes = set()
    for operator in (_arithmetic, _constants, _twins, _arguments, _negations, _conditions, _strides):
        changes |= {(operator.__name__[1:], *change) for change in operator(text, masked, is_c)}
    changes |= {("statement", *change) for change in _statements(text, masked, is_c)}
    found = [_mutant(file, text, *change) for change in changes if text[change[1]:change[2]] != change[3]]
    return sorted(found, key=lambda mutant: (mutant.start, mutant.end, mutant.replacement))


def _mutant(file, text, operator, start, end, replacement):
    column = start - text.rfind("\n", 0, start)
    return Mutant(file, line_of(text, start), column, start, end, text[start:end], replacement, operator)


def _arithmetic(text, masked, is_c):
    """Arithmetic and logic swapped; the boundary of a comparison or a range moved."""
    for found in _SPACED.finditer(masked):
        other = _SWAPS.get(found.group()) or _COMPARISONS.get(found.group())
        if other:
            yield (*found.span(), other)
    for found in _RANGES.finditer(masked):
        yield (*found.span(), "..." if found.group() == "..<" else "..<")


def _constants(text, masked, is_c):
    """Whole numbers off by one; the last digit of a real number off by one.

    A bound becomes one less, so that something is left out; any other number one more.
    """
    for found in _INTEGER.finditer(masked):
        if is_c and _is_extent(masked, found):
            continue
        digits = found.group(1).replace("_", "").lower()
        is_hexadecimal = digits.startswith("0x")
        value = int(digits, 16 if is_hexadecimal else 10)
        show = (lambda number: f"0x{number:0{len(digits) - 2}x}") if is_hexadecimal else str
        is_bound = re.search(r"(?:<|<=|\.\.<|\.\.\.|>=|>) ?$", masked[max(0, found.start() - 5): found.start()])
        near = value - 1 if is_bound and value > 0 else value + 1
        yield (*found.span(), show(near) + found.group(2))
    for found in _FLOAT.finditer(masked):
        yield (*found.span(), _next(found.group(1)) + found.group(2))


def _is_extent(masked, number):
    """Whether a number is the extent of an array that is declared there, as in `__m256 v[8];`."""
    if not (masked[number.start() - 1] == "[" and masked[number.end(): number.end() + 1] == "]"):
        return False
    low = max(masked.rfind(mark, 0, number.start()) for mark in ";{}") + 1
    first, next = r"\s*(?:static |const |struct )*\w+ \**\w+\[", r"\s*(?:[\w ]+\*?\w+(?:\[\w+\])?, )+\w+\["
    return bool(re.match(f"{first}|{next}", masked[low: number.end()]))


def _next(literal):
    """The literal with the last digit of its significand changed by one; a bare power of two doubled."""
    if found := re.fullmatch(r"(0x1p)([-+]?\d+)", literal):
        return f"{found.group(1)}{int(found.group(2)) + 1}"
    mark = literal.find("p") if literal.startswith("0x") else literal.find("e")
    head, tail = (literal, "") if mark < 0 else (literal[:mark], literal[mark:])
    digits = "0123456789abcdef" if literal.startswith("0x") else "0123456789"
    last = digits.index(head[-1].lower())
    return head[:-1] + digits[last + 1 if last + 1 < len(digits) else last - 1] + tail


def _twins(text, masked, is_c):
    """An instruction taken for its neighbor."""
    if is_c:
        for call in re.finditer(r"\b(?:_mm\w*|v[a-z]\w*|_CMP\w*|_MM\w*)\b", masked):
            for one, other in _TWINS:
                for old, new in ((one, other), (other, one)):
                    if old in call.group() and not (old == "_sub_" and new == "_mul_"):
                        yield (*call.span(), call.group().replace(old, new, 1))
    else:
        for one, other in _SWIFT_TWINS:
            for old, new in ((one, other), (other, one)):
                before, after = (r"\b" if old[0].isalpha() else ""), ("" if old.endswith("(") else r"(?!\w)")
                for found in re.finditer(before + re.escape(old) + after, masked):
                    yield (*found.span(), new)
        for found in re.finditer(r"\.addingProduct\(", masked):
            yield (*found.span(), ".addingProduct(-")


def _arguments(text, masked, is_c):
    """Neighboring arguments of a call in each other's place."""
    for call in re.finditer(r"\b([A-Za-z_]\w*)\(", masked):
        before = masked[masked.rfind("\n", 0, call.start()) + 1: call.start()]
        is_call = call.group(1) not in ("if", "for", "while", "init") and not re.search(r"\b(?:func|case)\s+$", before)
        if not is_call or _COMMUTATIVE.search(call.group(1)):
            continue
        spans = arguments(masked, call.end() - 1)
        is_fused = re.search(r"_fn?m(?:add|sub)_", call.group(1))
        pairs = [pair for pair in ([] if is_fused else spans[:2], spans[-2:]) if len(pair) == 2]
        for (low1, high1), (low2, high2) in pairs:
            if not is_c:
                low1 += len(re.match(r"(?:\w+:\s*)?", masked[low1:high1]).group())
                low2 += len(re.match(r"(?:\w+:\s*)?", masked[low2:high2]).group())
            first, second = text[low1:high1], text[low2:high2]
            in_swift = r"(?:inout |Unsafe\w+<|\[?Float\]?$|Int$|String$)"
            declares = r"(?:const |struct )|\w+ \**\w+$" if is_c else in_swift
            if re.match(declares, first) or re.match(declares, second):
                continue
            yield (low1, high2, second + text[high1:low2] + first)


def _negations(text, masked, is_c):
    """A minus or a not left out."""
    for found in re.finditer(r"(?:(?<=[(,=?:<>+*/&|{\[] )|(?<=[(\[])|(?<=return ))[-!](?=[\w(.])", masked):
        yield (*found.span(), "")


def _conditions(text, masked, is_c):
    """A condition negated."""
    if is_c:
        for found in re.finditer(r"\b(?:if|while) \(", masked):
            low, high = found.end(), closing(masked, found.end() - 1)
            yield (low, high, f"!({text[low:high]})")
    else:
        for found in re.finditer(r"\b(?:if|while|guard|where) ((?!let |var |case )[^{}\n,]+?)(?= else \{| \{)", masked):
            low, high = found.span(1)
            yield (low, high, f"!({text[low:high]})")
    for found in re.finditer(r"(?:(?<=[(=,{] )|(?<=return )|(?<=\())\w+(?= \? )", masked):
        yield (*found.span(), "!" + found.group())


def _strides(text, masked, is_c):
    """Every second index left out."""
    for found in re.finditer(r"\b(\w+)\+\+", masked):
        yield (*found.span(), f"{found.group(1)} += 2")


def _statements(text, masked, is_c):
    """A statement or a whole loop left out."""
    if not is_c:
        for low, high in swift_statements(masked):
            yield (low, high, "do {}")
        return
    for low, high in c_statements(masked):
        yield (low, high, "(void)0;")
    for found in re.finditer(r"\bfor (?=\([^\n]*\{)", masked):
        yield (*found.span(), "if (0) for ")
