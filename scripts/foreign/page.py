"""docs/conformance.md, from the records in docs/conformance."""

INVARIANCES = {
    "again": "twice in a row",
    "address": "at another address",
    "threads": "other threads",
    "alone": "a row alone",
    "later": "after other calls",
}
MANNERS = {
    "returns": "returns",
    "inputs": "inputs are left",
    "outputs": "outputs are written",
    "beside": "nothing beside",
    "after": "nothing after the return",
    "environment": "environment",
    "threads": "threads",
    "reads": "reads its inputs",
    "nan": "NaN",
}
HEAD = """\
# Real libraries

What `pv conform` says of libraries that people use. `scripts/conformance` has made this page: it installs the packages
that it names, tries each library in a process of its own, and writes what came out to `docs/conformance`;
`scripts/conformance --page` makes the page of those files alone, and CI does so. [conform.md](conform.md) says what is
tried, and how.

A library is not at fault where it is falsified here: nobody but these contracts claims what they claim, and a bound
that is stated for our order of 64 lanes is one that another order may exceed. Edges are claimed to the bit: a NaN with
other bits than ours is falsified there, and so is a subnormal number that is flushed. Products with Q8_K are claimed for
all values of 8 bits, -128 among them, which ggml's own quantizer never gives (`ggml/src/ggml-quants.c`,
`quantize_row_q8_K_ref`: `iscale` is -127/max): code that moves signs from weights to values, where -(-128) stays -128,
is falsified, and is right for all that ggml computes with it. *Other bits* means: within the bound, with other bits
than our order gives. A number is a margin in bits, log2(threshold / measured): 0 is at the threshold, 1 is half of it.
"""


def page(records, not_judged):
    """The text of the page."""
    lines = [HEAD, "## Libraries", ""]
    lines += table(
        ["library", "packages", "through", "operations"],
        [[each["title"], packages(each), through(each), ", ".join(operations(each))] for each in records],
    )
    lines += ["", *machines(records), "", "Not judged:", ""]
    lines += [f"- {title}: {reason}" for title, reason in sorted(not_judged.items())] or ["- none"]
    lines += ["", "## Clauses", ""]
    lines += ["`-`: the library has no function for it. Clauses that are about our own code alone are left out."]
    for contract in sorted({contract for each in records for contract in each["contracts"]}):
        lines += clauses(contract, records)
    lines += ["", "## The same bits", ""]
    lines += [
        "In how many of so many comparisons bits were others; *same*: in none. Where nothing stands, nothing was",
        "compared: a function may have no parameter for the number of threads, and an element alone is no row.",
        "",
    ]
    lines += table(
        ["library", "operation", *INVARIANCES.values()],
        [
            [each["title"], short(one["symbol"]), *(invariance(one, key) for key in INVARIANCES)]
            for each in records
            for one in each["operations"]
        ],
    )
    lines += ["", "## What calls did beside", ""]
    lines += [
        "What the header rules out, and was seen; the first call of each kind. Of functions of Python, what they do to",
        "memory and threads is not seen.",
        "",
    ]
    lines += beside(records)
    lines += ["", "## What is falsified", ""]
    lines += falsified(records)
    return "\n".join(lines).rstrip() + "\n"


def table(head, rows):
    return ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]


def code(text):
    return "`" + " ".join(text.split()).replace("`", "'").replace("|", "/") + "`"


def short(symbol):
    return symbol.removeprefix("pv_").removesuffix("_f32")


def packages(record):
    names = record["debian"] or ", ".join(record["packages"])
    return f"{names}, {record['remark']}" if record["remark"] else names


def through(record):
    return "`pv_falsify.conform`" if record["through"] == "Python" else f"`scripts/foreign/{record['through']}`"


def operations(record):
    return [short(each["symbol"]) for each in record["operations"]] or ["none"]


def machines(records):
    found = {}
    for each in records:
        machine = each["machine"]
        features = ", ".join(machine["features"])
        text = f"{machine['processor']} ({machine['architecture']}: {features}), {machine['system']}"
        text += f", seed `{each['seed']}`"
        found.setdefault(text, []).append(each["title"])
    if len(found) == 1:
        return [f"All on one machine: {next(iter(found))}."]
    return [f"{', '.join(titles)}: {text}." for text, titles in found.items()]


def clauses(contract, records):
    with_it = [each for each in records if contract in each["contracts"]]
    version = with_it[0]["contracts"][contract]
    columns, cells = [], {}
    for each in with_it:
        tried = [one for one in each["clauses"] if one["contract"] == contract]
        if not any(one["verdict"] in ("holds", "other bits", "falsified") for one in tried):
            continue
        columns.append(each["title"])
        for one in tried:
            if one["verdict"] != "not applicable":
                cells.setdefault((one["falsifier"], ", ".join(one["clauses"])), {})[each["title"]] = cell(one)
    if not columns:
        return []
    rows = [
        [falsifier, bound, *(found.get(title, "-") for title in columns)] for (falsifier, bound), found in cells.items()
    ]
    return ["", f"### {contract} {version}", "", *table(["falsifier", "clauses", *columns], rows)]


def cell(one):
    if one["verdict"] == "not exported":
        return "-"
    verdict = "**falsified**" if one["verdict"] == "falsified" else one["verdict"]
    return f"{verdict} {one['margin']:+.2f}" if "margin" in one else verdict


def invariance(one, key):
    found = one["invariances"].get(key)
    if found is None:
        return ""
    return f"{found['differ']} of {found['compared']}" if found["differ"] else "same"


def beside(records):
    lines = []
    for each in records:
        for one in each["operations"]:
            for key, first in one["manners"].items():
                if first is not None:
                    lines.append(f"- {each['title']}, {MANNERS[key]}: {code(first)}")
    return lines or ["Nothing."]


def falsified(records):
    lines = []
    for each in records:
        for one in each["clauses"]:
            if one["verdict"] != "falsified":
                continue
            told = one.get("counterexample") or one["seen"]
            text = f"- {each['title']}, {one['falsifier']}: " + "; ".join(code(line) for line in told)
            if one.get("reason"):
                text += f"; {code(one['reason'])}"
            if one.get("diagnosis"):
                text += f"; it looks like {one['diagnosis']}"
            lines.append(text)
    return lines or ["Nothing."]
