"""The orders in which the terms of a sum can be added: together they measure the noise of rounding.

They are those of Sources/Measuring/SummationOrder.swift, and give the same bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: How many accumulators take turns.
_LANES = {"lanes_8": 8, "lanes_16": 16, "lanes_64": 64}


def summed(order: str, terms: NDArray[Any]) -> Any:
    """The sum of the terms from +0, every addition rounded once to the terms' own type.

    Args:
        order: ``sequential``, ``reversed``, ``pairwise``, ``lanes_8``, ``lanes_16``, ``lanes_64`` or ``sorted``, as
            contracts list them.
        terms: a vector of binary32 or binary64 numbers.

    Raises:
        ValueError: there is no such order, or the terms are no vector of such numbers.

    Complexity: O(n), and O(n log n) for ``sorted``.
    """
    if terms.ndim != 1 or terms.dtype not in (np.float32, np.float64):
        raise ValueError(f"a sum is of a vector of float32 or float64, not of {terms.dtype} of shape {terms.shape}")
    if order == "sequential":
        return _in_order(terms)
    if order == "reversed":
        return _in_order(terms[::-1])
    if order == "pairwise":
        return _pairwise(terms)
    if order == "sorted":
        # Equal magnitudes stay in order; NaN counts as infinite.
        return _in_order(terms[np.argsort(np.nan_to_num(np.abs(terms), nan=np.inf, posinf=np.inf), kind="stable")])
    if order in _LANES:
        return _lanes(terms, _LANES[order])
    known = ["sequential", "reversed", "pairwise", *_LANES, "sorted"]
    raise ValueError(f"there is no order {order!r}; there are {', '.join(known)}")


def _in_order(terms: NDArray[Any]) -> Any:
    # NumPy's sum is pairwise; an accumulation is not. It begins with +0, which turns a sum of -0 into +0.
    return np.add.accumulate(np.concatenate([np.zeros(1, terms.dtype), terms]))[-1]


def _pairwise(terms: NDArray[Any]) -> Any:
    if len(terms) < 2:
        return terms.dtype.type(0) + terms[0] if len(terms) else terms.dtype.type(0)
    middle = len(terms) // 2
    return _pairwise(terms[:middle]) + _pairwise(terms[middle:])


def _lanes(terms: NDArray[Any], width: int) -> Any:
    # A lane that has no further term stays as it is: +0 added to a sum that began with +0 changes no bit.
    padded = np.zeros((-(-len(terms) // width) + 1, width), terms.dtype)
    padded.reshape(-1)[width : width + len(terms)] = terms
    lanes = np.add.accumulate(padded, axis=0)[-1]
    while len(lanes) > 1:
        half = len(lanes) // 2
        lanes = lanes[:half] + lanes[half:]
    return lanes[0]
