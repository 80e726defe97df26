#if defined(__aarch64__)

#include "ck_attention.h"
#include "ck_dot.h"
#include "ck_lanes_neon.h"

enum {
    TILE = 16,       // positions whose keys stay in L1 for all heads: 16 rows of 128 are 8 KiB
    VALUE_TILE = 32, // positions a pass over the outputs; 32 rows of 128 values fill a quarter of L1
};

void ck_f32_attention_scores_neon(const struct ck_attention_group *g) {
    for (size_t t = 0; t < g->positions; t += TILE) {
        const size_t end = g->positions - t < TILE ? g->positions : t + TILE;
        for (size_t h = 0; h < g->heads; h++)
            for (size_t k = t; k < end; k++)
                g->scores[h * g->score_stride + k] =
                    ck_f32_dot_neon(g->query + h * g->dim, g->keys + k * g->stride, g->dim) * g->scale;
    }
}

/// Adds `rows` positions from t on to 4*vectors outputs of one head from dimension d on.
CK_NEON_INLINE void add_values_neon(const struct ck_attention_group *g, size_t t, size_t rows, size_t h, size_t d,
                                    const int vectors) {
    float *out = g->out + h * g->dim + d;
    const float *weight = g->scores + h * g->score_stride + t;
    float32x4_t acc[16];
    for (int j = 0; j < vectors; j++) acc[j] = vld1q_f32(out + 4 * j);
    for (size_t k = 0; k < rows; k++) {
        const float *value = g->values + (t + k) * g->stride + d;
        const float32x4_t p = vdupq_n_f32(weight[k]);
        for (int j = 0; j < vectors; j++) acc[j] = vfmaq_f32(acc[j], p, vld1q_f32(value + 4 * j));
    }
    for (int j = 0; j < vectors; j++) vst1q_f32(out + 4 * j, acc[j]);
}

void ck_f32_attention_values_neon(const struct ck_attention_group *g) {
    const size_t count = g->heads * g->dim;
    for (size_t i = 0; i < count; i++) g->out[i] = 0;
    for (size_t t = 0; t < g->positions; t += VALUE_TILE) {
        const size_t rows = g->positions - t < VALUE_TILE ? g->positions - t : VALUE_TILE;
        for (size_t h = 0; h < g->heads; h++) {
            size_t d = 0;
            for (; d + 64 <= g->dim; d += 64) add_values_neon(g, t, rows, h, d, 16);
            for (; d + 4 <= g->dim; d += 4) add_values_neon(g, t, rows, h, d, 1);
            for (; d < g->dim; d++)
                for (size_t k = 0; k < rows; k++)
                    g->out[h * g->dim + d] =
                        __builtin_fmaf(g->scores[h * g->score_stride + t + k], g->values[(t + k) * g->stride + d],
                                       g->out[h * g->dim + d]);
        }
    }
    for (size_t i = 0; i < count; i++) g->out[i] = ck_canonical(g->out[i]);
}

#endif
