#!/usr/bin/env bash
# netCDF's quantization mode GranularBitRound stores infinity as -0.0, and minus infinity as 0.0.
#
# Versions: netCDF4 1.7.5.1.post1 (netCDF-C 4.10.1), numpy 2.4.6, Python 3.11. x86-64.
# Guessed:  GranularBitRound and BitRound keep infinities; BitGroom makes some NaN, since it sets bits of every second number.
# Instead:  only BitRound keeps them. GranularBitRound makes each infinity a zero with the opposite sign, in float32 and
#           float64, for any number of digits. BitGroom makes every second infinity NaN, as guessed. All three keep NaN.
# Seen:     written           inf   inf  -inf  -inf   nan  1.1
#           GranularBitRound -0.0  -0.0   0.0   0.0   nan  1.1015625
#           BitGroom          inf   nan  -inf   nan   nan  1.1000975
#           BitRound          inf   inf  -inf  -inf   nan  1.1015625
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: netCDF4==1.7.5.1.post1 numpy==2.4.6

cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import netCDF4
import numpy as np


def stored(numbers, mode, digits):
    with netCDF4.Dataset("x.nc", "w") as file:
        file.createDimension("n", len(numbers))
        variable = file.createVariable("x", numbers.dtype, ("n",), significant_digits=digits, quantize_mode=mode)
        variable.set_auto_mask(False)
        variable[:] = numbers
    with netCDF4.Dataset("x.nc") as file:
        file.set_auto_mask(False)
        assert any(name.startswith(f"_Quantize{mode}") for name in file["x"].ncattrs())
        return file["x"][:]


print("netCDF-C", netCDF4.__netcdf4libversion__)
for dtype in (np.float32, np.float64):
    numbers = np.array([np.inf, np.inf, -np.inf, -np.inf, np.nan, 1.1], dtype)
    print("written         ", *numbers)
    for mode in ("GranularBitRound", "BitGroom", "BitRound"):
        print(f"{mode:16}", *stored(numbers, mode, 3 if mode != "BitRound" else 7))
    for digits in range(1, 7):
        granular = stored(numbers, "GranularBitRound", digits)
        assert (granular[:4] == 0).all() and np.signbit(granular[:4]).tolist() == [True, True, False, False]
        groomed = stored(numbers, "BitGroom", digits)
        assert np.isnan(groomed).tolist() == [False, True, False, True, True, False]
        rounded = stored(numbers, "BitRound", digits)
        assert (rounded[:4] == numbers[:4]).all()
        for result in (granular, groomed, rounded):
            assert np.isnan(result[4]) and abs(result[5] - 1.1) < 0.4
PY
