#if defined(__x86_64__)

#include "ck_attention_tile.h"
#include "ck_vector_avx2.h"

/// One number for each position of a tile.
struct tile {
    __m256 v[2];
};

/// Adds element d of each key times that of the query.
CK_AVX2_INLINE struct tile add_key_avx2(struct tile sum, const float *keys, const float *query, size_t d) {
    const __m256 q = _mm256_broadcast_ss(query + d);
    for (int j = 0; j < 2; j++) sum.v[j] = _mm256_fmadd_ps(_mm256_loadu_ps(keys + TILE * d + 8 * j), q, sum.v[j]);
    return sum;
}

/// Virtual lane `lane` of the sums: elements lane, lane + 64, ... of each key times those of the query.
CK_AVX2_INLINE struct tile lane_avx2(const float *keys, const float *query, size_t dim, size_t lane) {
    struct tile sum = {{_mm256_setzero_ps(), _mm256_setzero_ps()}};
    const size_t chunks = dim / 64;
    for (size_t c = 0; c < chunks; c++) sum = add_key_avx2(sum, keys, query, 64 * c + lane);
    return lane < dim % 64 ? add_key_avx2(sum, keys, query, 64 * chunks + lane) : sum;
}

CK_AVX2_INLINE struct tile add_avx2(struct tile a, struct tile b) {
    for (int j = 0; j < 2; j++) a.v[j] = _mm256_add_ps(a.v[j], b.v[j]);
    return a;
}

// The tree of 64 lanes, from its leaves: each step adds lane k + half to lane k.

CK_AVX2_INLINE struct tile two_avx2(const float *keys, const float *query, size_t dim, size_t k) {
    return add_avx2(lane_avx2(keys, query, dim, k), lane_avx2(keys, query, dim, k + 32));
}

CK_AVX2_INLINE struct tile four_avx2(const float *keys, const float *query, size_t dim, size_t k) {
    return add_avx2(two_avx2(keys, query, dim, k), two_avx2(keys, query, dim, k + 16));
}

CK_AVX2_INLINE struct tile eight_avx2(const float *keys, const float *query, size_t dim, size_t k) {
    return add_avx2(four_avx2(keys, query, dim, k), four_avx2(keys, query, dim, k + 8));
}

/// The scores of the first `rows` positions of a tile for one head; returns where fetching stopped.
CK_AVX2_INLINE const float *score_tile_avx2(const float *keys, const float *query, size_t dim, float scale,
                                            float *scores, size_t rows, const float *next, size_t lines) {
    struct tile sum[8];
    for (size_t k = 0; k < 8; k++) {
        next = ck_fetch(next, lines);
        sum[k] = eight_avx2(keys, query, dim, k);
    }
    for (int half = 4; half > 0; half /= 2)
        for (int k = 0; k < half; k++) sum[k] = add_avx2(sum[k], sum[k + half]);
    for (int j = 0; j < 2; j++)
        _mm256_maskstore_ps(scores + 8 * j, ck_first((ptrdiff_t)rows - 8 * j),
                            _mm256_mul_ps(sum[0].v[j], _mm256_set1_ps(scale)));
    return next;
}

CK_AVX2 void ck_f32_attention_scores_avx2(const struct ck_attention_group *g) {
    const size_t last = g->positions + g->count - 1;
    const size_t lines = ck_lines_a_step(g, TILE * g->dim, g->heads * 8);
    for (size_t t = 0; t < last; t += TILE) {
        const float *keys = g->keys + t * g->dim, *next = keys + TILE * g->dim;
        for (size_t i = 0; i < g->count; i++) {
            const size_t rows = ck_tile_rows(g->positions + i, t, TILE);
            for (size_t h = 0; h < g->heads; h++) {
                const float *query = g->queries + i * g->query_stride + h * g->dim;
                float *scores = g->scores + i * g->query_score_stride + h * g->score_stride + t;
                // The usual dimension apart, with loops that the compiler can unroll.
                next = g->dim == 128 ? score_tile_avx2(keys, query, 128, g->scale, scores, rows, next, lines)
                                     : score_tile_avx2(keys, query, g->dim, g->scale, scores, rows, next, lines);
            }
        }
    }
}

/// Adds `rows` positions to the outputs of one head, dimensions d ..< d + 8*VECTORS, of which the last
/// vector may be partial.
CK_AVX2_INLINE void add_values_avx2(const float *value, size_t dim, const float *weight, float *out, size_t rows,
                                    const int vectors, __m256i last) {
    __m256 acc[8];
    for (int j = 0; j < vectors; j++)
        acc[j] = j + 1 < vectors ? _mm256_loadu_ps(out + 8 * j) : _mm256_maskload_ps(out + 8 * j, last);
    for (size_t k = 0; k < rows; k++, value += dim) {
        const __m256 p = _mm256_broadcast_ss(weight + k);
        for (int j = 0; j < vectors; j++) {
            const __m256 v = j + 1 < vectors ? _mm256_loadu_ps(value + 8 * j) : _mm256_maskload_ps(value + 8 * j, last);
            acc[j] = _mm256_fmadd_ps(p, v, acc[j]);
        }
    }
    for (int j = 0; j + 1 < vectors; j++) _mm256_storeu_ps(out + 8 * j, acc[j]);
    _mm256_maskstore_ps(out + 8 * (vectors - 1), last, acc[vectors - 1]);
}

CK_AVX2 void ck_f32_attention_values_avx2(const struct ck_attention_group *g) {
    const size_t size = g->heads * g->dim, last = g->positions + g->count - 1;
    const size_t lines = ck_lines_a_step(g, VALUE_TILE * g->dim, g->heads * ((g->dim + 63) / 64));
    const __m256i all = ck_first(8);
    for (size_t i = 0; i < g->count; i++)
        for (size_t d = 0; d < size; d++) g->out[i * g->query_stride + d] = 0;
    for (size_t t = 0; t < last; t += VALUE_TILE) {
        const float *next = g->values + (t + VALUE_TILE) * g->dim;
        for (size_t i = 0; i < g->count; i++) {
            const size_t rows = ck_tile_rows(g->positions + i, t, VALUE_TILE);
            for (size_t h = 0; h < g->heads; h++) {
                const float *value = g->values + t * g->dim;
                const float *weight = g->scores + i * g->query_score_stride + h * g->score_stride + t;
                float *out = g->out + i * g->query_stride + h * g->dim;
                size_t d = 0;
                for (; d + 64 <= g->dim; d += 64) {
                    next = ck_fetch(next, lines);
                    add_values_avx2(value + d, g->dim, weight, out + d, rows, 8, all);
                }
                for (; d < g->dim; d += 8)
                    add_values_avx2(value + d, g->dim, weight, out + d, rows, 1, ck_first((ptrdiff_t)(g->dim - d)));
            }
        }
    }
    for (size_t i = 0; i < g->count; i++)
        for (size_t d = 0; d < size; d++)
            g->out[i * g->query_stride + d] = ck_canonical(g->out[i * g->query_stride + d]);
}

#endif
