#!/usr/bin/env bash
# Eigen's bfloat16 dot product of 4096 ones is 256, and a matrix times the same vector gives 4096.
#
# Versions: libeigen3-dev 3.4.0-4 of Debian 12, g++ for x86-64 with its default instruction set (SSE2).
# Guessed:  The sum is kept in float and rounded at the end, so dot, sum and product all give 4096.
# Instead:  dot, sum, mean and squaredNorm add in the narrow type, so the sum stops growing at 256 (for half, at 2048).
#           A matrix times a vector is exact. A matrix times a matrix gives a result in between, which depends on how
#           the matrix is divided into blocks for the caches; the script only prints this result.
# Seen:     bfloat16  dot 256   sum 256   mean 0.0625  matrix * vector 4096
#           half      dot 2048  sum 2048  mean 0.5     matrix * vector 4096
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
[ "$(uname -m)" = x86_64 ] || { echo "this is about SSE2"; exit 1; }
cd "$dir"
apt-get -qq -o APT::Sandbox::User=root download libeigen3-dev=3.4.0-4
dpkg -x libeigen3-dev_*.deb root

cat > try.cpp <<'CPP'
#include <Eigen/Dense>
#include <cstdio>

template <class Scalar>
bool look(const char *name, float limit) {
  const int count = 4096;
  using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  Vector ones = Vector::Constant(count, Scalar(1));
  Matrix wide = Matrix::Constant(4, count, Scalar(1)), tall = wide.transpose();
  float dot = float(ones.dot(ones)), sum = float(ones.sum()), mean = float(ones.mean());
  Vector byVector = wide * ones;
  Matrix byMatrix = wide * tall;
  std::printf("%-9s dot %g  sum %g  mean %g  matrix * vector %g  (matrix * matrix %g)\n", name, dot, sum, mean,
              float(byVector(0)), float(byMatrix(0, 0)));
  return dot == limit && sum == limit && mean == limit / count && float(byVector(0)) == count;
}

int main() {
  bool same = look<Eigen::bfloat16>("bfloat16", 256);
  same &= look<Eigen::half>("half", 2048);
  same &= look<float>("float", 4096);
  return same ? 0 : 1;
}
CPP
g++ -O2 -mno-avx -I root/usr/include/eigen3 try.cpp -o try
./try
