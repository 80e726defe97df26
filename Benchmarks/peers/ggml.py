"""ggml, through the shared libraries that llama-cpp-python builds and installs."""
import ctypes
import glob
import importlib.util
import os

import numpy as np

from ours import address, timer

F32, Q4_K, Q8_K, F16 = 0, 12, 15, 1
REPEAT = 32  # operations a graph, so that starting a graph is not what is measured


class Parameters(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("buffer", ctypes.c_void_p), ("no_alloc", ctypes.c_bool)]


class Plan(ctypes.Structure):
    """struct ggml_cplan, with room for fields that newer versions append."""
    _fields_ = [("work_size", ctypes.c_size_t), ("work_data", ctypes.c_void_p), ("n_threads", ctypes.c_int),
                ("rest", ctypes.c_byte * 256)]


class Traits(ctypes.Structure):
    """struct ggml_type_traits."""
    _fields_ = [("name", ctypes.c_char_p), ("block", ctypes.c_int64), ("interleave", ctypes.c_int64),
                ("size", ctypes.c_size_t), ("quantized", ctypes.c_bool), ("to_float", ctypes.c_void_p),
                ("from_float_ref", ctypes.c_void_p)]


class CPUTraits(ctypes.Structure):
    """struct ggml_type_traits_cpu."""
    _fields_ = [("from_float", ctypes.c_void_p), ("vec_dot", ctypes.c_void_p), ("vec_dot_type", ctypes.c_int),
                ("nrows", ctypes.c_int64)]


class GGML:
    @classmethod
    def load(cls, library):
        """The libraries, or None where llama-cpp-python is not installed."""
        spec = importlib.util.find_spec("llama_cpp")
        folder = os.environ.get("PEERS_GGML") or spec and os.path.join(os.path.dirname(spec.origin), "lib")
        if not folder:
            return None
        found = {n: glob.glob(os.path.join(folder, f"lib{n}.*")) for n in ["ggml-base", "ggml-cpu"]}
        if not all(found.values()):
            return None
        return cls(library, *[ctypes.CDLL(found[n][0], mode=ctypes.RTLD_GLOBAL) for n in ["ggml-base", "ggml-cpu"]])

    def __init__(self, library, base, cpu):
        self.library, self.base, self.cpu = library, base, cpu
        pointer, integer = ctypes.c_void_p, ctypes.c_int64
        for name in ["ggml_init", "ggml_get_data", "ggml_new_tensor_1d", "ggml_new_tensor_2d", "ggml_new_tensor_3d",
                     "ggml_soft_max", "ggml_rms_norm", "ggml_mul", "ggml_mul_mat", "ggml_new_graph",
                     "ggml_flash_attn_ext", "ggml_get_type_traits", "ggml_permute"]:
            getattr(base, name).restype = pointer
        base.ggml_init.argtypes = [Parameters]
        for dims in [1, 2, 3]:
            getattr(base, f"ggml_new_tensor_{dims}d").argtypes = [pointer, ctypes.c_int] + [integer] * dims
        base.ggml_get_data.argtypes = [pointer]
        base.ggml_soft_max.argtypes = [pointer] * 2
        base.ggml_rms_norm.argtypes = [pointer, pointer, ctypes.c_float]
        base.ggml_mul.argtypes = base.ggml_mul_mat.argtypes = [pointer] * 3
        base.ggml_new_graph.argtypes = [pointer]
        base.ggml_build_forward_expand.argtypes = [pointer, pointer]
        base.ggml_flash_attn_ext.argtypes = [pointer] * 5 + [ctypes.c_float] * 3
        base.ggml_permute.argtypes = [pointer, pointer] + [ctypes.c_int] * 4
        cpu.ggml_graph_plan.restype = Plan
        cpu.ggml_graph_plan.argtypes = [pointer, ctypes.c_int, pointer]
        cpu.ggml_get_type_traits_cpu.restype = pointer
        cpu.ggml_cpu_init()

    def traits(self, kind):
        return Traits.from_address(self.base.ggml_get_type_traits(kind))

    def cpu_traits(self, kind):
        return CPUTraits.from_address(self.cpu.ggml_get_type_traits_cpu(kind))

    def timer(self, function, *arguments):
        return timer(self.library, function, *arguments)

    # Functions

    def vec_dot_f32(self, a, b):
        result = np.zeros(1, dtype=np.float32)
        return self.timer(self.cpu_traits(F32).vec_dot, len(a), result, 0, a, 0, b, 0, 1)

    def dequantize_q4k(self, weights, count):
        values = np.zeros(count, dtype=np.float32)
        return self.timer(self.traits(Q4_K).to_float, weights, values, count)

    def quantize_q8k(self, x):
        return self.timer(self.cpu_traits(Q8_K).from_float, x, np.zeros(292 * len(x) // 256, dtype=np.uint8), len(x))

    def rows(self, kind, weights, row_bytes, x, y):
        """Its dot product of one row after the other with x, quantized as the format asks for."""
        traits = self.cpu_traits(kind)
        row = np.zeros(2 * len(x), dtype=np.uint8)
        self.timer(self.cpu_traits(traits.vec_dot_type).from_float, x, row, len(x))(1)
        return self.timer(self.library.dot_rows, traits.vec_dot, len(x), y, weights, row_bytes, row, len(y))

    def swiglu(self, gate, up, y):
        return self.timer(self.cpu.ggml_vec_swiglu_f32, len(gate), y, gate, up)

    # Operations, in a graph

    def graph(self, megabytes, build, repeat):
        """Times a graph of `repeat` equal operations; the time is that of one."""
        context = self.base.ggml_init(Parameters(megabytes << 20, None, False))
        the_graph = self.base.ggml_new_graph(context)
        for _ in range(repeat):
            self.base.ggml_build_forward_expand(the_graph, build(context))
        plan = self.cpu.ggml_graph_plan(the_graph, 1, None)
        work = np.zeros(plan.work_size + 64, dtype=np.uint8)
        plan.work_data = work.ctypes.data
        run = self.timer(self.library.graph, self.cpu.ggml_graph_compute, the_graph, plan)
        return lambda calls, keep=(plan, work): run(max(1, calls // repeat)) / repeat / max(1, calls // repeat) * calls

    def tensor(self, context, data, kind=F32, shape=None):
        shape = shape or data.shape[::-1]
        tensor = getattr(self.base, f"ggml_new_tensor_{len(shape)}d")(context, kind, *shape)
        ctypes.memmove(self.base.ggml_get_data(tensor), address(data), data.nbytes)
        return tensor

    def softmax(self, x):
        return self.graph(64, lambda c: self.base.ggml_soft_max(c, self.tensor(c, x)), REPEAT)

    def rms_norm(self, x, weight):
        def build(c):
            normal = self.base.ggml_rms_norm(c, self.tensor(c, x), 1e-6)
            return normal if weight is None else self.base.ggml_mul(c, normal, self.tensor(c, weight))
        return self.graph(64, build, REPEAT)

    def mul_mat(self, kind, weights, activations, rows):
        columns, n = activations.shape
        return self.graph(256, lambda c: self.base.ggml_mul_mat(
            c, self.tensor(c, weights, kind, (n, rows)), self.tensor(c, activations)), 1)

    def flash_attention(self, q, k, v):
        tokens, context = q.shape[0], k.shape[0]

        def build(c):
            # ggml wants [head][position][dim]; the views keep the layout of our cache.
            heads = [self.base.ggml_permute(c, self.tensor(c, a), 0, 2, 1, 3) for a in [q, k, v]]
            mask = None
            if tokens > 1:
                padded = (tokens + 63) // 64 * 64
                lower = np.triu(np.full((padded, context), -np.inf, dtype=np.float16), 1 + context - tokens)
                mask = self.tensor(c, lower, F16)
            return self.base.ggml_flash_attn_ext(c, *heads, mask, q.shape[2] ** -0.5, 0, 0)
        return self.graph(256, build, 1)
