#if defined(__aarch64__)

#include "ck_attention_tile.h"
#include "ck_vector_neon.h"

/// One number for each position of a tile.
struct tile {
    float32x4_t v[4];
};

/// Virtual lane `lane` of the sums: elements lane, lane + 64, ... of each key times those of the query.
CK_NEON_INLINE struct tile lane_neon(const float *keys, const float *query, size_t dim, size_t lane) {
    struct tile sum;
    for (int j = 0; j < 4; j++) sum.v[j] = vdupq_n_f32(0);
    for (size_t d = lane; d < dim; d += 64) {
        const float32x4_t q = vld1q_dup_f32(query + d);
        for (int j = 0; j < 4; j++) sum.v[j] = vfmaq_f32(sum.v[j], vld1q_f32(keys + TILE * d + 4 * j), q);
    }
    return sum;
}

CK_NEON_INLINE struct tile add_neon(struct tile a, struct tile b) {
    for (int j = 0; j < 4; j++) a.v[j] = vaddq_f32(a.v[j], b.v[j]);
    return a;
}

// The tree of 64 lanes, from its leaves: each step adds lane k + half to lane k.

CK_NEON_INLINE struct tile two_neon(const float *keys, const float *query, size_t dim, size_t k) {
    return add_neon(lane_neon(keys, query, dim, k), lane_neon(keys, query, dim, k + 32));
}

CK_NEON_INLINE struct tile four_neon(const float *keys, const float *query, size_t dim, size_t k) {
    return add_neon(two_neon(keys, query, dim, k), two_neon(keys, query, dim, k + 16));
}

CK_NEON_INLINE struct tile eight_neon(const float *keys, const float *query, size_t dim, size_t k) {
    return add_neon(four_neon(keys, query, dim, k), four_neon(keys, query, dim, k + 8));
}

/// The scores of the first `rows` positions of a tile for one head.
CK_NEON_INLINE void score_tile_neon(const float *keys, const float *query, size_t dim, float scale, float *scores,
                                    size_t rows) {
    struct tile sum[8];
    for (size_t k = 0; k < 8; k++) sum[k] = eight_neon(keys, query, dim, k);
    for (int half = 4; half > 0; half /= 2)
        for (int k = 0; k < half; k++) sum[k] = add_neon(sum[k], sum[k + half]);
    for (int j = 0; j < 4; j++)
        ck_store_first(scores + 4 * j, vmulq_n_f32(sum[0].v[j], scale), (ptrdiff_t)rows - 4 * j);
}

void ck_f32_attention_scores_neon(const struct ck_attention_group *g) {
    const size_t last = g->positions + g->count - 1;
    for (size_t t = 0; t < last; t += TILE)
        for (size_t i = 0; i < g->count; i++) {
            const size_t rows = ck_tile_rows(g->positions + i, t, TILE);
            for (size_t h = 0; h < g->heads; h++)
                score_tile_neon(g->keys + t * g->dim, g->queries + i * g->query_stride + h * g->dim, g->dim, g->scale,
                                g->scores + i * g->query_score_stride + h * g->score_stride + t, rows);
        }
}

/// Adds `rows` positions to 4*vectors outputs of one head.
CK_NEON_INLINE void add_values_neon(const float *value, size_t dim, const float *weight, float *out, size_t rows,
                                    const int vectors) {
    float32x4_t acc[16];
    for (int j = 0; j < vectors; j++) acc[j] = vld1q_f32(out + 4 * j);
    for (size_t k = 0; k < rows; k++, value += dim) {
        const float32x4_t p = vdupq_n_f32(weight[k]);
        for (int j = 0; j < vectors; j++) acc[j] = vfmaq_f32(acc[j], p, vld1q_f32(value + 4 * j));
    }
    for (int j = 0; j < vectors; j++) vst1q_f32(out + 4 * j, acc[j]);
}

/// Adds `rows` positions to the outputs of one head.
static void add_head_neon(const float *value, size_t dim, const float *weight, float *out, size_t rows) {
    size_t d = 0;
    for (; d + 64 <= dim; d += 64) add_values_neon(value + d, dim, weight, out + d, rows, 16);
    for (; d + 4 <= dim; d += 4) add_values_neon(value + d, dim, weight, out + d, rows, 1);
    for (; d < dim; d++)
        for (size_t k = 0; k < rows; k++) out[d] = __builtin_fmaf(weight[k], value[k * dim + d], out[d]);
}

void ck_f32_attention_values_neon(const struct ck_attention_group *g) {
    const size_t size = g->heads * g->dim, last = g->positions + g->count - 1;
    for (size_t i = 0; i < g->count; i++)
        for (size_t d = 0; d < size; d++) g->out[i * g->query_stride + d] = 0;
    for (size_t t = 0; t < last; t += VALUE_TILE)
        for (size_t i = 0; i < g->count; i++) {
            const size_t rows = ck_tile_rows(g->positions + i, t, VALUE_TILE);
            for (size_t h = 0; h < g->heads; h++)
                add_head_neon(g->values + t * g->dim, g->dim,
                              g->scores + i * g->query_score_stride + h * g->score_stride + t,
                              g->out + i * g->query_stride + h * g->dim, rows);
        }
    for (size_t i = 0; i < g->count; i++)
        for (size_t d = 0; d < size; d++)
            g->out[i * g->query_stride + d] = ck_canonical(g->out[i * g->query_stride + d]);
}

#endif
