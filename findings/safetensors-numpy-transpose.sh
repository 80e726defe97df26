#!/usr/bin/env bash
# safetensors 0.8.0 writes a transposed NumPy array in memory order: the shape is the same, but the values are not, and
# there is no error.
#
# Versions: safetensors 0.8.0 and 0.7.0, numpy 2.2.6, Python 3.11.
# Guessed:  A column-major array is stored with the values that NumPy shows, as in earlier versions.
# Instead:  0.8.0 copies the buffer as it is in memory, so W.T comes back as the bytes of W in the shape of W.T. The
#           docstring of 0.8.0 requires contiguous arrays, but nothing checks this; 0.7.0 had the same docstring, and
#           stored the right values.
# Seen:     array    [[0, 3], [1, 4], [2, 5]]
#           0.7.0    [[0, 3], [1, 4], [2, 5]]
#           0.8.0    [[0, 1], [2, 3], [4, 5]]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

cat > "$dir/try.py" <<'PY'
import sys
import numpy as np
import safetensors
from safetensors.numpy import load, save

weight = np.arange(6, dtype=np.float32).reshape(2, 3).T
back = load(save({"w": weight}))["w"]
print("array   ", weight.astype(int).tolist())
print(f"{safetensors.__version__}   ", back.astype(int).tolist(), "equal:", np.array_equal(weight, back))
copied = load(save({"w": np.ascontiguousarray(weight)}))["w"]
assert np.array_equal(copied, weight), "a contiguous copy must survive"
sys.exit(0 if np.array_equal(weight, back) == (sys.argv[1] == "same") and back.shape == weight.shape else 1)
PY

for pair in 0.7.0:same 0.8.0:other; do
  version=${pair%:*}
  python3 -m venv "$dir/$version"
  "$dir/$version/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
    "safetensors==$version" numpy==2.2.6
  "$dir/$version/bin/python" "$dir/try.py" "${pair#*:}"
done
