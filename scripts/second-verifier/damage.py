"""Random damage to a copy of a package: what bit rot, slips, merges and forgers do.

Every kind is a function of a generator and a copy; it returns in words what it did, or None where
it found nothing to damage.
"""

import json
import os
import re

import canonical

# Values that mean something to YAML, to a contract or to a careless reader.
VALUES = (
    '""', "~", "null", "[]", "{}", "[~]", "0", "-0", "1", "1e-3", "1.0e-30", ".5", "1.", "1_000", "0x10", ".inf", "nan", "1e99999",
    '"0x44191e70"', '"0X44191E70"', "DISCHARGED", "PENDING", "FALSIFIED", "BLOCKED", "live", "algorithm", "pass", "fail",
    "yes", "2020-01-01", "2099-12-31", "2021-02-29", "*a", "&a 1", "!!int 7", "|", ">-", "'it''s'", "é", "e\u0301", "../..",
    "Sources/Kernels/Dot/", "Sources/Kernels/*", "Package.swift", "[a, a]", "a: b", "'a: b'", "# x", "\t1", "a#b/c", "pv/1")
LINES = (
    "    waived: {reason: r, owner: o, until: 2099-12-31}", "    waived: {reason: r, owner: o, until: 2020-01-01}",
    "    waived: {reason: r, owner: o}", "    blocked: {reason: r, review: 2099-12-31}", "    requires: live",
    "    requires: both", "    needs: [{isa: avx512}]", "    variants: [avx2]", "    variants: avx2", "    mutants: []",
    f"    needs: [{{weights: w, sha256: {'A' * 64}}}]", "    discharge_status: BLOCKED", "    checks: []", "    notes: [1, 2]",
    "gates: [{id: G, requires: [], verdict: fail}]", "gates: []", "---", "...", "    ? [a]\n    : b", "%YAML 1.2", "x: &x [*x]",
    "    evidence: evidence/a.json", "loosened: []", "kind: kernel", "    binds_to: [a, b]")


class Copy:
    """A folder whose files may be links to originals: a file is replaced, never written into."""

    def __init__(self, root):
        self.root = root

    def path(self, name):
        return os.path.join(self.root, name)

    def files(self, *folders):
        found = []
        for folder in folders:
            for parent, _, names in os.walk(self.path(folder)):
                found += [os.path.relpath(os.path.join(parent, name), self.root) for name in names]
        return sorted(found)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def write(self, name, data):
        if os.path.lexists(self.path(name)):
            os.remove(self.path(name))
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(data)


def seal(members):
    """The bytes of an evidence file with a digest that fits them."""
    data = canonical.canonical({**members, "digest": "0" * 64})
    return canonical.canonical({**members, "digest": canonical.sha256(data)})


def pick(random, copy, folder, suffix):
    files = [name for name in copy.files(folder) if name.endswith(suffix) and not os.path.islink(copy.path(name))]
    return random.choice(files) if files else None


def evidence_file(random, copy):
    return pick(random, copy, "evidence", ".json")


def contract_file(random, copy):
    return pick(random, copy, "contracts", ".yaml")


def any_file(random, copy):
    return random.choice((evidence_file, contract_file))(random, copy)


# Damage to bytes and lines.


def flip_a_byte(random, copy):
    name = any_file(random, copy)
    data = bytearray(copy.read(name)) if name else b""
    if not data:
        return None
    place = random.randrange(len(data))
    data[place] ^= random.choice((1 << random.randrange(8), 0x20, 0xFF))
    copy.write(name, bytes(data))
    return f"{name}: byte {place} flipped"


def change_lines(random, copy):
    name = any_file(random, copy)
    lines = copy.read(name).split(b"\n") if name else []
    if len(lines) < 3:
        return None
    place, other = sorted(random.sample(range(len(lines)), 2))
    what = random.choice(("delete", "duplicate", "swap", "truncate", "cut", "blank"))
    if what == "delete":
        del lines[place]
    elif what == "duplicate":
        lines.insert(place, lines[place])
    elif what == "swap":
        lines[place], lines[other] = lines[other], lines[place]
    elif what == "truncate":
        del lines[place:]
    elif what == "cut":
        del lines[place : min(other, place + 12)]
    else:
        lines[place] += random.choice((b" ", b"\r", b"\t", b"\x00", b"\xff", "\u2028".encode(), b" # x"))
    copy.write(name, b"\n".join(lines))
    return f"{name}: {what} at line {place + 1}"


def replace_whole(random, copy):
    name = any_file(random, copy)
    if not name:
        return None
    deep = b'{"a": ' * 40 + b"1" + b"}" * 40 + b"\n"
    data = random.choice((b"", b"{}\n", b"[]\n", b"null\n", b"a: b\n", deep, b"[" * 5000, b"\xef\xbb\xbf" + copy.read(name), b"a" * (4 << 20) + b"b"))
    copy.write(name, data)
    return f"{name}: replaced by {data[:12]!r}"


# Damage to files and folders.


def move_evidence(random, copy):
    first, second = evidence_file(random, copy), evidence_file(random, copy)
    if not first:
        return None
    what = random.choice(("swap", "copy", "remove", "rename", "link", "folder", "stray"))
    if what == "swap":
        one, other = copy.read(first), copy.read(second)
        copy.write(first, other)
        copy.write(second, one)
    elif what == "copy":
        copy.write(first, copy.read(second))
    elif what == "stray":
        copy.write(random.choice(("evidence/stray.json", "evidence/none-v1/A.json", "evidence/.hidden", first + ".tmp")), b"{}\n")
    else:
        data = copy.read(first)
        os.remove(copy.path(first))
        if what == "rename":
            copy.write(first.replace("FALSIFY", "FALSIFIED"), data)
        elif what == "link":
            os.symlink(copy.path(second), copy.path(first))
        elif what == "folder":
            os.mkdir(copy.path(first))
    return f"{first}: {what} ({second})"


def move_contract(random, copy):
    name = contract_file(random, copy)
    if not name:
        return None
    data = copy.read(name)
    what = random.choice(("remove", "rename", "twice", "deeper"))
    if what != "twice":
        os.remove(copy.path(name))
    if what != "remove":
        stem = os.path.basename(name)
        target = {"rename": f"contracts/x-{stem}", "twice": name[:-5] + random.choice((".yml", "-v2.yaml")), "deeper": f"contracts/sub/{stem}"}
        copy.write(target[what], data)
    return f"{name}: {what}"


def change_a_source(random, copy):
    files = copy.files("Sources", "Tests") + ["Package.swift"]
    name = random.choice(files)
    what = random.choice(("touch", "remove", "add", "hidden", "link"))
    if what == "touch":
        copy.write(name, copy.read(name) + b"\n")
    elif what == "remove" and name != "Package.swift":
        os.remove(copy.path(name))
    elif what in ("add", "hidden"):
        copy.write(os.path.join(os.path.dirname(name), ".x" if what == "hidden" else "Extra.swift"), b"// x\n")
    elif name != "Package.swift":
        data = copy.read(name)
        copy.write(name + ".real", data)
        os.remove(copy.path(name))
        os.symlink(copy.path(name + ".real"), copy.path(name))
    return f"{name}: {what}"


# Damage to what a contract says.


def change_a_value(random, copy):
    name = contract_file(random, copy)
    text = copy.read(name).decode("utf-8", "surrogateescape") if name else ""
    places = list(re.finditer(r"(?<=: )[^\n{}\[\]|>]+?(?=[,}\n])", text))
    if not places:
        return None
    keys = ("at_most: ", "at_least: ", "equals: ", "discharge_status: ", "verdict: ", "id: ", "test: ", "binds_to: ", "metric: ", "within: ", "format: ")
    special = [place for place in places if text[: place.start()].endswith(keys)]
    place = random.choice(special if special and random.random() < 0.7 else places)
    old = place[0]
    new = random.choice((random.choice(VALUES), old + "x", old[:-1], old.upper(), nudged(random, old), random.choice(places)[0]))
    copy.write(name, (text[: place.start()] + new + text[place.end() :]).encode("utf-8", "surrogateescape"))
    return f"{name}: {old!r} is now {new!r}"


def nudged(random, text):
    """A text with one of its digits another one."""
    digits = [place for place, character in enumerate(text) if character in "0123456789"]
    if not digits:
        return text
    place = random.choice(digits)
    return text[:place] + random.choice("0123456789") + text[place + 1 :]


def change_a_list(random, copy):
    name = contract_file(random, copy)
    text = copy.read(name).decode("utf-8", "surrogateescape") if name else ""
    places = list(re.finditer(r"(?<=\[)[^\[\]{}\n]+(?=\])", text))
    if not places:
        return None
    place = random.choice(places)
    items = place[0].split(", ")
    random.shuffle(items)
    items = random.choice((items, items[1:], items + items[:1], items + [random.choice(VALUES)]))
    copy.write(name, (text[: place.start()] + ", ".join(items) + text[place.end() :]).encode("utf-8", "surrogateescape"))
    return f"{name}: [{place[0]}] is now {items}"


def rename_a_key(random, copy):
    name = contract_file(random, copy)
    text = copy.read(name).decode("utf-8", "surrogateescape") if name else ""
    places = list(re.finditer(r"[a-z_0-9]+(?=:)", text))
    if not places:
        return None
    place = random.choice(places)
    new = random.choice((place[0] + "s", place[0][1:], random.choice(places)[0], "x", place[0].upper()))
    copy.write(name, (text[: place.start()] + new + text[place.end() :]).encode("utf-8", "surrogateescape"))
    return f"{name}: key {place[0]} is now {new}"


def insert_a_line(random, copy):
    name = contract_file(random, copy)
    lines = copy.read(name).split(b"\n") if name else []
    after = [place for place, line in enumerate(lines) if re.match(rb"    [a-z_]+: [^>|]+$", line)]
    if not after:
        return None
    place, line = random.choice(after), random.choice(LINES)
    lines.insert(place + 1 if line.startswith(" ") else len(lines), line.encode())
    copy.write(name, b"\n".join(lines))
    return f"{name}: {line!r} after line {place + 1}"


# Damage by somebody who knows the digests.


def forge(random, copy):
    """Changes one member of an evidence file, at any depth, and seals it again."""
    name = evidence_file(random, copy)
    try:
        members = json.loads(copy.read(name))
    except (TypeError, ValueError):
        return None
    if not isinstance(members, dict):
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
        value[key] = random.choice((None, True, -1, 2**63, 1.5, "", "x", [], {}, "\u0001\b", [inner]))
    elif isinstance(value, dict):
        value[random.choice(("asserted", "over", "extra", "seed", "type", "\b", "e\u0301"))] = random.choice((True, False, "x", 1))
    else:
        value.append(inner)
    copy.write(name, seal(members))
    return f"{name}: {what} {'/'.join(path)}, sealed"


def changed(random, value):
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + random.choice((-1, 1, 10**18))
    if isinstance(value, str):
        if re.fullmatch("0x[0-9a-f]{16}", value) and random.random() < 0.5:
            return random.choice(("0x7ff8000000000000", "0x7ff0000000000000", "0x8000000000000000", "0x0000000000000001"))
        return random.choice((nudged(random, value), value.upper(), value + "0", value[1:], "18446744073709551616"))
    if isinstance(value, list):
        return random.choice((value[1:], value[::-1], value + value[:1]))
    return dict(list(value.items())[1:])


def forge_a_number(random, copy):
    """Sets a measurement to a value with the right display, and seals the file."""
    from evidence import display, real

    name = evidence_file(random, copy)
    try:
        members = json.loads(copy.read(name))
        runs = [members, *members["mutants"].values()]
        measurement = random.choice(list(random.choice(runs)["measurements"].values()))
        if measurement["type"] == "real":
            low = random.choice((0, 1, 0x3CB0000000000000, 0x7FEFFFFFFFFFFFFF, 0x7FF0000000000000, 0x7FF8000000000000, None))
            pattern = random.getrandbits(64) if low is None else low | random.getrandbits(1) << 63
            measurement["bits"] = f"0x{pattern:016x}"
            measurement["display"] = display(real(measurement["bits"]))
        elif measurement["type"] == "count":
            measurement["value"] = str(random.choice((0, 1, 2**64 - 1, random.getrandbits(20))))
        else:
            measurement["value"] = random.choice((measurement["value"].upper(), "", "0x0", nudged(random, measurement["value"])))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return None
    copy.write(name, seal(members))
    return f"{name}: a measurement is now {measurement}, sealed"


def reform(random, copy):
    """The same content in other bytes, sealed by the careless."""
    name = evidence_file(random, copy)
    data = copy.read(name) if name else b""
    try:
        members = json.loads(data)
    except ValueError:
        return None
    zeros = data.replace(str(members.get("digest", "?")).encode(), b"0" * 64) if isinstance(members, dict) else b""
    other = random.choice((
        zeros.replace(b"  ", b"   ", 1), zeros + b"\n", zeros.replace(b"\n", b"\r\n"), zeros.replace(b'"test"', b'"te\\u0073t"', 1),
        zeros.replace(b'"test"', b'"\\u+074est"', 1), zeros.replace(b": 1", b": 1.0", 1), zeros.replace(b": 1", b": 01", 1),
        zeros.replace(b": 1", b": -0", 1), re.sub(rb'\n  "test": .*', lambda line: line[0] * 2, zeros, count=1),
        zeros.replace(b'"name"', b'"name": "a",\n      "name"', 1), zeros.replace(b"algorithm", b"\\ud83d\\ude00"),
        zeros.replace(b'"version": 1', b'"version": 2'), zeros.replace(b'"digest": "', b'"digest":  "')))
    copy.write(name, other.replace(b"0" * 64, canonical.sha256(other).encode(), 1))
    return f"{name}: other bytes, sealed"


KINDS = (
    flip_a_byte, change_lines, change_lines, replace_whole, move_evidence, move_evidence, move_contract, change_a_source,
    change_a_value, change_a_value, change_a_value, change_a_list, rename_a_key, insert_a_line, insert_a_line, forge, forge,
    forge, forge_a_number, forge_a_number, reform)


def damage(random, copy):
    """Damages a copy once or a few times; what was done."""
    return [done for _ in range(random.choice((1, 1, 1, 2, 3))) if (done := random.choice(KINDS)(random, copy))]
