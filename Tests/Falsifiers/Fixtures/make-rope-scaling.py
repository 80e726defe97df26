#!/usr/bin/env python3
"""Writes rope-scaling.tsv: scaled RoPE angles' cosines and sines times their magnitude, correctly rounded to binary32.

    python3 -m pip install mpmath==1.3.0
    python3 Tests/Falsifiers/Fixtures/make-rope-scaling.py > Tests/Falsifiers/Fixtures/rope-scaling.tsv

For each setting all pairs at position 1 and at a far one, and 24 more drawn with a fixed seed, from the formulas of the
papers and of transformers, in 256 bits. Dynamic scaling sees the positions up to the one that is asked for.
"""

import random

import mpmath as mp

from binary32 import bits, of_mpmath

mp.mp.prec = 256
PI2 = 2 * mp.pi


def plain(dim, base):
    return [mp.mpf(base) ** (-mp.mpf(2 * i) / dim) for i in range(dim // 2)]


def linear(dim, base, seen, factor):
    return [f / factor for f in plain(dim, base)]


def dynamic(dim, base, seen, factor, original):
    grown = mp.mpf(factor) * max(seen, original) / original - (mp.mpf(factor) - 1)
    return plain(dim, base * grown ** (mp.mpf(dim) / (dim - 2)))


def yarn(dim, base, seen, factor, original, fast, slow, truncate):
    low, high = (dim * mp.log(original / (turns * PI2)) / (2 * mp.log(base)) for turns in (fast, slow))
    if truncate:
        low, high = mp.floor(low), mp.ceil(high)
    low, high = max(low, 0), min(high, dim - 1)
    high += mp.mpf(0.001) if low == high else 0
    result = []
    for i, f in enumerate(plain(dim, base)):
        t = min(max((i - low) / (high - low), 0), 1)
        result.append(f / factor * t + f * (1 - t))
    return result


def llama3(dim, base, seen, factor, low, high, original):
    result = []
    for f in plain(dim, base):
        wavelength = PI2 / f
        if wavelength < mp.mpf(original) / high:
            result.append(f)
        elif wavelength > mp.mpf(original) / low:
            result.append(f / factor)
        else:
            smooth = (original / wavelength - low) / (high - low)
            result.append((1 - smooth) * f / factor + smooth * f)
    return result


def divided(dim, base, seen):
    return [f / (1 + mp.mpf(i) / 4) for i, f in enumerate(plain(dim, base))]


# As in RoPEScalingCases.swift. The magnitude is the binary64 number that is written.
SETTINGS = {
    "linear": (256, 10**6, 1, linear, (8,)),
    "dynamic": (128, 10**4, 1, dynamic, (2, 4096)),
    "yarn": (128, 10**6, mp.mpf(1.1386294361119891), yarn, (4, 32768, 32, 1, True)),
    "yarn-exact": (64, 10**4, mp.mpf(0.75), yarn, (mp.mpf(2.5), 2048, 16, 2, False)),
    "llama3": (128, 500000, 1, llama3, (8, 1, 4, 8192)),
    "divided": (64, 10**4, mp.mpf(1.5), divided, ()),
}

print("setting\tposition\tpair\tcosine\tsine")
draw = random.Random(20230712)
for name, (dim, base, magnitude, scale, arguments) in SETTINGS.items():
    places = [(position, pair) for position in (1, 40961) for pair in range(dim // 2)]
    places += [(draw.randrange(131072), draw.randrange(dim // 2)) for _ in range(24)]
    for position, pair in places:
        angle = position * scale(dim, base, position + 1, *arguments)[pair]
        cosine, sine = magnitude * mp.cos(angle), magnitude * mp.sin(angle)
        print(f"{name}\t{position}\t{pair}\t{bits(of_mpmath(cosine))}\t{bits(of_mpmath(sine))}")
