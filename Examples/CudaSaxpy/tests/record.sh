#!/bin/sh
# Builds the program of a falsifier and runs it; pv starts this. Everything is compiled anew: make goes by times,
# and a source that was put back is older than what was made of another one.
set -e
mkdir -p build
"${PV_PROGRAM:-pv-contracts}" record --header > build/pv_record.h
cmake -S . -B build > build/cmake.log || { cat build/cmake.log >&2; exit 1; }
cmake --build build --clean-first --target "$1" > build/build.log || { cat build/build.log >&2; exit 1; }
exec "build/$1"
