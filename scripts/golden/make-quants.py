#!/usr/bin/env python3
"""Writes random blocks of each GGUF type and the values that PyPI's gguf package reads from them.

    scripts/golden/make-quants.py Tests/ModelsTests/Golden/quants.safetensors

Blocks are random bytes with finite binary16 scales, so that every code occurs; TYPE.bytes and TYPE.values in one file.
"""
import sys

import numpy
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize
from safetensors.numpy import save_file

# Where the binary16 scales of a block stand.
SCALES = {"F16": [0], "BF16": [], "Q8_0": [0], "Q4_K": [0, 2], "Q6_K": [208]}


def main(path):
    random = numpy.random.default_rng(6)
    tensors = {}
    for name, scales in SCALES.items():
        kind = GGMLQuantizationType[name]
        weights, size = GGML_QUANT_SIZES[kind]
        blocks = max(6, 256 // weights)
        data = random.integers(0, 256, (blocks, size), dtype=numpy.uint8)
        for offset in scales:
            # Exponents 0 to 30: zero, subnormal and normal numbers of either sign, none infinite or NaN.
            halves = random.integers(0, 1 << 16, blocks, dtype=numpy.uint16)
            halves[(halves >> 10 & 31) == 31] &= 0x83FF
            data[:, offset:offset + 2] = halves.view(numpy.uint8).reshape(blocks, 2)
        if name == "BF16":
            data[(data[:, 1] & 0x7F) == 0x7F, 1] = 0x3F
        tensors[name + ".bytes"] = data.reshape(-1)
        tensors[name + ".values"] = dequantize(data.reshape(1, -1), kind).astype(numpy.float32).reshape(-1)
    save_file(tensors, path)


if __name__ == "__main__":
    main(sys.argv[1])
