#!/usr/bin/env bash
# For a vector with a NaN, isamax of four BLAS libraries of Debian gives up to three different answers.
#
# Versions: Debian 12, amd64: libblas3 3.11.0-2 (reference), libatlas3-base 3.10.3-13, libopenblas0-pthread 0.3.21+ds-4,
#           libblis4-serial 0.9.0-1. OpenBLAS and BLIS must use their plain kernels, so that the CPU does not matter.
# Guessed:  For [1, nan, 3], the result is 3 in the reference, ATLAS and OpenBLAS, whose comparisons skip the NaN, and 2
#           in BLIS.
# Instead:  OpenBLAS gives 1, the place of neither the NaN nor the largest number; in double precision (idamax), the
#           same library gives 2. For 64 numbers that begin with nan, 1, 3, 3, ATLAS gives 5, and all others give 1.
# Seen:                  [1, nan, 3]  same in double  [1, 2, nan]  64 numbers [nan, 1, 3, 3, ...]
#           reference    3            3               2            1
#           ATLAS        3            3               2            5
#           OpenBLAS     1            2               2            1
#           BLIS         2            2               3            1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "these are packages for amd64"; exit 1; }
cd "$dir"
apt-get -qq -o APT::Sandbox::User=root download libblas3=3.11.0-2 libatlas3-base=3.10.3-13 \
  libopenblas0-pthread=0.3.21+ds-4 libblis4-serial=0.9.0-1 libgfortran5=12.2.0-14+deb12u1 libquadmath0=12.2.0-14+deb12u1
for package in *.deb; do dpkg -x "$package" root; done

cat > try.py <<'PY'
import array
import ctypes
import math
import sys

library = ctypes.CDLL(sys.argv[2])

def largest(name, code, *numbers):
    data, n, one = array.array(code, numbers), ctypes.c_int(len(numbers)), ctypes.c_int(1)
    return getattr(library, name)(ctypes.byref(n), ctypes.c_void_p(data.buffer_info()[0]), ctypes.byref(one))

nan = math.nan
seen = [largest("isamax_", "f", 1, nan, 3), largest("idamax_", "d", 1, nan, 3), largest("isamax_", "f", 1, 2, nan),
        largest("isamax_", "f", nan, 1, *[3] * 62)]
print(f"{sys.argv[1]:10}", *seen)
assert largest("isamax_", "f", 1, -4, 3) == 2, "without NaN all agree"
assert seen == [int(v) for v in sys.argv[3:]], f"expected {sys.argv[3:]}"
PY

lib="$dir/root/usr/lib/x86_64-linux-gnu"
export LD_LIBRARY_PATH="$lib" OPENBLAS_CORETYPE=Prescott OPENBLAS_NUM_THREADS=1 BLIS_ARCH_TYPE=generic
python3 try.py reference "$lib/blas/libblas.so.3" 3 3 2 1
python3 try.py ATLAS "$lib/atlas/libblas.so.3" 3 3 2 5
python3 try.py OpenBLAS "$lib/openblas-pthread/libblas.so.3" 1 2 2 1
python3 try.py BLIS "$lib/blis-serial/libblas.so.3" 2 2 3 1
