#include "ctraces.h"

#include <string.h>

enum { LANES = 8 };

// The same sums in the same order, compiled once for each width of vectors; the loader takes the widest that the
// processor has. Nothing is fused, so the width changes no bit.
#if defined(__x86_64__) && defined(__linux__)
#define EVERY_WIDTH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define EVERY_WIDTH
#endif

static inline int32_t bits(float x) {
  int32_t value;
  memcpy(&value, &x, sizeof value);
  return value;
}

/// Bit patterns in the order of their values: sign and magnitude become two's complement.
static inline int32_t ordered(int32_t pattern) {
  int32_t sign = pattern >> 31;
  return ((pattern & INT32_MAX) ^ sign) - sign;
}

typedef float floats __attribute__((vector_size(4 * LANES)));
typedef double doubles __attribute__((vector_size(8 * LANES)));

/// Eight elements as binary64.
static inline void load(const float *x, doubles *wide) {
  floats narrow;
  memcpy(&narrow, x, sizeof narrow);
  *wide = __builtin_convertvector(narrow, doubles);
}

static inline double sum(const doubles *vector) {
  double lanes[LANES], total = 0;
  memcpy(lanes, vector, sizeof lanes);
  for (int k = 0; k < LANES; k++) total += lanes[k];
  return total;
}

EVERY_WIDTH void ct_sweep_f32(const float *a, const float *b, size_t n, ct_sweep *result) {
  // Two loops over data that the first cache holds: integers, which the compiler makes vectors of by itself, and
  // sums, whose lanes it needs to be shown.
  int32_t identical = 0, largest = 0;
  uint32_t ulps = 0;
  for (size_t i = 0; i < n; i++) {
    int32_t u = bits(a[i]), v = bits(b[i]);
    identical += u == v;
    int32_t difference = bits(a[i] - b[i]) & INT32_MAX;
    largest = difference > largest ? difference : largest;
    int32_t x = ordered(u), y = ordered(v);
    uint32_t distance = x > y ? (uint32_t)x - (uint32_t)y : (uint32_t)y - (uint32_t)x;
    ulps = distance > ulps ? distance : ulps;
  }
  doubles error = {0}, left = {0}, right = {0}, product = {0}, x, y;
  size_t whole = n / LANES * LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    load(a + i, &x);
    load(b + i, &y);
    doubles d = x - y;
    error += d * d;
    left += x * x;
    right += y * y;
    product += x * y;
  }
  for (size_t i = whole; i < n; i++) {
    double u = a[i], v = b[i], d = u - v;
    error[i - whole] += d * d;
    left[i - whole] += u * u;
    right[i - whole] += v * v;
    product[i - whole] += u * v;
  }
  *result = (ct_sweep){
      .squared_error = sum(&error), .squares_a = sum(&left), .squares_b = sum(&right), .product = sum(&product),
      .largest_bits = (uint32_t)largest, .largest_ulps = ulps, .identical = (uint32_t)identical};
}

EVERY_WIDTH double ct_squares_f32(const float *a, size_t n) {
  doubles lanes = {0}, x;
  size_t whole = n / LANES * LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    load(a + i, &x);
    lanes += x * x;
  }
  for (size_t i = whole; i < n; i++) lanes[i - whole] += (double)a[i] * (double)a[i];
  return sum(&lanes);
}
