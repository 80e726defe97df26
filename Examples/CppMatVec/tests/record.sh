#!/bin/sh
# Builds the falsifier and runs it: what `run:` in the contract names, so that a recording is of these sources.
set -e
mkdir -p build
"${PV_PROGRAM:-pv-contracts}" record --header > build/pv_record.h
cmake -S . -B build > build/cmake.log || { cat build/cmake.log >&2; exit 1; }
cmake --build build > build/build.log || { cat build/build.log >&2; exit 1; }
exec build/record_matvec
