#!/usr/bin/env bash
# The subnormal numbers of Voyager's E4M3 storage are half as large as those of the format, so there is a gap below the
# normal numbers.
#
# Versions: voyager 2.2.3, ml_dtypes 0.6.0, numpy 2.4.6, Python 3.11.
# Guessed:  Every finite number of E4M3 is stored as it is, and any number between two of them becomes the nearer one,
#           ties to even.
# Instead:  Subnormal numbers are the multiples of 2^-10 up to 7 * 2^-10, instead of the multiples of 2^-9. Therefore
#           0.5 and 1.5 times 2^-9, which the format does not have, are kept, and 4 to 7 times 2^-9 become 3.5 or 8
#           times 2^-9. All normal numbers are right. -0 is read back as 0. Any number beyond 448 is an error, even if
#           448 is the nearest number of the format.
# Seen:     stored, in units of 2^-9   0.5  1  1.5  2  3  4    5    6  7  8
#           read back                  0.5  1  1.5  2  3  3.5  3.5  8  8  8
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  voyager==2.2.3 ml_dtypes==0.6.0 numpy==2.4.6

"$dir/venv/bin/python" - <<'PY'
import ml_dtypes
import numpy as np
import voyager


def stored(numbers):
    index = voyager.Index(
        voyager.Space.Euclidean, num_dimensions=len(numbers), storage_data_type=voyager.StorageDataType.E4M3)
    return index.get_vector(index.add_item(np.asarray(numbers, np.float32)))


unit = 2.0**-9
given = np.array([0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8])
found = stored(given * unit) / unit
print(f"{'stored':10}", *(f"{v:4g}" for v in given))
print(f"{'read back':10}", *(f"{v:4g}" for v in found))
assert found.tolist() == [0.5, 1, 1.5, 2, 3, 3.5, 3.5, 8, 8, 8]

numbers = np.arange(1, 127, dtype=np.uint8).view(ml_dtypes.float8_e4m3fn).astype(np.float32)
moved = numbers[stored(numbers) != numbers] / unit
print("moved, of all 126 positive numbers:", moved)
assert moved.tolist() == [4, 5, 6, 7]
assert not np.signbit(stored([-0.0, 1])[0]), "-0 keeps its sign"
try:
    stored([449, 1])
    raise SystemExit("449 is stored")
except ValueError as error:
    print("449:", error)
PY
