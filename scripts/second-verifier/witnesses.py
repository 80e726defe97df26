"""Machines that say they reproduced evidence, and for which of it that still counts.

Sources: docs/witnesses.md, "The form"; docs/verdicts.md, "Status".
"""

import os

import canonical
import evidence
from checkout import names
from yaml_text import Unreadable

TEXTS = [evidence.text]
FORM = {
    "schema": lambda value: value == {"name": "pv-witness", "version": 2},
    "name": evidence.text, "architecture": evidence.text, "system": evidence.text, "toolchain": evidence.text,
    "features": TEXTS, "variations": TEXTS, "variants": TEXTS, "digest": evidence.digest,
    "reproduced": [
        {
            "contract": evidence.text, "falsifier": evidence.text, "result": evidence.digest,
            "implementation": evidence.digest,
        }
    ],
}


def read(data, stem):
    """The members of a witness's file."""
    value = canonical.read(data)
    evidence.form(FORM, value, "the file")
    listed = [(one["contract"], one["falsifier"]) for one in value["reproduced"]]
    zeros = canonical.canonical({**value, "digest": "0" * 64})
    if value["name"] != stem or canonical.canonical(value) != data or canonical.sha256(zeros) != value["digest"]:
        raise Unreadable("not its name, its canonical bytes or its digest")
    if listed != sorted(set(listed), key=lambda key: (key[0].encode(), key[1].encode())):
        raise Unreadable("reproduced is not in order")
    return value


def load(root, now):
    """By (contract, falsifier) the variants that a witness has reproduced; and the files that are no witnesses.

    `now(contract, falsifier)` gives the digests of the result and of the implementation; None where there are none.
    """
    variants, unreadable = {}, []
    for name in names(f"{root}/witnesses"):
        if not name.endswith(".json"):
            continue
        path = f"{root}/witnesses/{name}"
        try:
            if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > evidence.MAXIMUM_SIZE:
                raise Unreadable("no regular file of a fitting size")
            with open(path, "rb") as file:
                witness = read(file.read(), name[: -len(".json")])
        except (Unreadable, OSError):
            unreadable.append(f"witnesses/{name}")
            continue
        for one in witness["reproduced"]:
            if now(one["contract"], one["falsifier"]) == (one["result"], one["implementation"]):
                variants.setdefault((one["contract"], one["falsifier"]), set()).update(witness["variants"])
    return variants, unreadable
