"""What a contract asks of the inputs, outputs and extents of evidence.

Sources: docs/verdicts.md, "Domains".
"""

import math
import re

from contract import EXTENT


def unmet(falsifier, found):
    """What is asked for and is not there, one text each."""
    domain = falsifier["domain"]
    inputs = {}
    for one in found["inputs"]:
        inputs.setdefault(one["name"], one)
    for name, asked in domain["inputs"].items():
        given = inputs.get(name)
        if given is None:
            yield f"{name} not tried"
            continue
        if asked["cases"] is not None and given["cases"] < asked["cases"]:
            yield f"{name} has too few cases"
        if asked["over"] and not holds(asked["over"], given):
            yield f"{name} is too small, or of another type"
        if asked["shape"] is not None and given["shape"] != asked["shape"]:
            yield f"{name} has another shape"
        for kind in ("corners", "classes"):
            yield from (f"{name} has none of {one}" for one in asked[kind] if given[kind].get(one, 0) <= 0)
    weights = {digest.lower() for what, _, digest in falsifier["needs"] if what == "weights"}
    for one in found["inputs"]:
        if one["sha256"] not in weights:
            if sum(one["classes"].values()) != math.prod(one["shape"]):
                yield f"{one['name']} has another number of elements than its shape"
            yield from (f"too many in {corner}" for corner, count in one["corners"].items() if count > one["cases"])
            # A falsifier without a domain is not judged; one with an empty list of inputs has none.
            if one["name"] not in domain["inputs"]:
                yield f"{one['name']} is not in the domain"
            if falsifier["exact"] and "seed" in one:
                yield f"{one['name']} is drawn"
    outputs = {}
    for one in found["outputs"]:
        outputs.setdefault(one["name"], one)
    for name, asked in domain["outputs"].items():
        if name not in outputs or not holds(asked, outputs[name]):
            yield f"{name} not recorded, or too small, or of another type"
    for metric, (count, dtype) in domain["over"].items():
        if metric in found["measurements"]:
            words = re.split("[ ()]", found["measurements"][metric].get("over", ""))
            pairs = (EXTENT.fullmatch(f"{first} {second}") for first, second in zip(words, words[1:]))
            first = next((pair for pair in pairs if pair and int(pair[1]) > 0), None)
            if not first or first[2] != dtype or int(first[1]) < count:
                yield f"{metric} taken over too little"


def holds(asked, array):
    count, dtype = asked
    return array["dtype"] == dtype and math.prod(array["shape"]) >= count
