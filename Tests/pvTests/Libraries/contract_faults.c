/* Eight faults of the contracts' own classes, one for each value of FAULT, in kernels that are right otherwise. */
#include <math.h>
#include <string.h>

#include "pv_kernels.h"

enum {
  TAIL_DROPPED = 1, READ_AS_TRANSPOSED, NO_MAX_SUBTRACTION, EPSILON_OUTSIDE, PAIRING_SWAPPED, KEY_MAP_MODULO,
  NIBBLES_SWAPPED, OPERANDS_SWAPPED
};

int pv_kernels_version(void) { return PV_KERNELS_VERSION; }

int pv_dot_f32(size_t n, const float *a, const float *b, float *result) {
  double sum = 0;
  if (FAULT == TAIL_DROPPED) n -= n % 8;
  for (size_t i = 0; i < n; i++) sum += (double)a[i] * b[i];
  *result = (float)sum;
  return PV_OK;
}

int pv_matvec_f32(size_t rows, size_t columns, const float *weights, const float *x, float *y, int threads) {
  (void)threads;
  for (size_t r = 0; r < rows; r++) {
    double sum = 0;
    for (size_t c = 0; c < columns; c++)
      sum += (double)weights[FAULT == READ_AS_TRANSPOSED ? c * rows + r : r * columns + c] * x[c];
    y[r] = (float)sum;
  }
  return PV_OK;
}

int pv_softmax_f32(size_t rows, size_t columns, const float *x, float *y) {
  for (size_t r = 0; r < rows; r++, x += columns, y += columns) {
    double largest = columns ? x[0] : 0, sum = 0;
    for (size_t i = 0; i < columns; i++) largest = x[i] > largest || isnan(x[i]) ? x[i] : largest;
    if (FAULT == NO_MAX_SUBTRACTION) largest = 0;
    for (size_t i = 0; i < columns; i++) sum += exp(x[i] - largest);
    for (size_t i = 0; i < columns; i++) y[i] = (float)(exp(x[i] - largest) / sum);
  }
  return PV_OK;
}

int pv_rmsnorm_f32(size_t rows, size_t columns, const float *x, const float *weight, float epsilon, float *y) {
  for (size_t r = 0; r < rows; r++, x += columns, y += columns) {
    double sum = 0;
    for (size_t i = 0; i < columns; i++) sum += (double)x[i] * x[i];
    double mean = sum / (double)columns;
    double root = FAULT == EPSILON_OUTSIDE ? sqrt(mean) + epsilon : sqrt(mean + epsilon);
    for (size_t i = 0; i < columns; i++) y[i] = (float)(x[i] / root * weight[i]);
  }
  return PV_OK;
}

int pv_rope_f32(
    size_t tokens, size_t heads, size_t head_dim, size_t first_position, double base, int pairing, const float *x,
    float *y) {
  if (FAULT == PAIRING_SWAPPED) pairing = !pairing;
  for (size_t t = 0; t < tokens; t++)
    for (size_t h = 0; h < heads; h++, x += head_dim, y += head_dim)
      for (size_t i = 0; i < head_dim / 2; i++) {
        double angle = (double)(first_position + t) * pow(base, -2.0 * (double)i / (double)head_dim);
        size_t p = pairing == PV_PAIRS_ADJACENT ? 2 * i : i, q = pairing == PV_PAIRS_ADJACENT ? p + 1 : p + head_dim / 2;
        double c = cos(angle), s = sin(angle);
        y[p] = (float)(x[p] * c - x[q] * s);
        y[q] = (float)(x[p] * s + x[q] * c);
      }
  return PV_OK;
}

int pv_attention_decode_f32(
    size_t query_heads, size_t kv_heads, size_t head_dim, size_t positions, const float *query, const float *keys,
    const float *values, float *y, int threads) {
  (void)threads;
  size_t width = kv_heads * head_dim;
  for (size_t h = 0; h < query_heads; h++) {
    size_t own = h / (query_heads / kv_heads), read = FAULT == KEY_MAP_MODULO ? h % kv_heads : own;
    double scores[4096], largest = -INFINITY, sum = 0;
    if (positions > 4096) return PV_UNSUPPORTED;
    for (size_t t = 0; t < positions; t++) {
      double dot = 0;
      for (size_t d = 0; d < head_dim; d++)
        dot += (double)query[h * head_dim + d] * keys[t * width + read * head_dim + d];
      scores[t] = dot / sqrt((double)head_dim);
      if (scores[t] > largest || isnan(scores[t])) largest = scores[t];
    }
    for (size_t t = 0; t < positions; t++) sum += scores[t] = exp(scores[t] - largest);
    for (size_t d = 0; d < head_dim; d++) {
      double out = 0;
      for (size_t t = 0; t < positions; t++) out += scores[t] / sum * values[t * width + own * head_dim + d];
      y[h * head_dim + d] = (float)out;
    }
  }
  return PV_OK;
}

static float half(const uint8_t *bytes) {
  unsigned bits = bytes[0] | bytes[1] << 8, exponent = bits >> 10 & 31, fraction = bits & 1023;
  double sign = bits >> 15 ? -1 : 1;
  if (exponent == 31) return (float)(fraction ? NAN : sign * INFINITY);
  return (float)(sign * (exponent ? ldexp(1024 + fraction, (int)exponent - 25) : ldexp(fraction, -24)));
}

/* Q4_0 alone. */
int pv_dequantize(int type, size_t n, const void *blocks, float *values) {
  if (type != PV_Q4_0) return PV_UNSUPPORTED;
  const uint8_t *block = blocks;
  for (size_t b = 0; b < n / 32; b++, block += 18, values += 32)
    for (int i = 0; i < 16; i++) {
      int low = block[2 + i] & 15, high = block[2 + i] >> 4;
      values[i] = half(block) * (float)((FAULT == NIBBLES_SWAPPED ? high : low) - 8);
      values[i + 16] = half(block) * (float)((FAULT == NIBBLES_SWAPPED ? low : high) - 8);
    }
  return PV_OK;
}

int pv_swiglu_f32(size_t n, const float *gate, const float *up, float *y) {
  for (size_t i = 0; i < n; i++) {
    float g = FAULT == OPERANDS_SWAPPED ? up[i] : gate[i], u = FAULT == OPERANDS_SWAPPED ? gate[i] : up[i];
    y[i] = (float)((double)g / (1 + exp(-(double)g)) * u);
  }
  return PV_OK;
}
