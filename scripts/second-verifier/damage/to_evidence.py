"""Damage to evidence by somebody who knows the digests: whatever is changed, the file is sealed again."""

import json
import math
import re

import canonical
from evidence import display, real

from .copy_of_a_package import evidence_file
from .to_contracts import nudged

STRANGE = (None, True, -1, 2**63, 1.5, "", "x", [], {}, "\u0001\b")
NAMES = ("asserted", "over", "extra", "seed", "type", "\b", "e\u0301")
BITS = ("0x7ff8000000000000", "0x7ff0000000000000", "0x8000000000000000", "0x0000000000000001")
PATTERNS = (0, 1, 0x3CB0000000000000, 0x7FEFFFFFFFFFFFFF, 0x7FF0000000000000, 0x7FF8000000000000)


def seal(members):
    """The bytes of an evidence file with a digest that fits them."""
    data = canonical.canonical({**members, "digest": "0" * 64})
    return canonical.canonical({**members, "digest": canonical.sha256(data)})


def members_of(random, copy):
    """The name and the members of a file; None, None where none is an object."""
    name = evidence_file(random, copy)
    try:
        members = json.loads(copy.read(name)) if name else None
    except (ValueError, RecursionError):
        members = None
    return (name, members) if isinstance(members, dict) and members else (None, None)


def forge(random, copy):
    """Changes one member, at any depth."""
    name, members = members_of(random, copy)
    if not members:
        return None
    value, path = members, []
    while True:
        key = random.choice(list(value) if isinstance(value, dict) else range(len(value)))
        path.append(str(key))
        inner = value[key]
        if not (isinstance(inner, (dict, list)) and inner and random.random() < 0.85):
            break
        value = inner
    what = random.choice(("remove", "change", "change", "change", "another", "add"))
    if what == "remove":
        del value[key]
    elif what == "change":
        value[key] = changed(random, inner)
    elif what == "another":
        value[key] = random.choice((*STRANGE, [inner]))
    elif isinstance(value, dict):
        value[random.choice(NAMES)] = random.choice((True, False, "x", 1))
    else:
        value.append(inner)
    copy.write(name, seal(members))
    return f"{name}: {what} {'/'.join(path)}, sealed"


def changed(random, value):
    """Another value of the same type, more or less."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + random.choice((-1, 1, 10**18))
    if isinstance(value, str):
        if re.fullmatch("0x[0-9a-f]{16}", value) and random.random() < 0.5:
            return random.choice(BITS)
        return random.choice((nudged(random, value), value.upper(), value + "0", value[1:], str(2**64)))
    if isinstance(value, list):
        return random.choice((value[1:], value[::-1], value + value[:1]))
    return dict(list(value.items())[1:])


def forge_a_number(random, copy):
    """Sets a measurement to a value with the right display."""
    name, members = members_of(random, copy)
    try:
        mutants = [run["measurements"] for run in members["mutants"].values()]
        impostors = [run for runs in members["impostors"].values() for run in runs.values() if isinstance(run, dict)]
        runs = [members["measurements"], *members["orders"].values(), *mutants, *impostors[:4]]
        measurement = random.choice(list(random.choice(runs).values()))
        if measurement["type"] == "real":
            pattern = random.choice((*PATTERNS, random.getrandbits(63))) | random.getrandbits(1) << 63
            measurement["bits"] = f"0x{pattern:016x}"
            measurement["display"] = display(real(measurement["bits"]))
        elif measurement["type"] == "count":
            measurement["value"] = str(random.choice((0, 1, 2**64 - 1, random.getrandbits(20))))
        else:
            old = measurement["value"]
            measurement["value"] = random.choice((old.upper(), "", "0x0", nudged(random, old)))
    except (TypeError, KeyError, IndexError, AttributeError):
        return None  # Damaged before, or nothing was measured.
    copy.write(name, seal(members))
    return f"{name}: a measurement is now {measurement}, sealed"


def make_a_mutant_up(random, copy):
    """Gives a mutant the outputs of another, or arrays of one value, and what was measured with them; in any number."""
    name, members = members_of(random, copy)
    try:
        mutants = members["mutants"]
        source = random.choice(list(mutants.values()))
        outputs = source["outputs"]
        if random.random() < 0.5:
            element = random.choice((0, 0x7FC00000, 0x3F800000)).to_bytes(4, "little")
            outputs = {one["name"]: canonical.sha256(element * math.prod(one["shape"])) for one in members["outputs"]}
            bits = f"0x{int.from_bytes(element, 'little'):08x}"
            source["first_difference"] = {
                "output": members["outputs"][0]["name"], "index": 0, "real": "0x40000000", "mutant": bits}
        given = random.sample(sorted(mutants), random.randint(1, len(mutants)))
        for mutant in given:
            mutants[mutant] = {**source, "outputs": outputs}
    except (TypeError, KeyError, IndexError, AttributeError, OverflowError, MemoryError):
        return None  # Damaged before, or without mutants.
    copy.write(name, seal(members))
    return f"{name}: {', '.join(given)} are one mutant now, sealed"


def make_older(random, copy):
    """Evidence as an earlier version wrote it, with its digest or with another."""
    name, members = members_of(random, copy)
    if not members:
        return None
    version = random.choice((3, 2, 1, 0))
    older = {**members, "schema": {"name": "pv-evidence", "version": version}, "sources": [], "claim": "0" * 64}
    data = seal(older)
    copy.write(name, data if random.random() < 0.7 else data.replace(b'"claim": "0', b'"claim": "1', 1))
    return f"{name}: version {version}"


def reform(random, copy):
    """The same content in other bytes, or nearly."""
    name, members = members_of(random, copy)
    if not members:
        return None
    zeros = copy.read(name).replace(str(members.get("digest", "?")).encode(), b"0" * 64)
    old, new = random.choice((
        (b"  ", b"   "), (b"\n", b"\r\n"), (b"\n}\n", b"\n}\n\n"), (b'"test"', b'"te\\u0073t"'),
        (b'"test"', b'"\\u+074est"'), (b": 1", b": 1.0"), (b": 1", b": 01"), (b": 1", b": -0"),
        (b'"test": ', b'"test": "a",\n  "test": '), (b'"name"', b'"name": "a",\n      "name"'),
        (b"algorithm", b"\\ud83d\\ude00"), (b'"version": ', b'"version": 9'), (b'"digest": "', b'"digest":  "')))
    data = zeros.replace(old, new, 1)
    copy.write(name, data.replace(b"0" * 64, canonical.sha256(data).encode(), 1))
    return f"{name}: {old!r} is now {new!r}, sealed"
