#!/usr/bin/env bash
# float(mpmath.mpf) rounds twice below 2**-1022, so an exact oracle can be one unit off or turn a number into 0.
#
# Versions: mpmath 1.4.1, gmpy2 2.3.2, Python 3.11.
# Guessed:  There is one rounding to nearest, as for every other number.
# Instead:  mpmath rounds first to 53 bits, and then to the few bits of a subnormal number. So a value just above the
#           middle of two doubles becomes a tie and is rounded down. gmpy2 and Python's Fraction round once.
# Seen:     2**-1030 + 2**-1075 + 2**-1090   mpmath 0x0.0100000000000p-1022  gmpy2 0x0.0100000000001p-1022
#           2**-1075 * (1 + 2**-60)          mpmath 0x0.0p+0                 gmpy2 0x0.0000000000001p-1022
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: mpmath==1.4.1 gmpy2==2.3.2

"$dir/venv/bin/python" - <<'PY'
from fractions import Fraction
import gmpy2
import mpmath

mpmath.mp.prec = 200
gmpy2.get_context().precision = 200
cases = [(-1030, -1075, -1090), (-1075, -1135), (-1000, -1053, -1060)]  # exponents of two, the last one a normal number
for exponents in cases:
    one = float(sum(mpmath.mpf(2) ** e for e in exponents))
    two = float(sum(gmpy2.mpfr(2) ** e for e in exponents))
    right = float(sum(Fraction(2) ** e for e in exponents))
    print(exponents, "mpmath", one.hex(), " gmpy2", two.hex(), " Fraction", right.hex())
    assert two == right
    assert (one == right) == (exponents[0] == -1000)
PY
