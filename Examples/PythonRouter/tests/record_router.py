"""Records what the router and four wrong ones give, and what the definition gives in decimal arithmetic."""

import decimal
import json
import math
import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "src")

import router  # noqa: E402

TOKENS, EXPERTS, K, CAPACITY = 64, 8, 2, 16
FOLDER = os.environ["PV_RECORDING"]
with open(os.environ["PV_CLAIM"]) as file:
    CLAIM = json.load(file)


def logits():
    """Every third token has ties, every fifth has logits near 100, and the first expert is asked for too often."""
    rows = []
    for token in range(TOKENS):
        row = [(37 * (EXPERTS * token + expert) % 101) / 8 - 6 for expert in range(EXPERTS)]
        row[0] += 3
        if token % 3 == 0:
            row = [float(round(x / 4) * 4) for x in row]
        if token % 5 == 0:
            row = [x + 95 for x in row]
        rows.append(row)
    return rows


def oracle(rows):
    """The definition with 40 digits, written without the kernel."""
    decimal.getcontext().prec = 40
    load, experts, weights = dict.fromkeys(range(EXPERTS), 0), [], []
    for row in rows:
        first = max(range(EXPERTS), key=lambda e: (row[e], -e))
        second = max((e for e in range(EXPERTS) if e != first), key=lambda e: (row[e], -e))
        terms = {e: (decimal.Decimal(row[e]) - decimal.Decimal(row[first])).exp() for e in (first, second)}
        experts.append([first, second])
        weights.append([float(terms[e] / sum(terms.values())) if load[e] < CAPACITY else 0.0 for e in (first, second)])
        for e in (first, second):
            load[e] += 1
    return experts, weights


def traced(run):
    """What a call gives, and which lines of the kernel it executes."""
    lines = set()

    def trace(frame, event, _):
        if frame.f_code.co_filename.endswith("src/router.py"):
            if event == "line":
                lines.add(frame.f_lineno)
            return trace
        return None

    sys.settrace(trace)
    try:
        return run(), sorted(lines)
    finally:
        sys.settrace(None)


def last_of_equals(rows):
    real, router.chosen = router.chosen, lambda row, k: sorted(range(len(row)), key=lambda e: (-row[e], -e))[:k]
    try:
        return router.route(rows, K, CAPACITY)
    finally:
        router.chosen = real


def share_of_all(rows):
    experts, weights = router.route(rows, K, CAPACITY)
    shares = [sum(math.exp(x - max(row)) for x in row) for row in rows]
    return experts, [
        [w and router.f32(math.exp(row[e] - max(row)) / share) for e, w in zip(best, pair)]
        for row, best, pair, share in zip(rows, experts, weights, shares)]


def no_maximum(rows):
    experts, weights = router.route(rows, K, CAPACITY)
    wrong = []
    for row, best, pair in zip(rows, experts, weights):
        terms = [router.f32(math.exp(row[e])) for e in best]
        total = router.f32(sum(terms))
        wrong.append([w and router.f32(term / total) for term, w in zip(terms, pair)])
    return experts, wrong


def array(name, rows, code, shape):
    header = f"{{'descr': '<{code}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    values = [x for row in rows for x in row]
    letter = {"f4": "f", "f8": "d", "i4": "i"}[code]
    with open(f"{FOLDER}/{name}.npy", "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + struct.pack(f"<{len(values)}{letter}", *values))
    return f"{name}.npy"


def outputs(name, result):
    shape = (TOKENS, K)
    experts, weights = result
    return {"outputs": {
        "experts": array(f"{name}-experts", experts, "i4", shape), "weights": array(f"{name}-weights", weights, "f4", shape)}}


rows = logits()
experts, weights = oracle(rows)
real, lines = traced(lambda: router.route(rows, K, CAPACITY))
recording = {
    "format": "pv-recording/1", "run": CLAIM["run"], "contract": CLAIM["contract"], "falsifier": CLAIM["falsifier"],
    "inputs": [{
        "name": "logits", "array": array("logits", rows, "f4", (TOKENS, EXPERTS)),
        "generator": "(37 i mod 101) / 8 - 6, the first of 8 plus 3; every third row in steps of 4, every fifth plus 95"}],
    "kernels": {
        "real": outputs("real", real),
        "mutants": {
            "last_of_equals": {"fault": "of equal logits the last is chosen"} | outputs("last", last_of_equals(rows)),
            "no_capacity": {"fault": "experts are never full"} | outputs("full", router.route(rows, K, TOKENS * K)),
            "share_of_all": {"fault": "the weights are shares of all 8 experts"} | outputs("share", share_of_all(rows)),
            "no_maximum": {"fault": "no maximum is subtracted"} | outputs("plain", no_maximum(rows))}},
    "measure": [
        {"metric": "bits_differing", "subject": "experts", "output": "experts",
         "expected": array("oracle-experts", experts, "i4", (TOKENS, K))},
        {"metric": "max_abs_error", "subject": "weights", "output": "weights",
         "expected": array("oracle-weights", weights, "f8", (TOKENS, K))}],
    "executed": {"tool": "sys.settrace", "lines": {"src/router.py": lines}},
}
with open(f"{FOLDER}/recording.json", "w") as file:
    json.dump(recording, file)
