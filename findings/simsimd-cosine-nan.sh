#!/usr/bin/env bash
# simsimd's cosine distance of a vector with a NaN is 1.0, an ordinary "unrelated"; its successor numkong gives NaN.
#
# Versions: simsimd 6.5.16, numkong 7.8.6, numpy 2.2.6, Python 3.11.
# Guessed:  NaN in, NaN out, as in the dot product of the same library, with every kernel.
# Instead:  float32 and float64 give exactly 1.0, with every kernel that the machine has down to plain C, whether one number
#           or all are NaN. A drift check by cosine distance reads a model full of NaN as merely far away.
# Seen:     simsimd, all kernels   cosine 1.0  dot nan
#           simsimd, plain C only  cosine 1.0  dot nan
#           numkong                angular nan
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  simsimd==6.5.16 numkong==7.8.6 numpy==2.2.6

"$dir/venv/bin/python" - <<'PY'
import numkong
import numpy as np
import simsimd

def look(name):
    for kind in (np.float32, np.float64):
        for size in (2, 1000):
            for broken in ([0], [size - 1], range(size)):
                a, b = np.ones(size, kind), np.ones(size, kind)
                a[list(broken)] = np.nan
                cosine, dot = float(simsimd.cosine(a, b)), float(simsimd.dot(a, b))
                assert cosine == 1.0 and np.isnan(dot), (name, kind, size, cosine, dot)
    print(f"simsimd, {name:17} cosine {cosine}  dot {dot}")

assert abs(float(simsimd.cosine(np.ones(4, np.float32), np.ones(4, np.float32)))) < 1e-6
look("all kernels")
kernels = [name for name, there in simsimd.get_capabilities().items() if there and name != "serial"]
for kernel in reversed(kernels):  # one level after the other, until plain C is left
    simsimd.disable_capability(kernel)
    look("without " + kernel)
successor = float(numkong.angular(np.array([np.nan, 1], np.float32), np.ones(2, np.float32)))
print("numkong                    angular", successor)
assert np.isnan(successor)
PY
