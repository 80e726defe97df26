"""Pages that say what is so, and damage after which they do not."""

import re
from decimal import Decimal
from fractions import Fraction

import evidence
import names
import printed
import versions
from contract import Contract
from markdown import Page
from yaml_text import Unreadable

from .copy_of_a_package import Lie, page_file
from .to_tables import write_tables

STATUSES = ("DISCHARGED", "PARTIAL_ALGORITHM_LEVEL", "PENDING", "FALSIFIED", "BLOCKED")
TRACE = """{
  "schema": "pv-trace-check",
  "stages": [
    {
      "point": "layer-3/ffn_out",
      "rounded_display": {
        "growth": "%s",
        "median": "-0.0123457"
      },
      "statistics": {
        "count": %d,
        "rounded_display_over_finite": {
          "max": "4.08109"
        }
      }
    }
  ]
}
"""


def write_pages(random, copy):
    """Writes docs/page.md, true sentences about the contracts of a copy, the trace that it points at, tables, and pv.yaml."""
    lines = ["# Page", "", "A [trace](trace.md), [below](#what-there-is), [itself](page.md#page).", "", "## What there is", ""]
    library = {}
    for name in copy.files("contracts"):
        try:
            library[name] = Contract(name, copy.read(name))
        except Unreadable:
            continue
    for contract in library.values():
        clauses = sum(1 + len(known["invariants"]) for known in contract.equations.values())
        lines += [
            f"{contract.id} has {len(contract.falsifiers)} falsifiers and {clauses} clauses,",
            f"[{clauses}](pv:{contract.id}#count/clauses) and [{len(contract.gates)}](pv:{contract.id}#count/gates)", ""]
        for falsifier in contract.falsifiers:
            lines += sentences(random, copy, contract, falsifier)
    growth, count = f"{random.randrange(100, 999999) / 1000}", random.randrange(10**6)
    lines += [
        f"The stage `ffn_out` grows by [{growth}](pv:docs/trace.json#layer-3/ffn_out.growth) over {count} elements,",
        f"[{count:,}](pv:docs/trace.json#layer-3/ffn_out.count), in layer-3/ffn_out.bin. `pv verify` says so.", "",
        f"[{len(library)}](pv:count/contracts) contracts.", "", "| metric | stage |", "| --- | --- |",
        f"| `{random.choice(sorted(versions.METRICS))}` | `{random.choice(sorted(names.STAGES))}` |", "",
        "```sh", "pv verify   # FALSIFY-NONE-001 is PENDING", "```"]
    copy.write("docs/page.md", ("\n".join(lines) + "\n").encode())
    copy.write("docs/trace.md", b"# Trace\n")
    copy.write("docs/trace.json", (TRACE % (growth, count)).encode())
    copy.write("pv.yaml", random.choice((b"prose: [docs]\n", b"prose: [docs]\nship_spec: required\n")))
    write_tables(random, copy, {contract.id: contract for contract in library.values()})


def sentences(random, copy, contract, falsifier):
    """What is true of a falsifier."""
    name = falsifier["id"]
    lines = [f"- `{name}` is {falsifier['declared']} in {contract.id}."]
    if random.random() < 0.3:
        lines = [f"- {falsifier['declared']}, says `{name}`: all that it measured."]
    elif random.random() < 0.3:
        lines = ["", f"| `{name}` | what it says in many more words | **{falsifier['declared']}** |", ""]
    try:
        found = evidence.read(copy.read(f"evidence/{contract.id}/{name}.json"))
    except (OSError, evidence.Rejected):
        return [*lines, ""]
    numbers = {}
    for metric in random.sample(sorted(found["measurements"]), min(3, len(found["measurements"]))):
        measured = printed.value(found["measurements"][metric])
        if isinstance(measured, str):
            lines.append(f"  It gave [{measured}](pv:{contract.id}#{name}/{metric}), its `{metric}`,")
        elif measured is not None:
            numbers[metric] = measured
            file = f"../evidence/{contract.id}/{name}.json"
            link = f'{file} "pv:{contract.id}#{name}/{metric}"'
            lines.append(f"  It gave [{rounded(random, measured)}]({link}), {name}/{metric},")
    nonzero = [metric for metric, number in numbers.items() if number]
    if nonzero and len(numbers) > 1:
        first, second = random.choice(sorted(numbers)), nonzero[0]
        ratio = rounded(random, numbers[first] / numbers[second])
        lines.append(f"  a ratio of [{ratio}](pv:{contract.id}#{name}/{first}:{contract.id}#{name}/{second}),")
    if found["inputs"]:
        given = found["inputs"][0]
        if re.fullmatch("[a-z_0-9]+", given["name"]):
            lines.append(f"  in [{given['cases']}](pv:{contract.id}#{name}/inputs.{given['name']}.cases) cases.")
    return [*lines, ""]


def rounded(random, number):
    """A number to a few digits, half to even; now and then in percent."""
    percent = random.random() < 0.2
    number *= 100 if percent else 1
    digits = random.choice((1, 3, 7, 12))
    whole = round(number / Fraction(10) ** (adjusted(number) - digits + 1))
    return f"{Decimal(whole).scaleb(adjusted(number) - digits + 1)}".replace("E", "e") + (" %" if percent else "")


def adjusted(number):
    """The exponent of the first digit."""
    if number == 0:
        return 0
    exponent = len(str(abs(number.numerator))) - len(str(number.denominator))
    return exponent if abs(number) >= Fraction(10) ** exponent else exponent - 1


def lie(random, copy):
    """Has a page say what is not so."""
    name = page_file(random, copy)
    try:
        text = copy.read(name).decode("utf-8") if name else ""
    except UnicodeDecodeError:
        return None
    page = Page(text, has_status_block=name == "ship-spec.md")
    places = [place for find in LIES for place in find(page)]
    if name != "ship-spec.md":
        places += hidden(page)
    if not places:
        return None
    kind = random.choice(sorted({place[0] for place in places}))
    _, start, end, new = random.choice([place for place in places if place[0] == kind])
    copy.write(name, (text[:start] + new + text[end:]).encode())
    return Lie(f"{name}: {kind} {text[start:end]!r} is now {new!r}")


# Each gives (kind, start, end, what to write there) of places at which a page can be made to lie.


def ids(page):
    for match in re.finditer(r"\b(?:FALSIFY|GATE)-[A-Z0-9-]+-([0-9]{3})\b(?![-/])", page.unfenced):
        yield "id", match.start(1), match.end(1), "9" + match[1][1:]
    for match in re.finditer(r"(?<![A-Za-z0-9./_#-])[a-z][a-z0-9_.-]*-v(1)\b(?![#-])", page.prose):
        yield "contract", match.start(1), match.end(1), "97"


def statuses(page):
    for match in STATED.finditer(page.unfenced):
        kind = match.lastgroup
        if match[kind] in STATUSES:
            yield f"status ({kind})", match.start(kind), match.end(kind), another(match[kind])


def hidden(page):
    """A statement that is not so, between markers that mean nothing on this page."""
    for match in STATED.finditer(page.unfenced):
        if match["status"] in STATUSES:
            lie = match[0].replace(match["status"], another(match["status"]))
            yield "hidden status", 0, 0, f"<!-- pv:status:begin -->\n\n{lie}\n\n<!-- pv:status:end -->\n\n"


def another(status):
    return STATUSES[(STATUSES.index(status) + 1) % 5]


def counts(page):
    for match in re.finditer(r"(?<![A-Za-z0-9._,-])([0-9]+)[ \n]+(?:contracts|clauses|falsifiers)\b", page.prose):
        yield "count", match.start(1), match.end(1), str(int(match[1]) + 1000)


def numbers(page):
    for shown, pointer, target, start, end in page.pointers:
        digit = re.search(r"[0-9](?=[^0-9]*$)", page.text[start : page.text.index("](", start)])
        if digit:
            place = start + digit.start()
            yield "number", place, place + 1, str((int(digit[0]) + 5) % 10)
        behind = page.text.index(f"pv:{pointer}", start) + len(f"pv:{pointer}")
        yield "pointer", behind, behind, "x"


def links(page):
    for target, start, end in page.links():
        if ":" not in target:
            yield "link", end, end, "x"


def names_of(page):
    for match in re.finditer(r"(?:stage|metric)s?[ \n]`[a-z_0-9.]+(?=`)|(?<=\blayer-[0-9]/)[a-z_]+", page.unfenced):
        yield "name", match.end(), match.end(), "x"
    for match in re.finditer(r"FALSIFY-[A-Z0-9-]+/[a-z_0-9.]+[a-z0-9](?![@a-z0-9_])", page.unfenced):
        if not any(a < match.end() < b for *_, a, b in page.pointers):
            yield "part", match.end(), match.end(), "x"


STATED = re.compile(
    r"FALSIFY-[A-Z0-9-]+[0-9]`? is (?P<status>[A-Z_]{5,})|(?P<before>[A-Z_]{5,}), says `FALSIFY-[A-Z0-9-]+[0-9]`"
    r"|\| `FALSIFY-[A-Z0-9-]+[0-9]` \| what it says in many more words \| \*\*(?P<cell>[A-Z_]{5,})")
LIES = (ids, statuses, counts, numbers, links, names_of)


def scribble(random, copy):
    """Damages a page without a thought: marks of Markdown, lines, line ends, bytes."""
    name = page_file(random, copy)
    data = copy.read(name) if name else b""
    if not data:
        return None
    what = random.choice(("mark", "mark", "mark", "delete", "join", "return", "byte", "move"))
    place = random.randrange(len(data))
    if what == "mark":
        mark = random.choice((
            b"`", b"``", b"```\n", b"\n```\n", b"[", b"](", b"](pv:", b'x "pv:', b'")', b")", b"|", b"# ", b"\n\n", b" ", b"%", b"@x", b"not ",
            b"<!-- pv:status:begin -->", b"<!-- pv:status:end -->", b"; ", b". ", b"0", b"-", "\u2212".encode(), b"/", b"#"))
        data = data[:place] + mark + data[place:]
        what = f"{mark!r} at {place}"
    elif what == "byte":
        data = data[:place] + bytes([data[place] ^ random.choice((0x20, 1, 0xFF))]) + data[place + 1 :]
    elif what == "return":
        data = data.replace(b"\n", random.choice((b"\r\n", b"\r")))
    else:
        lines = data.split(b"\n")
        line = random.randrange(len(lines))
        if what == "delete":
            del lines[line]
        elif what == "move":
            lines.insert(random.randrange(len(lines)), lines.pop(line))
        else:
            lines[line : line + 2] = [b" ".join(lines[line : line + 2])]
        data = b"\n".join(lines)
    copy.write(name, data)
    return f"{name}: {what}"


def list_otherwise(random, copy):
    """Has pv.yaml list other pages."""
    if not page_file(random, copy):
        return None
    what = random.choice((
        "[docs/page.md]", "[docs, contracts]", "'docs/*.md'", "['**']", "[none.md]", "docs/", "[./docs]", "[docs/p*]", "contracts",
        "['*/page.md']", "[docs/trace.json]", "[]", "~", "[docs/page.md, docs]"))
    copy.write("pv.yaml", f"prose: {what}\n".encode())
    return f"pv.yaml: prose {what}"


def misspell_a_setting(random, copy):
    """Has pv.yaml list pages under a key that nothing reads, or say what it cannot."""
    if not page_file(random, copy):
        return None
    what = random.choice((
        "prosee: [docs]", "prose: [docs]\nship_spec: requierd", "prose: {docs: docs}", "prose: [docs]\nprose: []", "[docs]",
        "prose: [[docs]]", "prose: [docs", "prose: [docs]\nexcludes: [a.yaml]"))
    copy.write("pv.yaml", f"{what}\n".encode())
    return Lie(f"pv.yaml: {what!r}")
