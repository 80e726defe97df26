"""One measurement of llama-cpp-python, one line of JSON: llama_peer.py MODE MODEL COUNT THREADS FLASH EXTRA.

The counterpart of TokenBenchmark: the same modes, ids, cache and number of passes. FLASH is 1 for flash attention, EXTRA
0 to leave out the buffers in which llama.cpp keeps weights in another order (`use_extra_bufts`).
"""
import json
import sys
import time

import numpy
from llama_cpp import Llama, llama_cpp


def load(path, capacity, threads, flash, extra):
    if not extra:
        # The constructor has no parameter for it, but starts from the defaults.
        defaults = llama_cpp.llama_model_default_params

        def without():
            parameters = defaults()
            parameters.use_extra_bufts = False
            return parameters

        llama_cpp.llama_model_default_params = without
    return Llama(model_path=path, n_ctx=capacity, n_batch=512, n_ubatch=512, n_threads=threads,
                 n_threads_batch=threads, n_gpu_layers=0, flash_attn=bool(flash), verbose=False)


def following(llama):
    # Scores are filled for the last position when logits_all is off.
    return int(numpy.argmax(llama._ctx.get_logits()[:llama.n_vocab()]))


def main(mode, path, count, threads, flash, extra):
    llama = load(path, max(512, count + 8), threads, flash, extra)
    ids = [100 + i % 200 for i in range(count)]
    times = []
    if mode == "first":
        llama.eval(ids)
        following(llama)
    elif mode == "prefill":
        llama.eval(list(range(1, 9)))
        for _ in range(2):
            llama.reset()
            start = time.perf_counter()
            llama.eval(ids)
            following(llama)
            times.append(time.perf_counter() - start)
    else:
        for _ in range(2):
            llama.reset()
            llama.eval(list(range(1, 9)))
            token = following(llama)
            start = time.perf_counter()
            for _ in range(count):
                llama.eval([token])
                token = following(llama)
            times.append(time.perf_counter() - start)
    print(json.dumps({"seconds": times}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
