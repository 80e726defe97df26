#!/usr/bin/env bash
# MNN's exp stops growing at 87, before float32 overflows, so log(exp(x)) and softplus(x) are never above 87.
#
# Versions: mnn 3.6.1, numpy 2.4.6, Python 3.11. CPU. x86-64.
# Guessed:  exp(88) is 1.65e38, exp(100) and exp(inf) are infinity, exp(-inf) is 0, and exp(NaN) is NaN.
# Instead:  exp first limits its argument to [-87, 87], so it is never 0 or infinity, and exp(NaN) is a number, too. Functions
#           built on it inherit this: softplus(1000) is 87, and sigmoid(-inf) is 1.65e-38. sinh does not: sinh(89) is right.
#           Emulated CPUs without AVX-512 or AVX give the same.
# Seen:     exp(87, 88, 100, inf)         6.08e+37 6.08e+37 6.08e+37 6.08e+37
#           exp(-87, -100, -inf, nan)     1.65e-38 1.65e-38 1.65e-38 1.65e-38
#           softplus(80, 90, 1000, inf)   80.0 87.0 87.0 87.0
#           sigmoid(-100, -inf)           1.65e-38 1.65e-38
#           sinh(89)                      2.24e+38
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: mnn==3.6.1 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
import MNN.expr as expr
import numpy as np

inf, nan = np.inf, np.nan


def apply(name, *numbers):
    # Results in every row length from 1 to 20 and at every place must be nearly equal.
    column = []
    for number in numbers:
        results = []
        for length in range(1, 21):
            x = np.full(length, number, np.float32)
            results.extend(np.array(getattr(expr, name)(expr.const(x, [length], expr.NCHW, expr.float)).read()))
        assert np.ptp(results) <= 1e-4 * np.max(np.abs(results)), (name, number)
        column.append(results[0])
    print(f"{name}({', '.join(map(str, numbers))})", *(f"{y:.3g}" if y and not 1e-3 < y < 1e3 else y for y in column))
    return np.array(column)


assert np.allclose(apply("exp", 1, 86, -86), np.exp([1.0, 86, -86]), rtol=1e-4)
assert np.allclose(apply("sinh", 89), np.sinh(89.0), rtol=1e-4)
high, low = apply("exp", 87, 88, 100, inf), apply("exp", -87, -100, -inf, nan)
assert (high == high[0]).all() and 6.07e37 < high[0] < 6.08e37
assert (low == low[0]).all() and 1.64e-38 < low[0] < 1.65e-38
soft = apply("softplus", 80, 90, 1000, inf)
assert abs(soft - [80, 87, 87, 87]).max() < 1e-4
sigmoid = apply("sigmoid", -100, -inf)
assert abs(sigmoid / low[0] - 1).max() < 1e-4
PY
