#!/usr/bin/env python3
"""Writes random blocks of each GGUF type, and patterns of each F8 type, with the values that others read from them.

    scripts/golden/make-quants.py Tests/ModelsTests/Golden

writes quants.safetensors, with TYPE.bytes and TYPE.values of a few blocks of each type, and quants.json, with SHA-256 of the
values of many blocks. Blocks are random bytes, so every code and every kind of scale occurs, NaN and infinite ones too; a
NaN is written as 0x7fc00000. Blocks are judged twice, by PyPI's gguf package and by ggml as it is in llama-cpp-python, which
must agree; Q1_0, of which gguf 0.19.0 has no decoder, by ggml alone. F8 types are judged by torch, all 256 patterns, F64 by
numpy.
"""
import ctypes
import glob
import hashlib
import json
import os
import sys
import warnings
from importlib import metadata

import llama_cpp
import numpy
import torch
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf import quants
from safetensors.numpy import save_file

MANY = 1 << 19
FLOATS = {
    "F8_E4M3": torch.float8_e4m3fn, "F8_E5M2": torch.float8_e5m2, "F8_E8M0": torch.float8_e8m0fnu,
    "F8_E4M3FNUZ": torch.float8_e4m3fnuz, "F8_E5M2FNUZ": torch.float8_e5m2fnuz,
}


class Traits(ctypes.Structure):
    """The start of ggml_type_traits."""

    Function = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
    _fields_ = [
        ("name", ctypes.c_char_p), ("weights", ctypes.c_int64), ("interleave", ctypes.c_int64), ("bytes", ctypes.c_size_t),
        ("is_quantized", ctypes.c_bool), ("to_float", Function),
    ]


def library():
    folder = os.path.join(os.path.dirname(llama_cpp.__file__), "lib")
    [path] = glob.glob(os.path.join(folder, "libggml-base.so")) or glob.glob(os.path.join(folder, "libggml-base.dylib"))
    base = ctypes.CDLL(path)
    base.ggml_get_type_traits.restype = ctypes.POINTER(Traits)
    return base


def random_bytes(count, seed):
    """Little-endian words of SplitMix64, which the test makes again."""
    index = numpy.arange(1, (count + 7) // 8 + 1, dtype=numpy.uint64)
    z = numpy.uint64(seed) + index * numpy.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return (z ^ (z >> numpy.uint64(31))).astype("<u8").view(numpy.uint8)[:count].copy()


def canonical(values):
    values = values.astype(numpy.float32).reshape(-1)
    return numpy.where(numpy.isnan(values), numpy.float32("nan"), values)


def decoded(kind, data, base):
    """The values as both judges read them."""
    weights, size = GGML_QUANT_SIZES[kind]
    traits = base.ggml_get_type_traits(int(kind)).contents
    assert (traits.weights, traits.bytes) == (weights, size), kind
    out = numpy.zeros(len(data) // size * weights, dtype=numpy.float32)
    traits.to_float(data.ctypes.data, out.ctypes.data, out.size)
    if kind in quants._type_traits or kind == GGMLQuantizationType.F16:
        with numpy.errstate(all="ignore"):
            other = canonical(quants.dequantize(data.reshape(1, -1), kind))
        assert (canonical(out).view(numpy.uint32) == other.view(numpy.uint32)).all(), kind
    return canonical(out)


def main(folder):
    warnings.simplefilter("ignore")
    base, tensors, digests = library(), {}, {}
    kinds = [kind for kind in GGMLQuantizationType if base.ggml_get_type_traits(int(kind)).contents.to_float]
    assert set(quants._type_traits) < set(kinds)
    for kind in kinds:
        weights, size = GGML_QUANT_SIZES[kind]
        few = random_bytes(max(2, 512 // weights) * size, int(kind))
        tensors[kind.name + ".bytes"], tensors[kind.name + ".values"] = few, decoded(kind, few, base)
        many = decoded(kind, random_bytes(MANY // weights * size, 1000 + int(kind)), base)
        digests[kind.name] = hashlib.sha256(many.tobytes()).hexdigest()
    patterns = numpy.arange(256, dtype=numpy.uint8)
    for name, dtype in FLOATS.items():
        tensors[name + ".bytes"] = patterns
        tensors[name + ".values"] = canonical(torch.from_numpy(patterns).view(dtype).to(torch.float32).numpy())
    # Half of them in the range of binary32, whose exponents are -149 to 127; all exponents in the other half.
    wide = random_bytes(8 * 256, 2000).view(numpy.float64)
    with numpy.errstate(all="ignore"):
        near = numpy.ldexp(numpy.frexp(wide)[0], numpy.arange(256) - 152)
        wide = numpy.concatenate([near, wide])
        tensors["F64.bytes"], tensors["F64.values"] = wide.view(numpy.uint8), canonical(wide)
    save_file(tensors, os.path.join(folder, "quants.safetensors"))
    versions = {name: metadata.version(name) for name in ("gguf", "llama-cpp-python", "torch", "numpy")}
    with open(os.path.join(folder, "quants.json"), "w") as file:
        json.dump({"versions": versions, "weights": MANY, "sha256": digests}, file, indent=1, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
