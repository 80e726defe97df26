"""Damage to a trace and its manifest, by slips and by somebody who knows both hashes: forged logits, other captures."""

import hashlib
import json
import os
import struct

from .copy_of_a_package import Lie
from .to_contracts import nudged

# The members of a manifest that the run hash covers, those of `sources` and `tokenizer` without their paths.
COVERED = (
    "architecture", "configuration", "forward_path", "layers_selected", "prompt", "prompt_chat", "prompt_special", "sampling",
    "seed", "stages_selected", "tokens_in", "tokens_out", "trace_hash")


def damage_a_trace(random, folder):
    """Damages the trace in a folder, whose files may be links; what was done."""
    kind = random.choice((
        logits, logits, logits, statistics, member, member, shape, forged_capture, flipped_capture, removed, description, exchanged,
        manifest_bytes))
    return kind(random, folder)


def read(folder):
    with open(f"{folder}/manifest.json", "rb") as file:
        return json.load(file)


def write(path, data):
    os.remove(path)
    with open(path, "wb") as file:
        file.write(data)


def save(random, folder, manifest, what):
    """Writes a manifest in its form; most often with hashes that fit."""
    sealed = random.random() < 0.7
    if sealed:
        lines = sorted(
            f"{one['sha256']}  {one['dtype']}  {'x'.join(map(str, one['shape']))}  {one['path']}\n".encode()
            for one in manifest["stages"])
        lines.sort(key=lambda line: line.split(b"  ")[3])
        manifest["trace_hash"] = hashlib.sha256(b"".join(lines)).hexdigest()
        covered = {name: manifest[name] for name in COVERED if name in manifest}
        covered["sources"] = [{key: value for key, value in one.items() if key != "path"} for one in manifest["sources"]]
        covered["tokenizer"] = {key: value for key, value in (manifest["tokenizer"] or {}).items() if key != "path"}
        text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        manifest["run_hash"] = hashlib.sha256(text.encode()).hexdigest()
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=2, separators=(",", ": "))
    write(f"{folder}/manifest.json", (text + "\n").encode())
    return Lie(f"manifest: {what}" + (", hashes taken anew" if sealed else ""))


def other(random, value):
    """Another value of the same kind."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + random.choice((-1, 1, 7))
    if isinstance(value, str):
        changed = nudged(random, value)
        return changed if changed != value else value + "1"
    if isinstance(value, list):
        return value[1:] if len(value) > 1 and random.random() < 0.5 else value + [other(random, value[0]) if value else 1]
    return {**value, "more": 1}


def logits(random, folder):
    """A displayed logit, its bits, its token, or their order."""
    manifest = read(folder)
    top = manifest["top_logits"]
    what = random.choice(("rounded_display", "bits", "id", "order", "remove"))
    if what == "order":
        top[0], top[1] = top[1], top[0]
    elif what == "remove":
        del top[random.randrange(len(top))]
    else:
        entry = random.choice(top)
        entry[what] = other(random, entry[what])
    return save(random, folder, manifest, f"top_logits, {what}")


def statistics(random, folder):
    manifest = read(folder)
    entry = random.choice(manifest["stages"])
    known = random.choice((entry["statistics"], entry["statistics"]["rounded_display_over_finite"]))
    name = random.choice([name for name, value in known.items() if not isinstance(value, dict)])
    known[name] = other(random, known[name])
    return save(random, folder, manifest, f"{entry['path']}, {name}")


def member(random, folder):
    """Any member at the top, or one within it, but for what is shown only."""
    manifest = read(folder)
    value, path = manifest, []
    while True:
        names = [name for name in value if name not in ("environment", "model", "path", "stages")] if isinstance(
            value, dict) else list(range(len(value)))
        if not names:
            return None
        name = random.choice(names)
        path.append(str(name))
        inner = value[name]
        if not (isinstance(inner, (dict, list)) and inner):
            break
        value = inner
    hashes = path[0] in ("trace_hash", "run_hash")
    if random.random() < 0.2 and isinstance(value, dict):
        del value[name]
    else:
        value[name] = other(random, inner)
    # Hashes that are taken anew would be right again.
    return save(random, folder, manifest, "/".join(path)) if not hashes else plain(folder, manifest, path)


def plain(folder, manifest, path):
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=2, separators=(",", ": "))
    write(f"{folder}/manifest.json", (text + "\n").encode())
    return Lie(f"manifest: {'/'.join(path)}")


def shape(random, folder):
    manifest = read(folder)
    entry = random.choice(manifest["stages"])
    name = random.choice(("shape", "dtype", "positions", "stage", "layer", "path", "sha256"))
    entry[name] = other(random, entry[name])
    return save(random, folder, manifest, f"{entry['path']}, {name}")


def forged_capture(random, folder):
    """One element of a capture, with the digests that follow from it."""
    manifest = read(folder)
    entry = random.choice(manifest["stages"])
    path = f"{folder}/{entry['path']}"
    with open(path, "rb") as file:
        data = bytearray(file.read())
    place = random.randrange(12, len(data) - 3)
    place -= place % 4
    data[place : place + 4] = struct.pack("<I", struct.unpack("<I", data[place : place + 4])[0] ^ 1 << random.randrange(32))
    write(path, bytes(data))
    entry["sha256"] = hashlib.sha256(data).hexdigest()
    return save(random, folder, manifest, f"{entry['path']} forged at byte {place}")


def flipped_capture(random, folder):
    entry = random.choice(read(folder)["stages"])
    path = f"{folder}/{entry['path']}"
    with open(path, "rb") as file:
        data = bytearray(file.read())
    place = random.randrange(len(data))
    data[place] ^= 1 << random.randrange(8)
    write(path, bytes(data))
    return Lie(f"{entry['path']}: byte {place} flipped")


def removed(random, folder):
    entry = random.choice(read(folder)["stages"])
    path = entry["path"] if random.random() < 0.7 else entry["path"].replace(".bin", ".json")
    os.remove(f"{folder}/{path}")
    return Lie(f"{path}: removed")


def description(random, folder):
    """What stands beside a capture."""
    entry = random.choice(read(folder)["stages"])
    path = f"{folder}/{entry['path'].replace('.bin', '.json')}"
    with open(path, "rb") as file:
        known = json.load(file)
    name = random.choice(sorted(known))
    known[name] = other(random, known[name])
    text = json.dumps(known, ensure_ascii=False, sort_keys=True, indent=2, separators=(",", ": "))
    write(path, (text + "\n").encode())
    return Lie(f"{path}: {name}")


def exchanged(random, folder):
    """Two captures of one size in each other's place."""
    stages = read(folder)["stages"]
    first = random.choice(stages)
    second = random.choice([one for one in stages if one["shape"] == first["shape"]])
    if first["sha256"] == second["sha256"]:
        return None
    contents = []
    for one in (first, second):
        with open(f"{folder}/{one['path']}", "rb") as file:
            contents.append(file.read())
    write(f"{folder}/{first['path']}", contents[1])
    write(f"{folder}/{second['path']}", contents[0])
    return Lie(f"{first['path']} and {second['path']} exchanged")


def manifest_bytes(random, folder):
    """A digit somewhere in the manifest, but for what is shown only."""
    with open(f"{folder}/manifest.json", "rb") as file:
        text = file.read().decode()
    start = text.index('"stages"')
    end = text.index('"stages_selected"')
    digits = [place for place in range(start, end) if text[place] in "0123456789"]
    place = random.choice(digits)
    new = str((int(text[place]) + random.randrange(1, 9)) % 10)
    write(f"{folder}/manifest.json", (text[:place] + new + text[place + 1 :]).encode())
    return Lie(f"manifest: {text[place]} at {place} is {new}")
