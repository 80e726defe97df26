#!/usr/bin/env python3
"""Prints the exact figures of FALSIFY-FFN-GGUF-011: the drift of softmax when one logit is raised.

    python3 Tests/Falsifiers/Fixtures/make-softmax-drift.py

In 40 decimal digits, of the recipe's logits and of the same logits lowered by 10.
"""

from decimal import Decimal, getcontext

getcontext().prec = 40


def softmax(logits):
    powers = [x.exp() for x in logits]
    return [p / sum(powers) for p in powers]


def drift(a, b):
    return sum(abs(q - p) for p, q in zip(a, b)) / sum(abs(p) for p in a)


for name, offset in (("as written", 0), ("lowered by 10", 10)):
    logits = [Decimal(x) - offset for x in "-1.5 0.5 -0.8 10.0 1.2 -0.3 0.7".split()]
    raised = [x + (Decimal("0.0077") if i == 3 else 0) for i, x in enumerate(logits)]
    before, after = softmax(logits), softmax(raised)
    output, input = drift(before, after), drift(logits, raised)
    tail = max(abs(q / p - 1) for i, (p, q) in enumerate(zip(before, after)) if i != 3)
    print(f"{name}: input {input:.9f}, output {output:.9f}, ratio {output / input:.6f}, tail {tail:.7f}")
