#!/usr/bin/env python3
"""Writes q8_0-blocks.tsv: blocks of 32 activations and what the gguf package makes of them in Q8_0.

    python3 -m pip install gguf==0.19.0 numpy
    python3 Tests/Falsifiers/Fixtures/make-q8_0-blocks.py > Tests/Falsifiers/Fixtures/q8_0-blocks.tsv

The values as bits of binary32, the scale as bits of binary16, the quantized values as bytes; drawn with a fixed seed. The
package says of its quantizer that it has the bits of ggml's reference, which has nothing to say on NaN and infinity.
"""

import random
import warnings

import gguf
import numpy as np

draw = random.Random(0)


def scaled(exponent):
    """A number of random sign and significand."""
    return draw.choice((-1, 1)) * (1 + draw.random()) * 2.0 ** exponent


def spread(top):
    """Magnitudes over twelve powers of two, and one of the largest."""
    block = [scaled(draw.randint(top - 12, top)) for _ in range(32)]
    block[draw.randrange(32)] = scaled(top)
    return block


def halves(step):
    """Values in the middle of two integers, for a scale that is a power of two."""
    block = [(draw.randint(-127, 126) + 0.5) * step for _ in range(32)]
    block[draw.randrange(32)] = draw.choice((-127, 127)) * step
    return block


def rounded_scale(scale):
    """A scale in the middle of two binary16 numbers."""
    return [127 * scale] + [draw.randint(-127, 127) * scale for _ in range(31)]


blocks = [[draw.uniform(-1, 1) for _ in range(32)] for _ in range(32)]
blocks += [spread(top) for top in range(-40, 40, 2)]
blocks += [halves(2.0**e) for e in range(-12, 12, 2)]
blocks += [rounded_scale((1024 + k + 0.5) * 2.0**e) for e in (-24, -17, -10, 0, 5) for k in (0, 1, 510, 1023)]
blocks += [rounded_scale((k + 0.5) * 2.0**-24) for k in (0, 1, 2, 77, 1023)]
blocks += [[0.0] * 32, [-0.0] * 32]

values = np.array(blocks, dtype=np.float32)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # scales that overflow binary16 become infinite
    packed = gguf.quantize(values, gguf.GGMLQuantizationType.Q8_0)
print("values\tscale\tquantized")
for block, row in zip(values, packed.reshape(len(blocks), 34)):
    bits = "".join(f"{word:08x}" for word in block.view(np.uint32))
    print(f"{bits}\t{row[:2].view(np.uint16)[0]:04x}\t{row[2:].tobytes().hex()}")
