#!/usr/bin/env bash
# HDF5 stores every number above 65,504, even 65,505, as a float16 infinity, but in big-endian order only numbers from
# 65,536 on.
#
# Versions: h5py 3.16.0 with HDF5 2.0.0, numpy 2.4.6, Python 3.11.
# Guessed:  Numbers are rounded to nearest once, as astype does, so they become infinity from 65,520 on.
# Instead:  A number above the largest float of the target type becomes infinity before it is rounded. This is also true
#           of integers and float32 data, and of doubles just above the largest float32 that are stored as float32. With
#           the other byte order, the opposite is true: all floats between 65,504 and 65,536 become 65,504. Integers are
#           right in that byte order, and all numbers are right if h5py lets NumPy convert them (create_dataset with
#           data and dtype).
# Seen:     number  65504  65505  65519  65520  65535  65536
#           f2      65504  inf    inf    inf    inf    inf
#           >f2     65504  65504  65504  65504  65504  inf
#           NumPy   65504  65504  65504  inf    inf    inf
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: h5py==3.16.0 numpy==2.4.6

cd "$dir" && "$dir/venv/bin/python" - <<'PY'
import h5py
import numpy as np

assert h5py.version.hdf5_version == "2.0.0"
file = h5py.File("floats.h5", "w")
np.seterr(over="ignore")


def stored(numbers, kind):
    data = file.create_dataset(None, numbers.shape, kind)
    data[...] = numbers
    return data[...].astype(np.float64).tolist()


inf, numbers = np.inf, [65504, 65505, 65519, 65520, 65535, 65536]
little, big, right = [65504] + [inf] * 5, [65504] * 5 + [inf], [65504] * 3 + [inf] * 3
for source in ("f8", "f4", "i4"):
    array = np.array(numbers, source)
    converted = file.create_dataset(None, data=array, dtype="f2")[...].tolist()
    if source == "f8":
        for name, row in (
                ("number", array), ("f2", stored(array, "f2")), (">f2", stored(array, ">f2")), ("NumPy", converted)):
            print(f"{name:7}", *(f"{v:<6g}" for v in row))
    assert stored(array, "f2") == little and stored(-array, "f2") == [-v for v in little], source
    assert stored(array, ">f2") == (right if source == "i4" else big), source
    assert converted == array.astype("f2").tolist() == right, source

largest = 2.0**128 - 2.0**104
beyond = np.array([largest, largest + 2.0**75, 2.0**128 - 2.0**103])
assert stored(beyond, "f4") == [largest, inf, inf]
assert stored(beyond, ">f4") == [largest, largest, largest]
assert beyond.astype("f4").tolist() == [largest, largest, inf]
PY
