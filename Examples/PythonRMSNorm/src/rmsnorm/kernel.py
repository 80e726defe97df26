"""Root-mean-square normalization of rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def rms_norm(x: NDArray[np.float32], weight: NDArray[np.float32], epsilon: float = 1e-6) -> NDArray[np.float32]:
    """Divides each row by the root of its mean square, and multiplies it with the weight, in binary32.

    Args:
        x: rows, [..., n].
        weight: [n].
        epsilon: is added to the mean, inside the root.
    """
    mean = row_sums(x * x) / np.float32(x.shape[-1])
    return x / np.sqrt(mean + np.float32(epsilon))[..., None] * weight


def row_sums(terms: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sums along the last axis, folded in halves: the order of np.sum is not the same in every version of NumPy."""
    while (count := terms.shape[-1]) > 1:
        half = count // 2
        rest = terms[..., 2 * half :]
        terms = np.concatenate([terms[..., :half] + terms[..., half : 2 * half], rest], axis=-1)
    return terms[..., 0]
