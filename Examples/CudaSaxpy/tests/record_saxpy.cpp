// The falsifier of contracts/cuda-saxpy-v1.yaml.

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>

#include "pv_record.h"
#include "saxpy.h"

using Vector = std::vector<float>;
using Kernel = std::function<Vector(float, const Vector &, const Vector &)>;

// a * x + y rounded to binary32 once, without a fused operation.
//
// The product is exact in binary64. The sum may not be: its error is computed exactly (Knuth), and where there is one, an even
// last bit is made odd towards it, so that the second rounding, to binary32, sees on which side of a tie the exact sum lies
// (Boldo and Melquiond, 2008).
static float roundedOnce(float a, float x, float y) {
  const double product = static_cast<double>(a) * x, addend = y, sum = product + addend;
  const double virtualAddend = sum - product;
  const double error = (product - (sum - virtualAddend)) + (addend - virtualAddend);
  std::uint64_t bits;
  std::memcpy(&bits, &sum, sizeof bits);
  if (error == 0 || bits % 2 == 1) return static_cast<float>(sum);
  return static_cast<float>(std::nextafter(sum, error > 0 ? INFINITY : -INFINITY));
}

static Vector productRounded(float a, const Vector &x, const Vector &y) {
  Vector z(y);
  for (std::size_t i = 0; i < x.size(); i++) {
    const volatile float product = a * x[i];
    z[i] = product + y[i];
  }
  return z;
}

static Vector lastBlockDropped(float a, const Vector &x, const Vector &y) {
  Vector z = saxpy(a, x, y);
  for (std::size_t i = x.size() / 256 * 256; i < x.size(); i++) z[i] = y[i];
  return z;
}

static Vector operandsExchanged(float a, const Vector &x, const Vector &y) { return saxpy(a, y, x); }

int main() {
  pv::recording run("cuda-saxpy-v1", "FALSIFY-CUSAXPY-001");
  const std::size_t n = 4099;
  pv_random random = run.random("scaled");
  const float a = pv_random_scaled(&random, 0, 0);
  Vector x(n), y(n), expected(n);
  for (std::size_t i = 0; i < n; i++) {
    x[i] = pv_random_scaled(&random, -20, 20);
    y[i] = i % 2 == 0 ? pv_random_scaled(&random, -20, 20) : -a * x[i] * (1 + pv_random_unit(&random) * 0x1p-20f);
    expected[i] = roundedOnce(a, x[i], y[i]);
  }
  const std::string generator = "scaled: exponents -20...20, half of them canceling";
  run.input("a", Vector{a}, generator, &random);
  run.input("x", x, generator, &random, n);
  run.input("y", y, generator, &random, n);
  run.judge<Kernel>(
      "z", saxpy, {},
      {
          {"product_rounded", "a * x is rounded before y is added", productRounded},
          {"last_block_dropped", "the elements behind the last whole block are left as they are", lastBlockDropped},
          {"operands_exchanged", "a * y + x", operandsExchanged},
      },
      [&](const Kernel &kernel) { return kernel(a, x, y); });
  run.compare("bits_differing", "z", expected);
  return run.end();
}
