#include "peers.h"

#include <math.h>
#include <string.h>

float peer_dot(const float *a, const float *b, size_t n) {
    float sum = 0;
    for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
}

float peer_dot_reassociated(const float *a, const float *b, size_t n) {
#pragma clang fp reassociate(on) contract(fast)
    float sum = 0;
    for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
}

static float half(const uint8_t *bytes) {
    _Float16 value;
    memcpy(&value, bytes, 2);
    return (float)value;
}

static void scale_and_minimum(const uint8_t *s, int j, uint8_t *scale, uint8_t *minimum) {
    if (j < 4) {
        *scale = s[j] & 63, *minimum = s[j + 4] & 63;
    } else {
        *scale = (uint8_t)((s[j + 4] & 15) | (s[j - 4] >> 6) << 4);
        *minimum = (uint8_t)((s[j + 4] >> 4) | (s[j] >> 6) << 4);
    }
}

void peer_q4k_dequantize(const uint8_t *blocks, size_t count, float *values) {
    for (; count > 0; count--, blocks += 144) {
        const float d = half(blocks), dmin = half(blocks + 2);
        const uint8_t *q = blocks + 16;
        for (int j = 0; j < 8; j += 2, q += 32, values += 64) {
            uint8_t sc[2], m[2];
            scale_and_minimum(blocks + 4, j, sc, m);
            scale_and_minimum(blocks + 4, j + 1, sc + 1, m + 1);
            const float d1 = d * sc[0], m1 = dmin * m[0], d2 = d * sc[1], m2 = dmin * m[1];
            for (int i = 0; i < 32; i++) values[i] = d1 * (float)(q[i] & 15) - m1;
            for (int i = 0; i < 32; i++) values[32 + i] = d2 * (float)(q[i] >> 4) - m2;
        }
    }
}

void peer_q8k_quantize(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums) {
    for (size_t b = 0; b < blocks; b++, x += 256, values += 256, sums += 16) {
        float max = 0, largest = 0;
        for (int i = 0; i < 256; i++)
            if (fabsf(x[i]) > largest) largest = fabsf(x[i]), max = x[i];
        if (largest == 0) {
            scales[b] = 0;
            memset(values, 0, 256);
            memset(sums, 0, 32);
            continue;
        }
        const float inverse = -127 / max;
        for (int i = 0; i < 256; i++) {
            const long q = lrintf(x[i] * inverse);
            values[i] = (int8_t)(q > 127 ? 127 : q);
        }
        for (int i = 0; i < 16; i++) {
            int sum = 0;
            for (int k = 0; k < 16; k++) sum += values[16 * i + k];
            sums[i] = (int16_t)sum;
        }
        scales[b] = 1 / inverse;
    }
}

void peer_q4kq8k_rows(const uint8_t *weights, size_t rows, size_t blocks, const float *scales, const int8_t *values,
                      const int16_t *sums, float *results) {
    for (size_t row = 0; row < rows; row++) {
        float total = 0;
        for (size_t b = 0; b < blocks; b++, weights += 144) {
            int32_t product = 0, minimum = 0;
            for (int j = 0; j < 8; j++) {
                uint8_t sc, m;
                scale_and_minimum(weights + 4, j, &sc, &m);
                const uint8_t *q = weights + 16 + j / 2 * 32;
                const int8_t *a = values + 256 * b + 32 * j;
                int32_t dot = 0;
                if (j % 2) {
                    for (int i = 0; i < 32; i++) dot += (q[i] >> 4) * a[i];
                } else {
                    for (int i = 0; i < 32; i++) dot += (q[i] & 15) * a[i];
                }
                product += sc * dot;
                minimum += m * (sums[16 * b + 2 * j] + sums[16 * b + 2 * j + 1]);
            }
            total += scales[b] * (half(weights) * (float)product - half(weights + 2) * (float)minimum);
        }
        results[row] = total;
    }
}

void peer_softmax(const float *x, float *y, size_t n) {
    float max = x[0], sum = 0;
    for (size_t i = 1; i < n; i++) max = x[i] > max ? x[i] : max;
    for (size_t i = 0; i < n; i++) sum += y[i] = expf(x[i] - max);
    for (size_t i = 0; i < n; i++) y[i] /= sum;
}

void peer_rmsnorm(const float *x, const float *weight, size_t n, float epsilon, float *y) {
    float sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * x[i];
    const float factor = 1 / sqrtf(sum / (float)n + epsilon);
    for (size_t i = 0; i < n; i++) y[i] = x[i] * factor * weight[i];
}

void peer_swiglu(const float *gate, const float *up, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = gate[i] / (1 + expf(-gate[i])) * up[i];
}

void peer_attention(const float *query, const float *keys, const float *values, size_t positions, size_t width,
                    size_t heads, size_t kv_heads, size_t dim, float *scores, float *out) {
    const float scale = 1 / sqrtf((float)dim);
    for (size_t h = 0; h < heads; h++) {
        const size_t offset = h / (heads / kv_heads) * dim;
        for (size_t t = 0; t < positions; t++)
            scores[t] = peer_dot(query + h * dim, keys + t * width + offset, dim) * scale;
        peer_softmax(scores, scores, positions);
        for (size_t d = 0; d < dim; d++) out[h * dim + d] = 0;
        for (size_t t = 0; t < positions; t++)
            for (size_t d = 0; d < dim; d++) out[h * dim + d] += scores[t] * values[t * width + offset + d];
    }
}
