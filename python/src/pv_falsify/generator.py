"""The random numbers of a falsifier: the same in Python, Swift and C.

The reference is Sources/Measuring/SeededGenerator.swift.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

_MASK = (1 << 64) - 1


class SeededGenerator:
    """xoshiro256** (Blackman and Vigna, 2018), seeded by derivation, so that nobody picks a lucky seed.

    Every method that draws moves the state on by a fixed number of steps for each number, so the order of calls decides
    what is drawn. Arrays cost about a microsecond for each step: the recurrence is computed in plain Python.
    """

    #: Changes when the numbers drawn from a seed change.
    VERSION = 1

    def __init__(self, seed: str) -> None:
        """The generator with a seed of 1 to 16 hexadecimal digits.

        Raises:
            ValueError: the text is not hexadecimal, or too long.
        """
        if not 1 <= len(seed) <= 16 or not all(digit in "0123456789abcdefABCDEF" for digit in seed):
            raise ValueError(f"a seed is 1 to 16 hexadecimal digits, not {seed!r}")
        self._seed = seed
        mix = int(seed, 16)
        state = []
        # splitmix64 spreads the seed over the state, which must not be all zeros.
        for _ in range(4):
            mix = (mix + 0x9E3779B97F4A7C15) & _MASK
            z = ((mix ^ (mix >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
            state.append(z ^ (z >> 31))
        self._state = (state[0], state[1], state[2], state[3])

    @classmethod
    def derived(cls, contract: str, falsifier: str, generator: str, domain: str) -> SeededGenerator:
        """The generator for a purpose; the four texts alone decide what is drawn.

        Args:
            domain: what the contract says of the inputs, in the canonical form that ``pv claim`` prints.
        """
        text = "\n".join((contract, falsifier, generator, domain))
        return cls(hashlib.sha256(text.encode()).hexdigest()[:16])

    @property
    def seed(self) -> str:
        """The seed in hexadecimal, as evidence shows it."""
        return self._seed

    def next(self) -> int:
        """The next 64 bits."""
        return self._draw(1)[0]

    def _draw(self, count: int) -> list[int]:
        s0, s1, s2, s3 = self._state
        drawn = []
        for _ in range(count):
            product = (s1 * 5) & _MASK
            drawn.append(((((product << 7) | (product >> 57)) & _MASK) * 9) & _MASK)
            shifted = (s1 << 17) & _MASK
            s2 ^= s0
            s3 ^= s1
            s1 ^= s2
            s0 ^= s3
            s2 ^= shifted
            s3 = ((s3 << 45) | (s3 >> 19)) & _MASK
        self._state = (s0, s1, s2, s3)
        return drawn

    def words(self, count: int) -> NDArray[np.uint64]:
        """The next ``count`` words of 64 bits."""
        return np.array(self._draw(count), dtype=np.uint64)

    def unit(self) -> np.float32:
        """A number in [-1, 1), a multiple of 2^-23: every step is exact."""
        return np.float32(self.units(1)[0])

    def units(self, count: int) -> NDArray[np.float32]:
        """An array of ``unit()``."""
        high = (self.words(count) >> np.uint64(40)).astype(np.int32)
        return (high - np.int32(1 << 23)).astype(np.float32) * np.float32(2.0**-23)

    def integer(self, lower: int, upper: int) -> int:
        """An integer from ``lower`` up to, but not including, ``upper``.

        The modulo bias, below 2^-32 for ranges below 2^32, is accepted, so that the numbers drawn are the same in every
        language.

        Raises:
            ValueError: the range is empty.
        """
        if upper <= lower:
            raise ValueError(f"no integer is at least {lower} and below {upper}")
        return lower + self.next() % (upper - lower)

    def integers(self, count: int, lower: int, upper: int) -> list[int]:
        """A list of ``integer(lower, upper)``."""
        return [self.integer(lower, upper) for _ in range(count)]

    def any_bits(self, count: int) -> NDArray[np.float32]:
        """Any bit patterns of binary32, NaNs and infinities included."""
        return (self.words(count) >> np.uint64(32)).astype(np.uint32).view(np.float32)

    def scaled(self, count: int, exponents: tuple[int, int]) -> NDArray[np.float32]:
        """Numbers with uniformly drawn exponents, both ends included, and random sign and significand.

        Args:
            exponents: the least and the greatest exponent of 2; from -126 to 127, so that every number is normal.

        Raises:
            ValueError: the exponents are no range of those.
        """
        low, high = exponents
        if not -126 <= low <= high <= 127:
            raise ValueError(f"exponents of normal binary32 numbers are -126 to 127 in order, not {low} to {high}")
        words = self.words(3 * count).reshape(count, 3)
        exponent = (words[:, 0] % np.uint64(high - low + 1)).astype(np.int32) + np.int32(low)
        significand = (words[:, 1] >> np.uint64(41)).astype(np.float32) * np.float32(2.0**-23) + np.float32(1)
        sign = np.where(words[:, 2] >> np.uint64(63) == 0, np.float32(1), np.float32(-1))
        magnitude: NDArray[np.float32] = np.ldexp(significand, exponent)
        return magnitude * sign
