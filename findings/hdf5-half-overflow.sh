#!/usr/bin/env bash
# HDF5 turns every double above 65504 into infinity when it writes float16, also those that round down to 65504.
#
# Versions: h5py 3.16.0 with the HDF5 in its wheel, numpy 2.2.6, Python 3.11.
# Guessed:  the library rounds to nearest, ties to even, as NumPy does.
# Instead:  it does so inside the range, ties included; at the upper end it compares with the largest float16 instead of
#           rounding, so that 65504.01 to 65519.99 become inf. Casting in NumPy before writing gives 65504.
# Seen:     value      HDF5     NumPy
#           65504.0    65504.0  65504.0
#           65504.01   inf      65504.0
#           65519.9    inf      65504.0
#           65520.0    inf      inf
#           1 + 2**-11 ties to even in both: 1.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: h5py==3.16.0 numpy==2.2.6

DIR="$dir" "$dir/venv/bin/python" - <<'PY'
import os
import h5py
import numpy as np

def through_hdf5(values):
    with h5py.File(os.environ["DIR"] + "/x.h5", "w") as file:
        data = file.create_dataset("x", values.shape, dtype="f2")
        data[...] = values  # converted by the HDF5 library
        return data[...]

values = np.array([65504.0, 65504.01, 65519.9, 65520.0, -65519.9, 1 + 2**-11, 1 + 3 * 2**-11])
hdf5 = through_hdf5(values)
with np.errstate(over="ignore"):
    numpy = values.astype(np.float16)
print("HDF5", h5py.version.hdf5_version)
for value, one, other in zip(values.tolist(), hdf5.tolist(), numpy.tolist()):
    print(f"{value!r:20} {one!r:14} {other!r}")
assert hdf5.tolist() == [65504.0, np.inf, np.inf, np.inf, -np.inf, 1.0, 1 + 2**-9]
assert numpy.tolist() == [65504.0, 65504.0, 65504.0, np.inf, -65504.0, 1.0, 1 + 2**-9]
PY
