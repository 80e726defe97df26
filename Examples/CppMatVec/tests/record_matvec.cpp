// The falsifier of contracts/cpp-matvec-v1.yaml.

#include <cmath>
#include <functional>
#include <numeric>

#include "matvec.h"
#include "pv_record.h"

using Vector = std::vector<float>;
using Kernel = std::function<Vector(const Vector &, const Vector &)>;

// Each row by a function of its elements and x.
template <typename Row>
static Kernel byRows(Row row) {
  return [row](const Vector &weights, const Vector &x) {
    Vector y;
    for (auto w = weights.begin(); w != weights.end(); w += static_cast<long>(x.size()))
      y.push_back(row(Vector(w, w + static_cast<long>(x.size())), x));
    return y;
  };
}

static float sum(const Vector &w, const Vector &x) { return std::inner_product(w.begin(), w.end(), x.begin(), 0.0f); }

static float sumBackwards(const Vector &w, const Vector &x) {
  return std::inner_product(w.rbegin(), w.rend(), x.rbegin(), 0.0f);
}

static float withoutTail(const Vector &w, const Vector &x) {
  return std::inner_product(w.begin(), w.begin() + static_cast<long>(w.size() / 4 * 4), x.begin(), 0.0f);
}

static float withoutLastLane(const Vector &w, const Vector &x) {
  float total = 0;
  for (std::size_t i = 0; i < w.size(); i++)
    if (i % 4 != 3) total += w[i] * x[i];
  return total;
}

static Vector transposed(const Vector &weights, const Vector &x) {
  const std::size_t columns = x.size(), rows = weights.size() / columns;
  Vector other(weights.size());
  for (std::size_t i = 0; i < weights.size(); i++) other[i] = weights[i % columns * rows + i / columns];
  return matvec(other, x);
}

int main() {
  pv::recording run("cpp-matvec-v1", "FALSIFY-CPPMV-001");
  const std::size_t rows = 64, columns = 39;
  pv_random random = run.random("scaled");
  Vector weights(rows * columns), x(columns);
  for (float &value : weights) value = pv_random_scaled(&random, -10, 10);
  for (float &value : x) value = pv_random_scaled(&random, -10, 10);
  run.input("weights", pv_rows(pv::array(weights), rows), "scaled: exponents -10...10", &random, rows);
  run.input("x", x, "scaled: exponents -10...10", &random);

  // A product of two binary32 numbers is exact in binary64, and the sum is off by less than 2^-46 of the magnitude.
  std::vector<double> exact(rows), magnitude(rows);
  for (std::size_t i = 0; i < weights.size(); i++) {
    const double term = static_cast<double>(weights[i]) * x[i % columns];
    exact[i / columns] += term;
    magnitude[i / columns] += std::fabs(term);
  }

  run.judge<Kernel>(
      "y", matvec, {{"sequential", byRows(sum)}, {"reversed", byRows(sumBackwards)}},
      {
          {"tail_dropped", "the last n % 4 columns are not read", byRows(withoutTail)},
          {"lane_lost", "the fourth of the four sums is not added", byRows(withoutLastLane)},
          {"rows_for_columns", "the weights are read as columns", transposed},
      },
      [&](const Kernel &kernel) { return kernel(weights, x); });
  run.compare("outside_bound", "y", exact);
  run.argument("count", std::vector<double>{static_cast<double>(columns)});
  run.argument("magnitude", magnitude);
  return run.end();
}
