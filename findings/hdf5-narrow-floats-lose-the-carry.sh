#!/usr/bin/env bash
# HDF5 rounds doubles to bfloat16 and to big-endian floats with ties away from zero, and stores half of some numbers
# that it should round up.
#
# Versions: h5py 3.16.0 with HDF5 2.0.0, ml_dtypes 0.6.0, numpy 2.4.6, Python 3.11.
# Guessed:  HDF5 rounds to nearest, ties to even, whatever the float type of a data set is.
# Instead:  This is true only of the types that the processor has. Doubles go to all other types, such as bfloat16,
#           8-bit floats and floats with the other byte order, through HDF5's own conversion. This conversion rounds
#           ties away from zero. If it rounds a subnormal number up to a power of two, it loses the carry, and stores
#           half of the right number.
# Seen:               ties not to even   above a tie, not up   worst
#           f2        0 of 31743         0
#           >f2       15882 of 31743     10                    2^-14 - 2^-25 becomes 2^-15
#           bfloat16  16327 of 32639     7                     2^-126 - 2^-134 becomes 2^-127
#           >f4       1 + 2^-24 becomes 1 + 2^-23, and 2^-126 - 2^-150 becomes 2^-127
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  h5py==3.16.0 ml_dtypes==0.6.0 numpy==2.4.6

cd "$dir" && "$dir/venv/bin/python" - <<'PY'
import h5py
import ml_dtypes
import numpy as np

assert h5py.version.hdf5_version == "2.0.0"
file = h5py.File("floats.h5", "w")

brain = h5py.h5t.IEEE_F16LE.copy()  # with 8 bits of exponent and 7 of mantissa
brain.set_fields(15, 7, 8, 0, 7)
brain.set_ebias(127)


def stored(kind, numbers):
    numbers, read = np.asarray(numbers, np.float64), np.empty(len(numbers))
    data = h5py.h5d.create(file.id, None, kind, h5py.h5s.create_simple(numbers.shape))
    data.write(h5py.h5s.ALL, h5py.h5s.ALL, numbers)
    data.read(h5py.h5s.ALL, h5py.h5s.ALL, read)
    return read


for name, kind, dtype, infinity, wrong, halved, bits, least in (
    ("f2", h5py.h5t.IEEE_F16LE, np.float16, 0x7C00, 0, 0, 11, -14),
    (">f2", h5py.h5t.IEEE_F16BE, np.float16, 0x7C00, 15882, 10, 11, -14),
    ("bfloat16", brain, ml_dtypes.bfloat16, 0x7F80, 16327, 7, 8, -126),
):
    codes = np.arange(infinity, dtype=np.uint16)
    numbers = codes.view(dtype).astype(np.float64)
    low, high = numbers[:-1], numbers[1:]
    middle, even = (low + high) / 2, np.where(codes[:-1] % 2 == 0, low, high)
    ties, above = stored(kind, middle), stored(kind, np.nextafter(middle, np.inf))
    print(f"{name:9} ties not to even: {(ties != even).sum()} of {len(low)}; above a tie, not up: {(above != high).sum()}")
    assert (stored(kind, numbers) == numbers).all(), "what the type has is kept"
    assert (stored(kind, np.nextafter(middle, 0)) == low).all()
    assert (ties != even).sum() == wrong
    assert (above != high).sum() == halved and (above[above != high] == high[above != high] / 2).all()
    worst = stored(kind, [2.0**least - 2.0**(least - bits)])[0]
    assert worst == 2.0 ** (least - 1 if halved else least), worst

numbers = np.array([1 + 2.0**-24, 2.0**-126 - 2.0**-150])
for name, expected in (("<f4", [1, 2.0**-126]), (">f4", [1 + 2.0**-23, 2.0**-127])):
    data = file.create_dataset(None, numbers.shape, name)
    data[...] = numbers
    print(f"{name:9}", *(float(v).hex() for v in data[...]))
    assert data[...].tolist() == expected, name
PY
