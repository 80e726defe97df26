#!/usr/bin/env bash
# Eigen's vectorized exp(-inf) is 2.9e-39 instead of 0; only the last elements of a row, which do not fill a vector,
# give 0.
#
# Versions: libeigen3-dev 3.4.0-4 of Debian 12, g++ for x86-64 with its default instruction set (SSE2).
# Guessed:  exp(-inf) = 0 and exp(-100) = 3.8e-44 everywhere.
# Instead:  The vectorized version clamps its argument near -88.7, so every masked logit of a softmax keeps a weight.
#           The elements after the last full vector go through std::exp and give 0. One row of five elements has both
#           results.
# Seen:     exp of five times -inf   2.93827e-39 2.93827e-39 2.93827e-39 2.93827e-39 0
#           exp of five times -100   2.93827e-39 2.93827e-39 2.93827e-39 2.93827e-39 3.78351e-44
#           double, three times -inf 5.55553e-309 5.55553e-309 0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
[ "$(uname -m)" = x86_64 ] || { echo "this is about SSE2"; exit 1; }
cd "$dir"
apt-get -qq -o APT::Sandbox::User=root download libeigen3-dev=3.4.0-4
dpkg -x libeigen3-dev_*.deb root

cat > try.cpp <<'CPP'
#include <Eigen/Core>
#include <cmath>
#include <cstdio>

template <class Scalar>
bool row(int count, double argument, bool tailIsZero) {
  using Row = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  Row result = Row::Constant(count, Scalar(argument)).exp();
  std::printf("%s, %d times %g:", sizeof(Scalar) == 4 ? "float" : "double", count, argument);
  for (Scalar value : result) std::printf(" %g", double(value));
  std::puts("");
  Scalar first = result(0), last = result(count - 1), right = std::exp(Scalar(argument));
  for (int i = 0; i + 1 < count; i++)
    if (result(i) != first) return false;
  return first > 0 && first != right && last == right && (last == 0) == tailIsZero;
}

int main() {
  bool same = row<float>(5, -INFINITY, true);
  same &= row<float>(5, -100, false);
  same &= row<double>(3, -INFINITY, true);
  return same ? 0 : 1;
}
CPP
g++ -O2 -mno-avx -I root/usr/include/eigen3 try.cpp -o try
./try
