"""onnxruntime on one thread, with inputs bound beforehand; a call from Python is in every number."""
import numpy as np

try:
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper
except Exception:
    onnxruntime = None


def session(nodes, inputs, outputs, constants, domains):
    if onnxruntime is None:
        raise RuntimeError("not installed")
    kinds = {np.float32: TensorProto.FLOAT, np.int32: TensorProto.INT32}
    graph = helper.make_graph(
        nodes, "g",
        [helper.make_tensor_value_info(n, kinds[a.dtype.type], [f"{n}{i}" for i in range(a.ndim)])
         for n, a in inputs.items()],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs],
        [numpy_helper.from_array(a, n) for n, a in constants.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid(d, v) for d, v in domains], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def bound(running, inputs, outputs, timer):
    binding = running.io_binding()
    for name, array in inputs.items():
        binding.bind_cpu_input(name, array)

    def run():
        # Bound anew, because an output of the last call would be taken for one of fixed shape.
        for name in outputs:
            binding.bind_output(name)
        running.run_with_iobinding(binding)
    return timer(run)


def one(operator, inputs, constants, timer, domain="", outputs=("y",), order=None, **attributes):
    """A graph of one operation."""
    domains = [("", 18)] + ([(domain, 1)] if domain else [])
    if onnxruntime is None:
        raise RuntimeError("not installed")
    names = order or [*inputs, *constants]
    node = helper.make_node(operator, names, list(outputs), domain=domain, **attributes)
    return bound(session([node], inputs, outputs, constants, domains), inputs, outputs, timer)


def softmax(x, timer):
    return one("Softmax", {"x": x[None]}, {}, timer, axis=-1)


def rms_norm(x, w, timer):
    # In the default domain, where onnxruntime has had it since before ONNX had RMSNormalization.
    return one("SimplifiedLayerNormalization", {"x": x[None]}, {"w": w}, timer, axis=-1, epsilon=1e-6)


def matmul_nbits(rows, columns, x, count, timer):
    random = np.random.default_rng(2)
    w = random.integers(0, 256, (rows, columns // 32, 16), dtype=np.uint8)
    scales = random.random(rows * columns // 32, dtype=np.float32)
    return one("MatMulNBits", {"x": x.reshape(count, columns)}, {"w": w, "s": scales}, timer, "com.microsoft",
               K=columns, N=rows, bits=4, block_size=32, accuracy_level=4)


def attention(q, k, v, timer):
    (tokens, heads, dim), (context, kv_heads, _) = q.shape, k.shape
    past = context - tokens
    caches = [np.ascontiguousarray(a[:past].transpose(1, 0, 2))[None] for a in (k, v)]
    inputs = {
        "q": q.reshape(1, tokens, -1), "k": k[past:].reshape(1, tokens, -1), "v": v[past:].reshape(1, tokens, -1),
        "pk": caches[0], "pv": caches[1], "last": np.array([context - 1], dtype=np.int32),
        "total": np.array(context, dtype=np.int32)}
    return one("GroupQueryAttention", inputs, {}, timer, "com.microsoft", ("y", "nk", "nv"), num_heads=heads,
               kv_num_heads=kv_heads)
