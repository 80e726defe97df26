"""The operations of pv_kernels.h, as a Python callable sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

__all__ = ["OPERATIONS", "BlockType", "Operation", "Pairing"]


class BlockType(IntEnum):
    """Types of quantized blocks, by their numbers in GGUF files."""

    Q4_0 = 2
    Q4_1 = 3
    Q5_0 = 6
    Q5_1 = 7
    Q8_0 = 8
    Q2_K = 10
    Q3_K = 11
    Q4_K = 12
    Q5_K = 13
    Q6_K = 14
    IQ2_XXS = 16
    IQ2_XS = 17
    IQ3_XXS = 18
    IQ1_S = 19
    IQ4_NL = 20
    IQ3_S = 21
    IQ2_S = 22
    IQ4_XS = 23
    IQ1_M = 29
    TQ1_0 = 34
    TQ2_0 = 35
    MXFP4 = 39
    NVFP4 = 40
    Q1_0 = 41


class Pairing(IntEnum):
    """Which values a rotation turns together."""

    ADJACENT = 0  #: 2i and 2i+1
    HALVES = 1  #: i and i + head_dim/2


@dataclass(frozen=True)
class Array:
    """An array of a call: its dtype, and its shape as products and quotients of sizes."""

    dtype: str
    dimensions: tuple[tuple[str, str], ...]

    def shape(self, sizes: dict[str, int]) -> tuple[int, ...]:
        """The shape in a call of these sizes."""
        return tuple(_size(name, sizes) // _size(divisor, sizes) for name, divisor in self.dimensions)


def _size(word: str, sizes: dict[str, int]) -> int:
    return int(word) if word.isdigit() else sizes[word]


@dataclass(frozen=True)
class Operation:
    """A function of the header.

    ``sizes`` names its integers in the order of the header, with those that callables.c adds for blocks.
    ``arguments`` are what a callable gets behind the arrays, in the order of the header, too.
    """

    name: str
    symbol: str
    sizes: tuple[str, ...]
    inputs: tuple[Array, ...]
    outputs: tuple[Array, ...]
    arguments: tuple[str, ...]

    @property
    def takes_threads(self) -> bool:
        """Whether a call says how many threads may be used."""
        return "threads" in self.sizes

    def values(self, sizes: dict[str, int], real: float) -> list[object]:
        """What a callable gets behind the arrays."""
        given: list[object] = []
        for name in self.arguments:
            if name == "type":
                given.append(BlockType(sizes[name]))
            elif name == "pairing":
                given.append(Pairing(sizes[name]))
            else:
                given.append(sizes[name] if name in sizes else real)
        return given


def _arrays(text: str) -> tuple[Array, ...]:
    """Reads ``f32 rows columns/256, i8 n``."""
    arrays = []
    for each in text.split(","):
        dtype, *dimensions = each.split()
        pairs = [(name, divisor or "1") for name, _, divisor in (word.partition("/") for word in dimensions)]
        arrays.append(Array({"f32": "<f4", "u8": "u1", "i8": "i1", "i16": "<i2"}[dtype], tuple(pairs)))
    return tuple(arrays)


def _operation(
    name: str, sizes: str, inputs: str, outputs: str, arguments: Sequence[str] = (), f32: bool = True
) -> Operation:
    symbol = f"pv_{name}_f32" if f32 else f"pv_{name}"
    return Operation(name, symbol, tuple(sizes.split()), _arrays(inputs), _arrays(outputs), tuple(arguments))


def _product(name: str, block: int, sums: int) -> Operation:
    return _operation(
        name,
        "type rows columns count threads block_weights block_bytes",
        "u8 rows columns/block_weights block_bytes, "
        f"f32 count columns/{block}, i8 count columns, i16 count columns/{sums}",
        "f32 count rows",
        ["type"],
        f32=False,
    )


def _quantize(name: str, block: int, sums: int) -> Operation:
    return _operation(name, "n", "f32 n", f"f32 n/{block}, i8 n, i16 n/{sums}", f32=False)


_HEADS = "query_heads kv_heads head_dim positions"
_CACHE = "f32 positions kv_heads head_dim, f32 positions kv_heads head_dim"

#: In the order of the header, which is how callables.c counts them.
OPERATIONS: tuple[Operation, ...] = (
    _operation("dot", "n", "f32 n, f32 n", "f32"),
    _operation("matvec", "rows columns threads", "f32 rows columns, f32 columns", "f32 rows"),
    _operation(
        "dequantize", "type n block_weights block_bytes", "u8 n/block_weights block_bytes", "f32 n", ["type"], f32=False
    ),
    _product("product_q8_k", 256, 16),
    _product("product_q8_0", 32, 32),
    _quantize("quantize_q8_k", 256, 16),
    _quantize("quantize_q8_k_published", 256, 16),
    _quantize("quantize_q8_0", 32, 32),
    _operation(
        "attention_decode", f"{_HEADS} threads", f"f32 query_heads head_dim, {_CACHE}", "f32 query_heads head_dim"
    ),
    _operation(
        "attention_prefill",
        f"{_HEADS} tokens threads",
        f"f32 tokens query_heads head_dim, {_CACHE}",
        "f32 tokens query_heads head_dim",
    ),
    _operation("softmax", "rows columns", "f32 rows columns", "f32 rows columns"),
    _operation("exp", "n", "f32 n", "f32 n"),
    _operation("silu", "n", "f32 n", "f32 n"),
    _operation("gelu", "n", "f32 n", "f32 n"),
    _operation("swiglu", "n", "f32 n, f32 n", "f32 n"),
    _operation("geglu", "n", "f32 n, f32 n", "f32 n"),
    _operation("rmsnorm", "rows columns", "f32 rows columns, f32 columns", "f32 rows columns", ["epsilon"]),
    _operation(
        "layernorm", "rows columns", "f32 rows columns, f32 columns, f32 columns", "f32 rows columns", ["epsilon"]
    ),
    _operation(
        "rope",
        "tokens heads head_dim first_position pairing",
        "f32 tokens heads head_dim",
        "f32 tokens heads head_dim",
        ["first_position", "base", "pairing"],
    ),
)
