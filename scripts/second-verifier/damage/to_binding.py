"""Damage to binding.txt, by slips and by somebody who knows its seal; and what a run writes there."""

import os

import freshness
import keys
from binding import Binding, seal, text
from checkout import Folder, NoKey
from contract import Contract
from evidence import Rejected
from evidence import read as read_evidence
from yaml_text import Unreadable

from .copy_of_a_package import binding_file
from .to_contracts import nudged

HEADS = (
    b"pv-binding 1", b"pv-binding 3", b"pv-binding 0", b"pv-binding 02", b"pv-binding", b"pv-binding 2 ", b"",
    b"pv-binding 20\r")
LINES = (
    b"claim FALSIFY-NONE-001 " + b"a" * 64, b"wording FALSIFY-NONE-001 " + b"a" * 64, b"member recorder 2",
    b"member a b 7", b"member x " + b"0" * 64, b"claim " + b"a" * 64, b"other FALSIFY-NONE-001 " + b"a" * 64, b"",
    b"member  1", b"member x 01", b"seal A B " + b"a" * 64, b"key \xff " + b"a" * 64,
    b"accepted FALSIFY-NONE-001 " + b"a" * 64 + b" @one two words", b"accepted A " + b"a" * 64 + b" one two words",
    b"accepted A " + b"a" * 64 + b" team:one word", b"accepted A " + b"a" * 64, b"accepted  " + b"a" * 64 + b" @a b c",
    b"executed FALSIFY-NONE-001 yes Sources/a b", b"executed A maybe Sources", b"executed A no ", b"executed  yes a",
    b"executed A unseen \xc3\xa9", b"executed A yes")


def library_of(copy, changed=None):
    """(the contracts of a copy, by id the first of each); `changed` has the bytes of files that are not written yet."""
    contracts, library = [], {}
    for path in copy.files("contracts"):
        if path.endswith((".yaml", ".yml")):
            try:
                contracts.append(Contract(path, (changed or {}).get(path) or copy.read(path)))
            except (Unreadable, OSError):
                continue
            library.setdefault(contracts[-1].id, contracts[-1])
    return contracts, library


def bind_again(copy):
    """Binds the evidence of a copy to the claims and keys of now, as a run of all falsifiers does."""
    contracts, library = library_of(copy)
    tree = keys.Keys(Folder(copy.root))
    for contract in contracts:
        lines, members, before = {}, {}, bound_before(copy, contract.id)
        for falsifier in contract.falsifiers:
            try:
                found = read_evidence(copy.read(f"evidence/{contract.id}/{falsifier['id']}.json"))
                paths = freshness.implementation(contract, falsifier, library)
                mine = tree.members(falsifier, paths)
            except (Rejected, NoKey, OSError, ValueError):
                continue
            bound = {
                "claim": freshness.claim_digest(contract, falsifier, library), "key": keys.key(mine),
                "result": found["digest"]}
            # A run enters the words of what was not bound before, and of nothing else.
            known = before.get(
                falsifier["id"], {"wording": freshness.wording_digest(contract, falsifier, library)})
            bound.update((word, known[word]) for word in ("wording", "accepted") if word in known)
            # What no run has seen, the damage decides.
            seen = known.get("executed", {})
            bound["executed"] = {path: seen.get(path, ("yes", "no", "unseen")[len(path) % 3]) for path in paths}
            lines[falsifier["id"]] = {**bound, "seal": seal(falsifier["id"], bound)}
            for name, value in mine.items():
                members.setdefault(name, set()).add(value)
        folder = f"evidence/{contract.id}"
        if lines and os.path.isdir(copy.path(folder)) and not os.path.islink(copy.path(folder)):
            if not os.path.isdir(copy.path(f"{folder}/binding.txt")):
                copy.write(f"{folder}/binding.txt", text(lines, members))


def bound_before(copy, contract):
    """By each falsifier that a binding names, its lines; none where they were edited."""
    try:
        binding = Binding(copy.read(f"evidence/{contract}/binding.txt"))
    except (Rejected, OSError):
        return {}
    return {name: binding.bound(name) or {} for name in binding.falsifiers}


def perhaps_bound(random, copy):
    """Most often as if all falsifiers had run on what is there now: the two must give the same keys."""
    if random.random() < 0.3:
        return ""
    bind_again(copy)
    return ", bound again"


def change_a_binding(random, copy):
    """One line, or two; sealed again or not."""
    name = binding_file(random, copy)
    head, *lines = copy.read(name).split(b"\n")[:-1] if name else [b""]
    bound = [line.split(b" ") for line in lines if line.startswith((b"claim ", b"key ", b"result ", b"seal "))]
    bound = [parts for parts in bound if len(parts) == 3]
    if not bound:
        return None
    what = random.choice((
        "delete", "double", "swap", "edit", "edit", "seal", "seal", "seal", "head", "add", "end", "order", "all", "words",
        "words", "executed"))
    place = random.randrange(len(lines))
    if what == "delete":
        del lines[place]
    elif what == "double":
        lines.insert(place, lines[place])
    elif what == "swap":
        # The digests of two falsifiers under one word.
        word = random.choice(bound)[0]
        first, second = (random.choice([parts for parts in bound if parts[0] == word]) for _ in range(2))
        lines.remove(b" ".join(first))
        if first != second:
            lines.remove(b" ".join(second))
            lines.append(b" ".join([*second[:2], first[2]]))
        lines.append(b" ".join([*first[:2], second[2]]))
    elif what == "edit":
        subject, _, value = lines[place].rpartition(b" ")
        lines[place] = subject + b" " + nudged(random, value.decode("latin-1")).encode("latin-1")
    elif what == "seal":
        return forge_a_binding(random, copy, name)
    elif what == "executed":
        seen = [index for index, line in enumerate(lines) if line.startswith(b"executed ")]
        if not seen:
            return None
        place = random.choice(seen)
        word, falsifier, answer, *path = lines[place].split(b" ")
        other = random.choice((b"yes", b"no", b"unseen", b"yes ", b""))
        path = random.choice((path, path, [b"Sources"]))
        lines[place : place + 1] = random.choice(([], [b" ".join([word, falsifier, other, *path])]))
    elif what == "head":
        head = random.choice(HEADS)
    elif what == "add":
        lines.append(random.choice(LINES))
    elif what == "words":
        # The words of one falsifier are no longer vouched for, are so by nobody, or by somebody for others.
        falsifier = random.choice(bound)[1]
        old = [line for line in lines if line.startswith(b"wording " + falsifier + b" ")]
        lines = [line for line in lines if line not in old]
        digest = random.choice([line.split(b" ")[2] for line in old] + [b"0" * 64])
        other = random.choice((digest, digest, b"1" * 64))
        lines += random.choice((
            [], [b"wording " + falsifier + b" " + other],
            [b"wording " + falsifier + b" " + digest, b"accepted " + falsifier + b" " + other + b" @one read it"]))
        # Of one falsifier, or of the members, nothing is left.
        subject = random.choice((random.choice(bound)[1], None))
        lines = [
            line for line in lines
            if (not line.startswith(b"member ") if subject is None else line.split(b" ")[1:2] != [subject])]
    if what != "order":
        lines.sort()
    else:
        random.shuffle(lines)
    data = b"\n".join([head, *lines]) + b"\n"
    copy.write(name, data if what != "end" else random.choice((data[:-1], data + b"\n", data.replace(b"\n", b"\r\n"))))
    return f"{name}: {what}"


def forge_a_binding(random, copy, name):
    """Changes what is said of one falsifier, and seals it."""
    try:
        binding = Binding(copy.read(name))
    except Rejected:
        return None
    falsifier = random.choice(sorted(binding.falsifiers))
    known = binding.bound(falsifier)
    if not known:
        return None
    known.pop("seal")
    word = random.choice(("claim", "key", "result", "wording", "accepted", "executed", "executed", "executed"))
    if word == "executed":
        seen = known.setdefault("executed", {})
        path = random.choice((*seen, "Sources/none"))
        seen[path] = random.choice(("yes", "no", "unseen"))
        if random.random() < 0.2:
            del seen[path]
    elif word == "accepted":
        digest = random.choice((known.get("wording", "1" * 64), "1" * 64))
        known[word] = digest + " @one read it"
    elif word == "wording" and random.random() < 0.3:
        known.pop(word, None)
    elif word in known:
        known[word] = nudged(random, known[word])
    try:
        binding.falsifiers[falsifier] = {**known, "seal": seal(falsifier, known)}
        copy.write(name, text(binding.falsifiers, binding.members))
    except UnicodeEncodeError:
        return None
    return f"{name}: {word} of {falsifier}, sealed"


def bind_to_another(random, copy):
    """Takes away the file, puts another contract's there, a link or a folder."""
    name, other = binding_file(random, copy), binding_file(random, copy)
    if not name:
        return None
    data = copy.read(other)
    copy.remove(name)
    what = random.choice(("remove", "other", "link", "folder", "newer", "older"))
    if what == "other":
        copy.write(name, data)
    elif what in ("newer", "older"):
        copy.write(name, b"pv-binding %d\nwhatever\xff" % (7 if what == "newer" else 1))
    elif what == "link":
        copy.write("bound.txt", data)
        os.symlink(copy.path("bound.txt"), copy.path(name))
    elif what == "folder":
        os.mkdir(copy.path(name))
    return f"{name}: {what}"


def rebind(copy, falsifier, contract, claim, result):
    """Gives one falsifier another claim and result, with its seal; False where it is not bound."""
    name = f"evidence/{contract}/binding.txt"
    try:
        binding = Binding(copy.read(name))
        lines = binding.falsifiers[falsifier]
        lines.update(claim=claim, result=result)
        lines["seal"] = seal(falsifier, lines)
    except (Rejected, OSError, KeyError):
        return False
    copy.write(name, text(binding.falsifiers, binding.members))
    return True
