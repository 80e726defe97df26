#!/bin/sh
# Builds the program of a falsifier and runs it, so that what is recorded is of these sources; pv starts this.
set -e
mkdir -p build
"${PV_PROGRAM:-pv-contracts}" record --header > build/pv_record.h
cmake -S . -B build > build/cmake.log || { cat build/cmake.log >&2; exit 1; }
cmake --build build --target "$1" > build/build.log || { cat build/build.log >&2; exit 1; }
exec "build/$1"
