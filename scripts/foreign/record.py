"""What the page keeps of a report of `pv conform`."""

import math
import re
from fractions import Fraction


def processor():
    """The processor's name, as the system has it."""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return "unknown"


def margin(check):
    """How far below its threshold a check is, in bits: log2(threshold / measured); None where it is not a threshold."""
    limit = re.search(r"≤ ([0-9.e+-]+)$", check["condition"])
    measured = re.match(r"([0-9.e+-]+)(?: |$)", check.get("measured", ""))
    if not limit or not measured:
        return None
    limit, measured = Fraction(limit.group(1)), Fraction(measured.group(1))
    if limit == 0 or measured == 0:
        return None
    return round(math.log2(limit / measured), 2)


def clause(data):
    kept = {key: data[key] for key in ("contract", "falsifier", "clauses", "verdict")}
    margins = [each for each in map(margin, data["checks"]) if each is not None]
    if margins:
        kept["margin"] = min(margins)
    if data.get("reason") and data["verdict"] != "not applicable":
        kept["reason"] = data["reason"]
    if data["verdict"] == "falsified":
        kept["incidents"] = len(data["incidents"])
        first = data["incidents"][:1]
        kept["seen"] = [f"{each['call']} {each['what']}" for each in first] or [
            line.strip() for line in data["report"][:2]
        ]
        found = data.get("counterexample")
        if found:
            kept["counterexample"] = [line.strip() for line in found["report"]][:2]
        if data.get("diagnosis"):
            kept["diagnosis"] = data["diagnosis"]
    return kept


def operation(data):
    def told(first):
        return f"{first['call']} {first['what']}"

    return {
        "symbol": data["symbol"],
        "invariances": {
            key: {"compared": value["compared"], "differ": value.get("breaches", 0)}
            | ({"first": told(value["first"])} if "first" in value else {})
            for key, value in data["invariances"].items()
        },
        "manners": {key: told(value["first"]) if "first" in value else None for key, value in data["manners"].items()},
    }


def of(library, name, data):
    """The record of a library."""
    return {
        "name": name,
        "title": library.title,
        "packages": list(library.packages),
        "debian": library.debian,
        "remark": library.remark,
        "through": library.source or "Python",
        "machine": {**data["machine"], "processor": processor()},
        "seed": data["seed"],
        "threads": data["threads"],
        "contracts": {each["id"]: each["version"] for each in data["contracts"]},
        "clauses": [clause(each) for each in data["clauses"]],
        "operations": [operation(each) for each in data["operations"]],
    }
