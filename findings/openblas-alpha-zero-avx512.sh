#!/usr/bin/env bash
# With alpha = 0, OpenBLAS' sgemm does read A in small products, but only in its AVX-512 kernels.
#
# Versions: Debian 12, amd64: libopenblas0-pthread 0.3.21+ds-4.
# Guessed:  With alpha = 0, A and B are not read on any CPU, so a NaN in A cannot reach C.
# Instead:  The kernels named SkylakeX compute small products in another way, without this shortcut, and 0 * NaN reaches
#           C. The kernels named Prescott never read A. So with the same binary and the same data, the CPU decides
#           whether the result is NaN. The test of SkylakeX needs AVX-512 (F, CD, BW, DQ, VL). If the processor lacks
#           one of these features, the script tests only Prescott.
# Seen:     C = 0 * A * B + C with a NaN in A   Prescott 1 1 1 1   SkylakeX nan 1 nan 1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "this is a package for amd64"; exit 1; }
cd "$dir"
apt-get -qq -o APT::Sandbox::User=root download libopenblas0-pthread=0.3.21+ds-4 \
  libgfortran5=12.2.0-14+deb12u1 libquadmath0=12.2.0-14+deb12u1
for package in *.deb; do dpkg -x "$package" root; done

cat > try.py <<'PY'
import array
import ctypes
import math
import os
import sys

library = ctypes.CDLL(sys.argv[1])
a, b, c = (array.array("f", v) for v in ([math.nan, 1, 1, 1], [1] * 4, [1] * 4))
pointer = lambda x: ctypes.c_void_p(x.buffer_info()[0])
two, zero, one = ctypes.byref(ctypes.c_int(2)), ctypes.byref(ctypes.c_float(0)), ctypes.byref(ctypes.c_float(1))
library.sgemm_(b"N", b"N", two, two, two, zero, pointer(a), two, pointer(b), two, one, pointer(c), two)
print("C = 0 * A * B + C with", os.environ["OPENBLAS_CORETYPE"], *(f"{v:g}" for v in c))
assert [math.isnan(v) for v in c] == ([True, False] * 2 if sys.argv[2] == "nan" else [False] * 4)
PY

export LD_LIBRARY_PATH="$dir/root/usr/lib/x86_64-linux-gnu" OPENBLAS_NUM_THREADS=1
blas="$LD_LIBRARY_PATH/openblas-pthread/libblas.so.3"
OPENBLAS_CORETYPE=Prescott python3 try.py "$blas" clean
for feature in avx512f avx512cd avx512bw avx512dq avx512vl; do
  grep -qw "$feature" /proc/cpuinfo || { echo "no $feature here: the SkylakeX half is not tried"; exit 0; }
done
OPENBLAS_CORETYPE=SkylakeX python3 try.py "$blas" nan
