"""The measurements; `measure` starts this in the virtual environment.

Each library is measured in a process of its own, beside our kernels, which take turns with it there: what stops that
process costs the comparison it was in, and no other.
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np

import onnx_peer
import torch_peer
from ggml import GGML, Q4_K
from ours import Ours, address, build

PEERS = ["ggml", "gguf", "torch", "onnxruntime"]

parser = argparse.ArgumentParser()
parser.add_argument("--seconds", type=float, default=2.0, help="a comparison")
parser.add_argument("--json", default="peers.json")
parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
parser.add_argument("--library", help=argparse.SUPPRESS)
parser.add_argument("parts", nargs="*", help="parts of names of comparisons to run")
options = parser.parse_args()


def version(package):
    try:
        from importlib.metadata import version as installed
        return f"{package} {installed(package)}"
    except Exception:
        return f"{package} not installed"


def run_peer(peer, library, outcomes):
    """Measures one library; begins again behind a comparison that stopped the process."""
    first = 0
    while True:
        command = [sys.executable, __file__, "--peer", peer, "--first", str(first), "--library", library,
                   "--seconds", str(options.seconds), "--", *options.parts]
        begun = None
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            for line in child.stdout:
                event = json.loads(line)
                rows = outcomes.setdefault(event["comparison"], {})
                if "begun" in event:
                    begun = event
                else:
                    begun = None
                    rows[event["label"]] = event
                    show(event)
        if child.returncode == 0:
            return
        why = signal.Signals(-child.returncode).name if child.returncode < 0 else f"exit status {child.returncode}"
        if begun is None:
            sys.exit(f"measure: {peer} stopped outside of a comparison: {why}")
        event = {**begun, "not_measured": f"its process was stopped by {why}"}
        outcomes[begun["comparison"]][begun["label"]] = event
        show(event)
        first = begun["begun"] + 1


def show(event):
    print(event["comparison"])
    if "not_measured" in event:
        print(f"  {event['label']:34}  not measured: {event['not_measured']}\n", flush=True)
        return
    ours, theirs = event["ours"], event["theirs"]
    for label, times, ratio in [("ours", ours, ""), (event["label"], theirs,
                                f"  {theirs[0] / ours[0]:6.2f} ({theirs[1] / ours[1]:.2f})")]:
        print(f"  {label:34}  best {times[0] / 1e3:12.3f} us  median {times[1] / 1e3:12.3f} us{ratio}")
    print(flush=True)


def main():
    """Runs all libraries, and writes what came of it."""
    made = build()
    machine = Ours(made).machine() + "; " + ", ".join(
        version(p) for p in ["gguf", "torch", "onnxruntime", "llama-cpp-python", "numpy"])
    print(machine)
    print(f"Two take turns; {options.seconds} s a comparison. Ratio: time of the peer / our time, best (median).\n")
    outcomes = {}
    for peer in PEERS:
        run_peer(peer, made._name, outcomes)
    with open(options.json, "w") as file:
        json.dump({"machine": machine, "seconds": options.seconds, "outcomes": [
            {"name": name, "rows": list(rows.values())} for name, rows in outcomes.items()]}, file, indent=1)
    print("written:", options.json)


if options.peer is None:
    main()
    sys.exit()

# From here on: one library, in its own process.
ours = Ours(build(options.library))
ggml = GGML.load(ours.library) if options.peer == "ggml" else None
random = np.random.default_rng(1)
comparison_count = 0


def floats(*shape):
    """Values in [-1, 1) on a 64-byte line."""
    return aligned(random.random(shape, dtype=np.float32) * 2 - 1)


def aligned(a):
    room = np.empty(a.nbytes + 64, dtype=np.uint8)
    start = -room.ctypes.data % 64
    result = room[start:start + a.nbytes].view(a.dtype).reshape(a.shape)
    result[...] = a
    return result


def python_timer(function):
    """Times calls from Python, for peers that have no C interface; what a call costs is in the number."""
    def timed(calls):
        start = time.perf_counter_ns()
        for _ in range(calls):
            function()
        return time.perf_counter_ns() - start
    return timed


def compare(name, mine, peers):
    """Times ours and the library of this process in turns, and writes a line before and after."""
    global comparison_count
    if options.parts and not any(part in name for part in options.parts):
        return
    for label, make in peers:
        if re.match("[a-z]+", label).group() != options.peer:
            continue
        number, comparison_count = comparison_count, comparison_count + 1
        if number < options.first:
            continue
        event = {"comparison": name, "label": label}
        print(json.dumps({**event, "begun": number}), flush=True)
        try:
            timer = make()
            if timer is None:
                raise RuntimeError("not installed")
            timer(1)
        except Exception as error:  # a peer that cannot do this is no reason to stop
            reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
            print(json.dumps({**event, "not_measured": reason}), flush=True)
            continue
        ours_times, theirs_times = in_turns(mine, timer)
        print(json.dumps({**event, "ours": ours_times, "theirs": theirs_times,
                          "ratio_best": theirs_times[0] / ours_times[0],
                          "ratio_median": theirs_times[1] / ours_times[1]}), flush=True)


def in_turns(*timers):
    """Best and median nanoseconds of a call of each."""
    share = options.seconds / 40 / len(timers) * 1e9
    calls = [max(1, int(share / max(min(timer(1), timer(1)), 50))) for timer in timers]
    times = [[] for _ in timers]
    end = time.monotonic() + options.seconds
    while len(times[0]) < 5 or time.monotonic() < end:
        for i, timer in enumerate(timers):
            times[i].append(timer(calls[i]) / calls[i])
    return [[min(t), sorted(t)[len(t) // 2]] for t in times]


# Dot product
for n in [3584, 1 << 20]:
    a, b = floats(n), floats(n)
    compare(f"f32 dot, n = {n}", ours.timer("f32_dot", a, b, n), [
        ("ggml vec_dot f32", lambda: ggml and ggml.vec_dot_f32(a, b)),
        ("torch.dot", lambda: torch_peer.dot(a, b, python_timer)),
    ])

# Q4_K and Q8_K
for rows in [1, 18944]:
    blocks = rows * 14
    weights = aligned(random.integers(0, 256, blocks * 144, dtype=np.uint8))
    weights[1::144] = weights[1::144] & 7 | 0x20
    weights[3::144] = weights[3::144] & 7 | 0x20
    values = aligned(np.zeros(blocks * 256, dtype=np.float32))
    shape = "3584" if rows == 1 else f"{rows} x 3584"

    def gguf_peer():
        import gguf
        kind = gguf.GGMLQuantizationType.Q4_K
        expected = gguf.quants.dequantize(weights[:144 * 14], kind)
        ours.call("q4k_dequantize", weights, 14, values)
        if not np.array_equal(expected.view(np.uint32).ravel(), values[:3584].view(np.uint32)):
            raise RuntimeError("THE BITS DIFFER")
        return python_timer(lambda: gguf.quants.dequantize(weights, kind))

    compare(f"Q4_K dequantize, {shape}", ours.timer("q4k_dequantize", weights, blocks, values), [
        ("ggml dequantize_row_q4_K", lambda: ggml and ggml.dequantize_q4k(weights, blocks * 256)),
        ("gguf (numpy), same bits", gguf_peer),
    ])

x = floats(3584)
scales, sums = aligned(np.zeros(14, dtype=np.float32)), aligned(np.zeros(224, dtype=np.int16))
values8 = aligned(np.zeros(3584, dtype=np.int8))
compare("Q8 quantize, 3584", ours.timer("q8k_quantize_ggml", x, 14, scales, values8, sums), [
    ("ggml quantize_row_q8_K", lambda: ggml and ggml.quantize_q8k(x)),
])

rows = 18944
y = aligned(np.zeros(rows, dtype=np.float32))
ours.call("q8k_quantize_ggml", x, 14, scales, values8, sums)
compare(f"Q4_K x Q8_K matrix-vector, {rows} x 3584",
        ours.timer("q4k_rows", weights, rows, 14, scales, values8, sums, y), [
            ("ggml, its row loop", lambda: ggml and ggml.rows(Q4_K, weights, 14 * 144, x, y)),
            ("onnxruntime MatMulNBits int4", lambda: onnx_peer.matmul_nbits(rows, 3584, x, 1, python_timer)),
        ])

columns = 512
if ours.has("q4k_matmat"):
    activations = floats(columns, 3584)
    many = [aligned(np.zeros(columns * k, dtype=t)) for k, t in [(14, np.float32), (3584, np.int8), (224, np.int16)]]
    ours.call("q8k_quantize_ggml", activations, columns * 14, *many)
    product = aligned(np.zeros((columns, rows), dtype=np.float32))
    compare(f"Q4_K x Q8_K matrix-matrix, {rows} x 3584 x {columns}",
            ours.timer("q4k_matmat", weights, rows, 14, *many, columns, product, rows), [
                ("ggml mul_mat q4_K (quantizes too)", lambda: ggml and ggml.mul_mat(Q4_K, weights, activations, rows)),
                ("torch f32 matmul", lambda: torch_peer.matmul(floats(rows, 3584), activations, python_timer)),
                ("onnxruntime MatMulNBits int4",
                 lambda: onnx_peer.matmul_nbits(rows, 3584, activations, columns, python_timer)),
            ])

# Every block format that has a product: its number, weights and bytes of a block, and where binary16 numbers stand
FORMATS = {
    "Q4_0": (2, 32, 18, [0]), "Q4_1": (3, 32, 20, [0, 2]), "Q5_0": (6, 32, 22, [0]), "Q5_1": (7, 32, 24, [0, 2]),
    "Q8_0": (8, 32, 34, [0]), "Q2_K": (10, 256, 84, [80, 82]), "Q3_K": (11, 256, 110, [108]),
    "Q5_K": (13, 256, 176, [0, 2]), "Q6_K": (14, 256, 210, [208]), "IQ4_NL": (20, 32, 18, [0]),
    "IQ4_XS": (23, 256, 136, [0]), "MXFP4": (39, 32, 17, []),
}
rows, width = 8960, 1536
for name, (kind, block, size, halves) in FORMATS.items():
    blocks = width // block
    weights = aligned(random.integers(0, 256, rows * blocks * size, dtype=np.uint8))
    for place in halves:
        weights[place + 1::size] = weights[place + 1::size] & 3 | 0x20
    if name == "MXFP4":
        weights[::size] = 120
    ours_name = name.lower().replace("_k", "k").replace("iq4_", "iq4")
    quantize = "q8k_quantize_ggml" if block == 256 else "q8_0_quantize"
    x, y = floats(width), aligned(np.zeros(rows, dtype=np.float32))

    def quantized(values):
        count = values.size
        made = [aligned(np.zeros(n, dtype=t)) for n, t in
                [(count // block, np.float32), (count, np.int8), (count // (16 if block == 256 else 32), np.int16)]]
        ours.call(quantize, values, count // block, *made)
        return made

    compare(f"{name} matrix-vector, {rows} x {width}",
            ours.timer(f"{ours_name}_rows", weights, rows, blocks, *quantized(x), y),
            [("ggml, its row loop", lambda: ggml and ggml.rows(kind, weights, blocks * size, x, y))])
    if ours.has(f"{ours_name}_matmat"):
        activations = floats(512, width)
        product = aligned(np.zeros((512, rows), dtype=np.float32))
        compare(f"{name} matrix-matrix, {rows} x {width} x 512",
                ours.timer(f"{ours_name}_matmat", weights, rows, blocks, *quantized(activations), 512, product, rows),
                [("ggml mul_mat (quantizes too)", lambda: ggml and ggml.mul_mat(kind, weights, activations, rows))])

# Attention
for tokens, context in [(1, 512), (1, 4096), (512, 512)]:
    q, k, v = floats(tokens, 28, 128), floats(context, 4, 128), floats(context, 4, 128)
    what = f"decode, context {context}" if tokens == 1 else f"prefill, {tokens} tokens"
    compare(f"GQA 28/4/128 {what}", ours.attention(q, k, v), [
        ("ggml flash_attn_ext, f32 cache", lambda: ggml and ggml.flash_attention(q, k, v)),
        ("torch SDPA, 7 heads in rows" if tokens == 1 else "torch SDPA, causal",
         lambda: torch_peer.attention(q, k, v, python_timer)),
        ("onnxruntime GroupQueryAttention", lambda: onnx_peer.attention(q, k, v, python_timer)),
    ])

# Rows
for n in [3584, 18944, 152064]:
    x, y = floats(n), floats(n)
    compare(f"softmax, n = {n}", ours.timer("f32_softmax", x, y, n), [
        ("ggml soft_max", lambda: ggml and ggml.softmax(x)),
        ("torch.softmax", lambda: torch_peer.softmax(x, python_timer)),
        ("onnxruntime Softmax", lambda: onnx_peer.softmax(x, python_timer)),
    ])
for n in [3584, 18944]:
    x, w, y = floats(n), floats(n), floats(n)
    compare(f"RMSNorm, n = {n}", ours.timer("f32_rmsnorm", x, w, n, y, real=1e-6), [
        ("ggml rms_norm, without weight", lambda: ggml and ggml.rms_norm(x, None)),
        ("ggml rms_norm, then mul", lambda: ggml and ggml.rms_norm(x, w)),
        ("torch rms_norm", lambda: torch_peer.rms_norm(x, w, python_timer)),
        ("onnxruntime RMSNorm", lambda: onnx_peer.rms_norm(x, w, python_timer)),
    ])
n = 18944
gate, up, y = floats(n), floats(n), floats(n)
compare(f"SwiGLU, n = {n}", ours.timer("f32_swiglu", gate, up, y, n), [
    ("ggml_vec_swiglu_f32", lambda: ggml and ggml.swiglu(gate, up, y)),
    ("torch silu * up", lambda: torch_peer.swiglu(gate, up, python_timer)),
])
