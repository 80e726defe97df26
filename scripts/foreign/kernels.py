"""The libraries of the page, and how each computes the operations of pv_kernels.h.

A function of a library is named where it has one, called as its documentation does. What would have to be composed here
is left out, but for a product that gates (silu(gate) * up) and a product of vectors as one of matrices.
"""

import functools
import threading

import numpy as np


def of_numpy():
    """NumPy, whose products of float32 are those of the OpenBLAS in its wheel."""
    return {"dot": np.dot, "matvec": lambda weights, x: weights @ x, "exp": np.exp}


def of_torch():
    import torch
    from torch.nn import functional as F

    tensor = torch.from_numpy

    def threaded(function):
        def call(*arrays, threads):
            torch.set_num_threads(threads)
            return function(*(tensor(each) for each in arrays))

        return call

    def decode(query, keys, values):
        # One batch; heads, then positions.
        query, keys, values = query[None, :, None], keys.transpose(0, 1)[None], values.transpose(0, 1)[None]
        return F.scaled_dot_product_attention(query, keys, values, enable_gqa=True)[0, :, 0]

    def prefill(queries, keys, values):
        tokens, positions = queries.shape[0], keys.shape[0]
        mask = torch.ones(tokens, positions, dtype=torch.bool).tril(positions - tokens)
        queries, keys, values = (each.transpose(0, 1)[None] for each in (queries, keys, values))
        result = F.scaled_dot_product_attention(queries, keys, values, attn_mask=mask, enable_gqa=True)
        return result[0].transpose(0, 1)

    return {
        "dot": lambda a, b: torch.dot(tensor(a), tensor(b)),
        "matvec": threaded(torch.mv),
        "attention_decode": threaded(decode),
        "attention_prefill": threaded(prefill),
        "softmax": lambda x: torch.softmax(tensor(x), -1),
        "exp": lambda x: torch.exp(tensor(x)),
        "silu": lambda x: F.silu(tensor(x)),
        "gelu": lambda x: F.gelu(tensor(x), approximate="tanh"),
        "swiglu": lambda gate, up: F.silu(tensor(gate)) * tensor(up),
        "geglu": lambda gate, up: F.gelu(tensor(gate), approximate="tanh") * tensor(up),
        "rmsnorm": lambda x, weight, epsilon: F.rms_norm(tensor(x), weight.shape, tensor(weight), epsilon),
        "layernorm": lambda x, weight, bias, epsilon: F.layer_norm(
            tensor(x), weight.shape, tensor(weight), tensor(bias), epsilon
        ),
    }


def of_onnxruntime():
    import onnxruntime
    from onnx import TensorProto, helper

    # Each session has threads of its own, and epsilons are many.
    @functools.lru_cache(maxsize=4)
    def session(operator, inputs, threads, **attributes):
        names = [f"x{index}" for index in range(inputs)]
        info = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names]
        graph = helper.make_graph(
            [helper.make_node(operator, names, ["y"], **attributes)],
            "one",
            info,
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def run(operator, *arrays, threads=1, **attributes):
        feeds = {f"x{index}": array for index, array in enumerate(arrays)}
        return session(operator, len(arrays), threads, **attributes).run(None, feeds)[0]

    def heads(array):
        return np.ascontiguousarray(array.transpose(1, 0, 2))[None]

    def decode(query, keys, values, threads):
        result = run("Attention", query[None, :, None], heads(keys), heads(values), threads=threads)
        return result[0, :, 0]

    def prefill(queries, keys, values, threads):
        tokens, positions = queries.shape[0], keys.shape[0]
        allowed = np.tril(np.ones((tokens, positions), bool), positions - tokens)
        mask = np.where(allowed, np.float32(0), np.float32(-np.inf))
        result = run("Attention", heads(queries), heads(keys), heads(values), mask, threads=threads)
        return np.ascontiguousarray(result[0].transpose(1, 0, 2))

    return {
        "dot": lambda a, b: run("MatMul", a, b),
        "matvec": lambda weights, x, threads: run("MatMul", weights, x, threads=threads),
        "attention_decode": decode,
        "attention_prefill": prefill,
        "softmax": lambda x: run("Softmax", x),
        "exp": lambda x: run("Exp", x),
        "gelu": lambda x: run("Gelu", x, approximate="tanh"),
        "geglu": lambda gate, up: run("Gelu", gate, approximate="tanh") * up,
        "rmsnorm": lambda x, weight, epsilon: run("RMSNormalization", x, weight, epsilon=epsilon),
        "layernorm": lambda x, weight, bias, epsilon: run("LayerNormalization", x, weight, bias, epsilon=epsilon),
    }


def of_jax():
    """JAX, each function compiled as a whole by ``jax.jit``, as programs in JAX are: without it, each step of a function
    is compiled by itself for each shape, which takes most of an hour for the shapes that are tried."""
    import jax
    import jax.numpy as jnp

    highest = jax.jit(functools.partial(jnp.matmul, precision="highest"))
    attention = functools.partial(jax.nn.dot_product_attention, implementation="xla")

    @jax.jit
    def prefill(queries, keys, values):
        tokens, positions = queries.shape[0], keys.shape[0]
        mask = np.tril(np.ones((tokens, positions), bool), positions - tokens)
        return attention(queries[None], keys[None], values[None], mask=mask[None, None])[0]

    return {
        "dot": highest,
        "matvec": highest,
        "attention_decode": jax.jit(
            lambda query, keys, values: attention(query[None, None], keys[None], values[None])[0, 0]
        ),
        "attention_prefill": prefill,
        "softmax": jax.jit(jax.nn.softmax),
        "exp": jax.jit(jnp.exp),
        "silu": jax.jit(jax.nn.silu),
        "gelu": jax.jit(jax.nn.gelu),
        "swiglu": jax.jit(lambda gate, up: jax.nn.silu(gate) * up),
        "geglu": jax.jit(lambda gate, up: jax.nn.gelu(gate) * up),
    }


def of_mlx():
    import mlx.core as mx

    mx.set_default_device(mx.cpu)
    # A stream is of the thread that has made it, and has a thread of its own: one for each thread that calls.
    own = threading.local()

    def local(function):
        def call(*arguments):
            if not hasattr(own, "stream"):
                own.stream = mx.new_stream(mx.cpu)
            with mx.stream(own.stream):
                given = [mx.array(each) if isinstance(each, np.ndarray) else each for each in arguments]
                result = function(*given)
                return result if result is NotImplemented else np.array(result)

        return call

    fast = mx.fast

    def decode(query, keys, values):
        keys, values = keys.transpose(1, 0, 2)[None], values.transpose(1, 0, 2)[None]
        scale = query.shape[-1] ** -0.5
        return fast.scaled_dot_product_attention(query[None, :, None], keys, values, scale=scale)[0, :, 0]

    def prefill(queries, keys, values):
        queries, keys, values = (each.transpose(1, 0, 2)[None] for each in (queries, keys, values))
        scale = queries.shape[-1] ** -0.5
        result = fast.scaled_dot_product_attention(queries, keys, values, scale=scale, mask="causal")
        return result[0].transpose(1, 0, 2)

    def rope(x, first_position, base, pairing):
        if first_position + x.shape[0] > 2**31 - 1:
            return NotImplemented  # its positions are of 32 bits
        heads = x.transpose(1, 0, 2)[None]
        rotated = fast.rope(heads, x.shape[-1], traditional=pairing == 0, base=base, scale=1.0, offset=first_position)
        return rotated[0].transpose(1, 0, 2)

    return {
        "dot": local(lambda a, b: a @ b),
        "matvec": local(lambda weights, x: weights @ x),
        "attention_decode": local(decode),
        "attention_prefill": local(prefill),
        "softmax": local(lambda x: mx.softmax(x, -1)),
        "exp": local(mx.exp),
        "silu": local(lambda x: x * mx.sigmoid(x)),
        "swiglu": local(lambda gate, up: gate * mx.sigmoid(gate) * up),
        "rmsnorm": local(lambda x, weight, epsilon: fast.rms_norm(x, weight, epsilon)),
        "layernorm": local(lambda x, weight, bias, epsilon: fast.layer_norm(x, weight, bias, epsilon)),
        "rope": local(rope),
    }


def of_openvino():
    import openvino
    from openvino import opset13 as ops

    core = openvino.Core()

    @functools.cache
    def compiled(name, ranks):
        inputs = [ops.parameter([-1] * rank, np.float32) for rank in ranks]
        node = {
            "dot": lambda a, b: ops.matmul(a, b, False, False),
            "softmax": lambda x: ops.softmax(x, axis=-1),
            "exp": ops.exp,
            "silu": lambda x: ops.swish(x),
            "gelu": lambda x: ops.gelu(x, "TANH"),
            "attention": lambda q, k, v, mask: ops.scaled_dot_product_attention(q, k, v, mask),
        }[name](*inputs)
        # What it computes in by itself is bfloat16 on some processors.
        model = core.compile_model(openvino.Model([node], inputs), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        return model.create_infer_request()

    def run(name, *arrays):
        request = compiled(name, tuple(array.ndim for array in arrays))
        return next(iter(request.infer(list(arrays)).values())).copy()

    return {
        "dot": lambda a, b: run("dot", a, b),
        "matvec": lambda weights, x: run("dot", weights, x),
        "softmax": lambda x: run("softmax", x),
        "exp": lambda x: run("exp", x),
        "silu": lambda x: run("silu", x),
        "gelu": lambda x: run("gelu", x),
    }
