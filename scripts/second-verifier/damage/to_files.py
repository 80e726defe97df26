"""Damage that knows nothing of what is in a file: bytes, lines, whole files, folders, links."""

import os

from .copy_of_a_package import binding_file, contract_file, evidence_file, witness_file

DEEP = b'{"a": ' * 40 + b"1" + b"}" * 40 + b"\n"
LARGE = b"a" * (4 << 20) + b"b"
LINE_ENDS = (b" ", b"\r", b"\t", b"\x00", b"\xff", "\u2028".encode(), b" # x")


def any_file(random, copy):
    kinds = (evidence_file, evidence_file, contract_file, contract_file, witness_file, binding_file)
    return random.choice(kinds)(random, copy) or evidence_file(random, copy)


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
    what = random.choice(("delete", "duplicate", "swap", "truncate", "cut", "end"))
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
        lines[place] += random.choice(LINE_ENDS)
    copy.write(name, b"\n".join(lines))
    return f"{name}: {what} at line {place + 1}"


def replace_whole(random, copy):
    name = any_file(random, copy)
    if not name:
        return None
    marked = b"\xef\xbb\xbf" + copy.read(name)
    data = random.choice((b"", b"{}\n", b"[]\n", b"null\n", b"a: b\n", b"surface: work\n", b"bindings: []\n", DEEP, b"[" * 5000, marked, LARGE))
    copy.write(name, data)
    return f"{name}: replaced by {data[:12]!r}"


def move_evidence(random, copy):
    first, second = evidence_file(random, copy), evidence_file(random, copy)
    if not first:
        return None
    what = random.choice(("swap", "copy", "remove", "rename", "link", "folder", "stray"))
    data = copy.read(first)
    if what in ("swap", "copy"):
        copy.write(first, copy.read(second))
        if what == "swap":
            copy.write(second, data)
    elif what == "stray":
        strays = ("evidence/stray.json", "evidence/none-v1/A.json", "evidence/.hidden", first + ".tmp")
        copy.write(random.choice(strays), b"{}\n")
    else:
        copy.remove(first)
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
    data, stem = copy.read(name), os.path.basename(name)
    what = random.choice(("remove", "rename", "twice", "deeper", "link", "hard link"))
    if what in ("remove", "rename", "deeper"):
        copy.remove(name)
    if what == "rename":
        copy.write(f"contracts/x-{stem}", data)
    elif what == "twice":
        copy.write(name[:-5] + random.choice((".yml", "-v2.yaml")), data)
    elif what == "deeper":
        copy.write(f"contracts/sub/{stem}", data)
    elif what in ("link", "hard link"):
        other = copy.path(random.choice((name[:-5] + ".yml", f"contracts/a-{stem}", f"contracts/x-{stem}")))
        if os.path.lexists(other):
            return None
        if what == "link":
            os.symlink(stem, other)
        else:
            os.link(copy.path(name), other)
    return f"{name}: {what}"


def exclude_a_contract(random, copy):
    """Has pv.yaml leave a contract out, by its name or by a pattern that may cover others, too."""
    name = contract_file(random, copy)
    if not name:
        return None
    stem = os.path.basename(name)
    pattern = random.choice(
        (name, stem, f"**/{stem}", f"contracts/{stem[0]}*", f"*{stem[2:]}", f"./{stem}", "contracts/**/?*-v2.yaml"))
    copy.write("pv.yaml", f"exclude: ['{pattern}', none.yaml]\n".encode())
    return f"pv.yaml: exclude {pattern}"
