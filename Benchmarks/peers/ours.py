"""The C kernels of this repository, built as a shared library and timed without Python in the loop."""
import ctypes
import glob
import os
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "..", "..", "Sources", "CKernels")
FLAGS = ["-O3", "-ffp-contract=off", "-fno-math-errno"]  # as Package.swift has them


def build(path=None):
    """The library at a path, or a new one."""
    if path is None:
        compiler = shutil.which("clang") or shutil.which("cc")
        path = os.path.join(tempfile.mkdtemp(), "ours.so")
        sources = sorted(glob.glob(os.path.join(SOURCES, "*.c"))) + [os.path.join(HERE, "timing.c")]
        subprocess.check_call(
            [compiler, *FLAGS, "-shared", "-fPIC", "-I", os.path.join(SOURCES, "include"), "-o", path, *sources])
    library = ctypes.CDLL(path)
    library.time_calls.restype = ctypes.c_double
    library.time_calls.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_float, ctypes.c_long]
    return library


def address(x):
    """What C gets for an argument: the address of an array, a function or a structure, or a number."""
    if hasattr(x, "ctypes"):
        return x.ctypes.data
    if isinstance(x, (ctypes.Structure, ctypes.Array)):
        return ctypes.addressof(x)
    if isinstance(x, ctypes._CFuncPtr):
        return ctypes.cast(x, ctypes.c_void_p).value
    return int(x or 0)


def timer(library, function, *arguments, real=0.0):
    """A function of a number of calls that returns their nanoseconds; keeps its arguments alive."""
    raw = (ctypes.c_ssize_t * 10)(*[address(a) for a in arguments])
    pointer = address(function)
    return lambda calls, keep=arguments: library.time_calls(pointer, ctypes.addressof(raw), real, calls)


class Attention(ctypes.Structure):
    _fields_ = ([(n, ctypes.c_void_p) for n in ["scores", "softmax", "values", "queries", "keys", "rows", "room", "out"]]
                + [(n, ctypes.c_long) for n in ["tokens", "context", "heads", "kv_heads", "dim"]]
                + [("scale", ctypes.c_float)])


class Ours:
    PATHS = [(4, "avx512vnni"), (3, "avx512"), (2, "avx2"), (1, "neon")]

    def __init__(self, library):
        self.library = library
        library.ck_cpu_supports.restype = ctypes.c_bool
        self.paths = [name for number, name in self.PATHS if library.ck_cpu_supports(number)]

    def function(self, name):
        """The fastest path that has code of its own."""
        for path in self.paths:
            try:
                return self.library[f"ck_{name}_{path}"]
            except AttributeError:
                continue
        raise AttributeError(name)

    def has(self, name):
        try:
            return bool(self.function(name))
        except AttributeError:
            return False

    def timer(self, name, *arguments, real=0.0):
        return timer(self.library, self.function(name), *arguments, real=real)

    def call(self, name, *arguments):
        self.timer(name, *arguments)(1)

    def attention(self, q, k, v):
        import numpy as np
        tokens, heads, dim = q.shape
        context, kv_heads, _ = k.shape
        # As KVCache.swift has them: [head][tile][dim][16] and [head][position][dim].
        padded = np.zeros(((context + 15) // 16 * 16, kv_heads, dim), dtype=np.float32)
        padded[:context] = k
        keys = self.aligned(padded.reshape(-1, 16, kv_heads, dim).transpose(2, 0, 3, 1))
        values = self.aligned(v.transpose(1, 0, 2))
        room = self.aligned(np.zeros((4 * heads // kv_heads, context + 32), dtype=np.float32))
        out = np.zeros_like(q)
        functions = [self.function(n) for n in ["f32_attention_scores", "f32_softmax", "f32_attention_values"]]
        problem = Attention(*[address(a) for a in functions + [q, keys, values, room, out]], tokens, context, heads,
                            kv_heads, dim, 1 / dim ** 0.5)
        run = timer(self.library, self.library.ours_attention, problem)
        return lambda calls, keep=(q, keys, values, room, out): run(calls)

    @staticmethod
    def aligned(a):
        """A copy on a 64-byte line."""
        import numpy as np
        memory = np.empty(a.size + 16, dtype=np.float32)
        start = -memory.ctypes.data % 64 // 4
        result = memory[start:start + a.size].reshape(a.shape)
        result[...] = a
        return result

    def machine(self):
        model = "unknown processor"
        try:
            for line in open("/proc/cpuinfo"):
                if line.startswith("model name"):
                    model = line.split(":", 1)[1].strip()
                    break
        except OSError:
            pass
        return f"{model}; {os.cpu_count()} processors; ours: {' '.join(self.paths)}"
