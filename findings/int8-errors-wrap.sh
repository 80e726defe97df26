#!/usr/bin/env bash
# SciPy's distances and scikit-learn's max_error subtract int8 numbers in int8, so the largest error can be below the
# mean error.
#
# Versions: scipy 1.17.1, scikit-learn 1.9.1, numpy 2.4.6, Python 3.11.
# Guessed:  The error of two int8 or uint8 arrays is that of the same numbers as floats: between 0 and 255, it is 255.
# Instead:  Some functions of each library convert the numbers first, and related functions do not. In SciPy,
#           sqeuclidean and cdist convert; euclidean, cityblock, chebyshev and minkowski do not, so 100 - -100 is -56.
#           In scikit-learn, the mean errors convert; max_error and median_absolute_error do not. For uint8, the order
#           of the two arrays matters. From 0 to 255, the largest error is 1, so a check for "at most one step" passes;
#           from 255 to 0, it is 255. There is no warning.
# Seen:                                int8  as floats  uint8 0 and 255
#           euclidean                  56    200        1 or 255
#           sqeuclidean, square root   200   200        255
#           cdist with "euclidean"     200   200        255
#           max_error                  56    200        1 or 255
#           mean_absolute_error        100   100        255
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  scipy==1.17.1 scikit-learn==1.9.1 numpy==2.4.6

"$dir/venv/bin/python" -W error - <<'PY'
import numpy as np
from scipy.spatial import distance
from sklearn import metrics

pairs = [
    (np.array([-100, 100], np.int8), np.array([100, 100], np.int8)),
    (np.array([-100, 100], np.float64), np.array([100, 100], np.float64)),
    (np.array([0, 9], np.uint8), np.array([255, 9], np.uint8)),
    (np.array([255, 9], np.uint8), np.array([0, 9], np.uint8)),
]
wraps, converts = [56, 200, 1, 255], [200, 200, 255, 255]
for name, function, expected in (
    ("cityblock", distance.cityblock, wraps),
    ("chebyshev", distance.chebyshev, wraps),
    ("euclidean", distance.euclidean, wraps),
    ("minkowski of 3", lambda u, v: distance.minkowski(u, v, 3), wraps),
    ("sqeuclidean, square root", lambda u, v: distance.sqeuclidean(u, v) ** 0.5, converts),
    ('cdist with "euclidean"', lambda u, v: distance.cdist([u], [v], "euclidean")[0, 0], converts),
    ("max_error", metrics.max_error, wraps),
    ("median_absolute_error", metrics.median_absolute_error, [28, 100, 127.5, 0.5]),
    ("mean_absolute_error", metrics.mean_absolute_error, [100, 100, 127.5, 127.5]),
    ("root_mean_squared_error", lambda u, v: metrics.root_mean_squared_error(u, v) * 2**0.5, converts),
):
    found = [round(float(function(*pair)), 9) for pair in pairs]
    print(f"{name:25}", *(f"{number:6g}" for number in found))
    assert found == expected, name
PY
