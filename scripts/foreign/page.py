"""docs/conformance.md, from the records in docs/conformance."""

INVARIANCES = {
    "again": "twice in a row",
    "address": "at another address",
    "threads": "other threads",
    "alone": "a row alone",
    "later": "after other calls",
}
HEAD = """\
# Real libraries

This page shows the results of `pv conform` for libraries that people use. `scripts/conformance` generates the page: it
installs the Python packages in the first table (Debian's package must already be installed), tries each library in a
process of its own, and writes the results to `docs/conformance`. `scripts/conformance --page` generates the page from
these results without trying anything, and CI runs this command. [conform.md](conform.md) describes what is tried, and
how.

A falsified clause does not mean that the library is at fault: the claims are those of our contracts, and the library
itself does not make them. These are possible reasons for a falsified clause:

- A bound is stated for our order of summation, which adds in 64 lanes. The error of a sum in another order may exceed
  this bound.
- A clause about edge cases claims exact bits. It is falsified if a NaN has other bits than ours, or if a library
  replaces subnormal numbers by zeros.
- Products with Q8_K are claimed for all values of 8 bits, including -128, which ggml's own quantizer never gives
  (`ggml/src/ggml-quants.c`, `quantize_row_q8_K_ref`: `iscale` is -127/max). Some code moves signs from weights to
  values, where -(-128) stays -128. Such code is falsified, although it is right for everything that ggml computes with
  it.

*Other bits* means that the results are within the bound, but do not have the bits that our order of operations gives. A
number after a verdict is a margin in bits, log2(threshold / measured): 0 if the measured value is at the threshold, 1
if it is half the threshold, negative if it exceeds the threshold.
"""


def page(records, not_judged):
    """The text of the page."""
    lines = [HEAD, "## Libraries", ""]
    lines += table(
        ["library", "packages", "called through", "operations"],
        [[each["title"], packages(each), through(each), ", ".join(operations(each))] for each in records],
    )
    lines += ["", *machines(records)]
    if not_judged:
        lines += ["", "These libraries were not tried:", ""]
        lines += [f"- {title}: {reason}" for title, reason in sorted(not_judged.items())]
    lines += ["", "## Clauses", ""]
    lines += [
        "Each cell has the [verdict](conform.md#what-is-tried) on a library, and the smallest margin if a check has a",
        "threshold. `-` means that the clause was not tried, because the library has no function for it. Clauses that",
        "are only about our own code are left out.",
    ]
    for contract in sorted({contract for each in records for contract in each["contracts"]}):
        lines += clauses(contract, records)
    lines += ["", "## The same bits", ""]
    lines += [
        "Each cell says in how many of the comparisons the bits differed; *same* means in none. The columns are the",
        "[invariances](conform.md#what-is-watched-in-every-call) `again`, `address`, `threads`, `alone` and `later`.",
        "An empty cell means that nothing was compared: for instance, the function has no parameter for the number of",
        "threads, its result has no rows, or it was called only once or twice.",
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
    lines += ["", "## Violated rules", ""]
    lines += [
        "Each item names a [rule](conform.md#what-is-watched-in-every-call) that a library violated, and the first call",
        "that violated it. For Python functions, `pv` does not observe what they do to memory and threads.",
        "",
    ]
    lines += beside(records)
    lines += ["", "## Falsified claims", ""]
    lines += [
        "Each item has the violated check and one of the wrong results, or a call that failed. If `pv` can guess the",
        "cause, the guess follows after \"it looks like\". An item may have a part that begins with \"and\" and names",
        "a second falsified claim, which bounds the error. If this second claim held, the verdict on the first one",
        "would be *other bits*.",
        "",
        "Some guesses give the size of the errors, rounded down to a power of two. The error of a call is the largest",
        "difference from our kernel's results, divided by the largest result of the call or, for dot and matvec, by",
        "the largest sum of the terms' magnitudes. \"At most\" gives the largest error of all calls, and \"about\" the",
        "median of the errors. \"As of binary16\" means that arithmetic in binary16 has errors of this size.",
        "",
    ]
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
        return [f"All libraries were tried on one machine: {next(iter(found))}."]
    lines = ["The libraries were tried on these machines:", ""]
    return lines + [f"- {text}: {'; '.join(titles)}" for text, titles in found.items()]


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
                    lines.append(f"- {each['title']}, `{key}`: {code(first)}")
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
