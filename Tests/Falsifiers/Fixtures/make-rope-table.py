#!/usr/bin/env python3
"""Writes rope-table.tsv: cosines and sines of RoPE angles, correctly rounded to binary32.

    python3 -m pip install mpmath==1.3.0 numpy
    python3 Tests/Falsifiers/Fixtures/make-rope-table.py > Tests/Falsifiers/Fixtures/rope-table.tsv

For head dimensions 64 and 128 and bases 1e4 and 1e6, over all positions below 131072 and all pairs:
the 12 cosines and the 12 sines that lie nearest to the middle between two binary32 numbers, where a
table that is not accurate enough rounds the wrong way, and 24 more drawn with a fixed seed. The values
are mpmath's, at 256 bits; longdouble (64 bits of significand, x86) only finds the candidates.
"""

import random

import mpmath as mp
import numpy as np

from binary32 import bits, of_mpmath

mp.mp.prec = 256
LIMIT = 131072


def angle(head_dim, base, position, pair):
    return mp.mpf(position) * mp.mpf(base) ** (-mp.mpf(2 * pair) / head_dim)


def distance_from_middle(value):
    """In units in the last place; 0 is a tie."""
    scaled = mp.frexp(abs(value))[0] * 2**24
    return abs(scaled - mp.floor(scaled) - mp.mpf(1) / 2)


def hardest(head_dim, base, function, wide_function, count=12):
    long = np.longdouble
    positions = np.arange(1, LIMIT)
    found = []
    for pair in range(head_dim // 2):
        exact = angle(head_dim, base, 1, pair)
        high = float(exact)
        turn = positions.astype(long) * (long(high) + long(float(exact - mp.mpf(high))))
        value = wide_function(turn)
        last_place = np.ldexp(long(1), np.frexp(np.abs(value).astype(np.float64))[1] - 24)
        scaled = value / last_place
        distance = np.abs(scaled - np.floor(scaled) - long(0.5))
        slack = np.abs(turn) * long(2) ** -63 / last_place
        for index in np.where(distance < long(2) ** -16 + slack)[0]:
            position = int(positions[index])
            found.append((distance_from_middle(function(angle(head_dim, base, position, pair))), position, pair))
    return [(position, pair) for _, position, pair in sorted(found)[:count]]


print("head_dim\tbase\tposition\tpair\tcosine\tsine")
draw = random.Random(20210420)
for head_dim in (64, 128):
    for base in (10000, 1000000):
        cases = hardest(head_dim, base, mp.cos, np.cos) + hardest(head_dim, base, mp.sin, np.sin)
        cases += [(draw.randrange(LIMIT), draw.randrange(head_dim // 2)) for _ in range(24)]
        for position, pair in cases:
            turn = angle(head_dim, base, position, pair)
            print(f"{head_dim}\t{base}\t{position}\t{pair}\t{bits(of_mpmath(mp.cos(turn)))}\t{bits(of_mpmath(mp.sin(turn)))}")
