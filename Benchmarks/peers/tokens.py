#!/usr/bin/env python3
"""Tokens per second of llama-cpp-python on a GGUF file: tokens.py MODEL.gguf [TOKENS] [ROUNDS], one line of JSON a case.

The counterpart of TokenBenchmark: the same prompt of eight ids, greedy decoding, best and median of some rounds.
"""
import json
import sys
import time

import numpy
from llama_cpp import Llama


def main(model, count=64, rounds=5):
    cases = [(threads, Llama(model_path=model, n_ctx=128, n_threads=threads, n_threads_batch=threads, n_gpu_layers=0,
                             verbose=False)) for threads in [1, 2]]
    seconds = {threads: [] for threads, _ in cases}
    used = {threads: [] for threads, _ in cases}
    for _ in range(rounds):
        for threads, llama in cases:
            llama.reset()
            llama.eval([1, 2, 3, 4, 5, 6, 7, 8])
            start, before = time.perf_counter(), time.process_time()
            for _ in range(count):
                # scores are filled for the last position when logits_all is off.
                token = int(numpy.argmax(llama._ctx.get_logits()[:llama.n_vocab()]))
                llama.eval([token])
            seconds[threads].append(time.perf_counter() - start)
            used[threads].append(time.process_time() - before)
    for threads, times in seconds.items():
        times.sort()
        print(json.dumps({"path": "llama.cpp", "threads": threads, "tokens": count,
                          "tokens_per_second_best": round(count / times[0], 1),
                          "tokens_per_second_median": round(count / times[rounds // 2], 1),
                          "tokens_per_processor_second_best": round(count / min(used[threads]), 1)}))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
