"""torch, its CPU code, on one thread; a call from Python is in every number."""
try:
    import torch
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
except Exception:
    torch = None


def tensors(*arrays):
    if torch is None:
        raise RuntimeError("not installed")
    return [torch.from_numpy(a) for a in arrays]


def dot(a, b, timer):
    a, b = tensors(a, b)
    return timer(lambda: torch.dot(a, b))


def matmul(w, x, timer):
    w, x = tensors(w, x)
    return timer(lambda: x @ w.T)


def softmax(x, timer):
    x, = tensors(x)
    y = torch.empty_like(x)
    return timer(lambda: torch.softmax(x, 0, out=y))


def rms_norm(x, w, timer):
    x, w = tensors(x, w)
    return timer(lambda: torch.nn.functional.rms_norm(x, (len(x),), w, 1e-6))


def swiglu(gate, up, timer):
    gate, up = tensors(gate, up)
    return timer(lambda: torch.nn.functional.silu(gate) * up)


def attention(q, k, v, timer):
    """One query: the heads that share keys are the rows of one problem. More: heads repeated beforehand."""
    q, k, v = tensors(q, k, v)
    (tokens, heads, dim), kv_heads = q.shape, k.shape[1]
    k, v = (a.transpose(0, 1).contiguous()[None] for a in (k, v))
    attend = torch.nn.functional.scaled_dot_product_attention
    if tokens == 1:
        q = q.reshape(1, kv_heads, heads // kv_heads, dim)
        return timer(lambda: attend(q, k, v))
    q = q.transpose(0, 1).contiguous()[None]
    k, v = (a.repeat_interleave(heads // kv_heads, 1) for a in (k, v))
    return timer(lambda: attend(q, k, v, is_causal=True))
