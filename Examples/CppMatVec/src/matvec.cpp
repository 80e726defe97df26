#include "matvec.h"

std::vector<float> matvec(const std::vector<float> &weights, const std::vector<float> &x) {
  const std::size_t columns = x.size(), rows = weights.size() / columns, whole = columns / 4 * 4;
  std::vector<float> y(rows);
  for (std::size_t row = 0; row < rows; row++) {
    const float *w = weights.data() + row * columns;
    // Four sums side by side, which the compiler keeps in one register.
    float lanes[4] = {};
    for (std::size_t i = 0; i < whole; i += 4)
      for (std::size_t lane = 0; lane < 4; lane++) lanes[lane] += w[i + lane] * x[i + lane];
    for (std::size_t i = whole; i < columns; i++) lanes[i - whole] += w[i] * x[i];
    y[row] = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
  }
  return y;
}
