"""Machines that say they reproduced evidence, and for which of it that still counts.

Sources: docs/witnesses.md, "The form" and "Signatures"; docs/verdicts.md, "Status".
"""

import os

import canonical
import envelope
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

X86, ARM = ("x86_64", "amd64"), ("aarch64", "arm64")
ARCHITECTURES = (("avx", X86), ("sse", X86), ("neon", ARM), ("sve", ARM))


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


def fits(witness):
    """Whether what was forced is among the features, and these are some of the architecture's."""
    architectures = [names for prefix, names in ARCHITECTURES for one in witness["features"] if one.startswith(prefix)]
    return set(witness["variants"]) <= set(witness["features"]) and all(
        witness["architecture"] in names for names in architectures)


def trusted(root, paths):
    """The keys, as (id, key), and (rule, path) where one cannot be used."""
    keys, refused = [], []
    for path in paths:
        try:
            keys.append(envelope.public_key(f"{root}/{path}"))
        except (Unreadable, OSError):
            refused.append(("key-unusable", "pv.yaml"))
    return keys, refused


def signed(path, name, data, keys):
    """Whether one of the keys has signed these bytes of a witness."""
    beside = path[: -len(".json")] + ".dsse"
    try:
        if os.path.islink(beside) or not os.path.isfile(beside) or os.path.getsize(beside) > envelope.MAXIMUM_SIZE:
            return False
        with open(beside, "rb") as file:
            return envelope.subjects(file.read(), keys) == {f"witnesses/{name}": canonical.sha256(data)}
    except (Unreadable, OSError):
        return False


def load(root, now, key_paths):
    """By (contract, falsifier) the variants that a witness has reproduced; and (rule, path) of files that count not.

    `now(contract, falsifier)` gives the digests of the result and of the implementation; None where there are none.
    """
    variants = {}
    keys, refused = trusted(root, key_paths)
    for name in names(f"{root}/witnesses"):
        if not name.endswith(".json"):
            continue
        path = f"{root}/witnesses/{name}"
        try:
            if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > evidence.MAXIMUM_SIZE:
                raise Unreadable("no regular file of a fitting size")
            with open(path, "rb") as file:
                data = file.read()
            witness = read(data, name[: -len(".json")])
        except (Unreadable, OSError):
            refused.append(("witness-unreadable", f"witnesses/{name}"))
            continue
        if not fits(witness):
            refused.append(("witness-misfit", f"witnesses/{name}"))
            continue
        # Where a project trusts keys, a witness that none of them signed completes nothing.
        if key_paths and not signed(path, name, data, keys):
            continue
        for one in witness["reproduced"]:
            if now(one["contract"], one["falsifier"]) == (one["result"], one["implementation"]):
                variants.setdefault((one["contract"], one["falsifier"]), set()).update(witness["variants"])
    return variants, refused
