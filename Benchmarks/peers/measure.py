"""The measurements; `measure` starts this in the virtual environment."""
import argparse
import json
import time

import numpy as np

import onnx_peer
import torch_peer
from ggml import GGML
from ours import Ours, address, build

parser = argparse.ArgumentParser()
parser.add_argument("--seconds", type=float, default=2.0, help="a comparison")
parser.add_argument("--json", default="peers.json")
parser.add_argument("parts", nargs="*", help="parts of names of comparisons to run")
options = parser.parse_args()

library = build()
ours = Ours(library)
ggml = GGML.load(library)
random = np.random.default_rng(1)
outcomes = []


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
    """Times ours and each peer in turns; a peer that is None, or that raises, is not measured."""
    if options.parts and not any(part in name for part in options.parts):
        return
    contenders = [("ours", mine)]
    missing = []
    for label, make in peers:
        try:
            timer = make()
            if timer is None:
                raise RuntimeError("not installed")
            timer(1)
            contenders.append((label, timer))
        except Exception as error:  # a peer that cannot do this is no reason to stop
            missing.append((label, str(error).splitlines()[0][:80] if str(error) else type(error).__name__))
    share = options.seconds / 40 / len(contenders) * 1e9
    calls = [max(1, int(share / max(min(timer(1), timer(1)), 50))) for _, timer in contenders]
    times = [[] for _ in contenders]
    end = time.monotonic() + options.seconds
    while len(times[0]) < 5 or time.monotonic() < end:
        for i, (_, timer) in enumerate(contenders):
            times[i].append(timer(calls[i]) / calls[i])
    print(name)
    rows = []
    for (label, _), t in zip(contenders, times):
        best, median = min(t), sorted(t)[len(t) // 2]
        if not rows:
            mine_best, mine_median = best, median
        rows.append({"name": label, "best_ns": best, "median_ns": median, "ratio_best": best / mine_best,
                     "ratio_median": median / mine_median})
        print(f"  {label:34}  best {best / 1e3:12.3f} us  median {median / 1e3:12.3f} us"
              f"  {best / mine_best:6.2f} ({median / mine_median:.2f})")
    for label, why in missing:
        rows.append({"name": label, "not_measured": why})
        print(f"  {label:34}  not measured: {why}")
    print(flush=True)
    outcomes.append({"name": name, "rows": rows})


def version(package):
    try:
        from importlib.metadata import version as installed
        return f"{package} {installed(package)}"
    except Exception:
        return f"{package} not installed"


machine = ours.machine() + "; " + ", ".join(
    version(p) for p in ["gguf", "torch", "onnxruntime", "llama-cpp-python", "numpy"])
print(machine)
print(f"Contenders take turns; {options.seconds} s a comparison. Ratio: time of the peer / our time, best (median).\n")

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

    compare(f"Q4_K dequantise, {shape}", ours.timer("q4k_dequantize", weights, blocks, values), [
        ("ggml dequantize_row_q4_K", lambda: ggml and ggml.dequantize_q4k(weights, blocks * 256)),
        ("gguf (numpy), same bits", gguf_peer),
    ])

x = floats(3584)
scales, sums = aligned(np.zeros(14, dtype=np.float32)), aligned(np.zeros(224, dtype=np.int16))
values8 = aligned(np.zeros(3584, dtype=np.int8))
compare("Q8 quantise, 3584", ours.timer("q8k_quantize_ggml", x, 14, scales, values8, sums), [
    ("ggml quantize_row_q8_K", lambda: ggml and ggml.quantize_q8k(x)),
])

rows = 18944
y = aligned(np.zeros(rows, dtype=np.float32))
ours.call("q8k_quantize_ggml", x, 14, scales, values8, sums)
compare(f"Q4_K x Q8_K matrix-vector, {rows} x 3584",
        ours.timer("q4kq8k_rows", weights, rows, 14, scales, values8, sums, y), [
            ("ggml, its row loop", lambda: ggml and ggml.rows_q4k(weights, x, y, rows)),
            ("onnxruntime MatMulNBits int4", lambda: onnx_peer.matmul_nbits(rows, 3584, x, 1, python_timer)),
        ])

columns = 512
if ours.has("q4kq8k_matmat"):
    activations = floats(columns, 3584)
    many = [aligned(np.zeros(columns * k, dtype=t)) for k, t in [(14, np.float32), (3584, np.int8), (224, np.int16)]]
    ours.call("q8k_quantize_ggml", activations, columns * 14, *many)
    product = aligned(np.zeros((columns, rows), dtype=np.float32))
    compare(f"Q4_K x Q8_K matrix-matrix, {rows} x 3584 x {columns}",
            ours.timer("q4kq8k_matmat", weights, rows, 14, *many, columns, product, rows), [
                ("ggml mul_mat q4_K (quantises too)", lambda: ggml and ggml.mul_mat_q4k(weights, activations, rows)),
                ("torch f32 matmul", lambda: torch_peer.matmul(floats(rows, 3584), activations, python_timer)),
                ("onnxruntime MatMulNBits int4",
                 lambda: onnx_peer.matmul_nbits(rows, 3584, activations, columns, python_timer)),
            ])

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

with open(options.json, "w") as file:
    json.dump({"machine": machine, "seconds": options.seconds, "outcomes": outcomes}, file, indent=1)
print("written:", options.json)
