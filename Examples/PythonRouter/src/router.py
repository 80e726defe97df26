"""Routing of tokens to experts, as mixtures of experts do it: the k largest logits, and the softmax of these alone."""

import math
import struct


def f32(x):
    """A number rounded to binary32; what is too large is infinite."""
    try:
        return struct.unpack("<f", struct.pack("<f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def chosen(logits, k):
    """The k experts with the largest logits, largest first; of equal ones the smaller number comes first."""
    return sorted(range(len(logits)), key=lambda expert: (-logits[expert], expert))[:k]


def route(logits, k, capacity):
    """(experts, weights) of each token in order; where an expert has no room left, the token's weight there is 0."""
    taken = [0] * len(logits[0])
    experts, weights = [], []
    for row in logits:
        best = chosen(row, k)
        terms = [f32(math.exp(row[expert] - row[best[0]])) for expert in best]
        total = f32(sum(terms))
        experts.append(best)
        weights.append([f32(term / total) if taken[expert] < capacity else 0.0 for expert, term in zip(best, terms)])
        for expert in best:
            taken[expert] += 1
    return experts, weights
