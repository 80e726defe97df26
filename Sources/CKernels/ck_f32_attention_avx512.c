#if defined(__x86_64__)

#include "ck_attention_tile.h"
#include "ck_lanes_avx512.h"

/// One number for each position of a tile, for up to HEADS heads.
struct tiles {
    __m512 of[HEADS];
};

/// Adds element d of each key times that of the queries.
CK_AVX512_INLINE struct tiles add_key_avx512(struct tiles sum, const float *keys, const float *query, size_t dim,
                                             const int heads, size_t d) {
    const __m512 key = _mm512_loadu_ps(keys + TILE * d);
    for (int h = 0; h < heads; h++)
        sum.of[h] = _mm512_fmadd_ps(key, _mm512_set1_ps(query[h * dim + d]), sum.of[h]);
    return sum;
}

/// Virtual lane `lane` of the sums: elements lane, lane + 64, ... of each key times those of the queries.
///
/// Whole chunks of 64 by a count that does not depend on the lane, so that no branch is left where the
/// dimension is known.
CK_AVX512_INLINE struct tiles lane_avx512(const float *keys, const float *query, size_t dim, const int heads,
                                          size_t lane) {
    struct tiles sum;
    for (int h = 0; h < heads; h++) sum.of[h] = _mm512_setzero_ps();
    const size_t chunks = dim / 64;
    for (size_t c = 0; c < chunks; c++) sum = add_key_avx512(sum, keys, query, dim, heads, 64 * c + lane);
    return lane < dim % 64 ? add_key_avx512(sum, keys, query, dim, heads, 64 * chunks + lane) : sum;
}

CK_AVX512_INLINE struct tiles add_avx512(struct tiles a, struct tiles b, const int heads) {
    for (int h = 0; h < heads; h++) a.of[h] = _mm512_add_ps(a.of[h], b.of[h]);
    return a;
}

// The tree of 64 lanes, from its leaves: each step adds lane k + half to lane k.

CK_AVX512_INLINE struct tiles two_avx512(const float *keys, const float *query, size_t dim, const int heads, size_t k) {
    const struct tiles a = lane_avx512(keys, query, dim, heads, k);
    return add_avx512(a, lane_avx512(keys, query, dim, heads, k + 32), heads);
}

CK_AVX512_INLINE struct tiles four_avx512(const float *keys, const float *query, size_t dim, const int heads,
                                          size_t k) {
    const struct tiles a = two_avx512(keys, query, dim, heads, k);
    return add_avx512(a, two_avx512(keys, query, dim, heads, k + 16), heads);
}

CK_AVX512_INLINE struct tiles eight_avx512(const float *keys, const float *query, size_t dim, const int heads,
                                           size_t k) {
    const struct tiles a = four_avx512(keys, query, dim, heads, k);
    return add_avx512(a, four_avx512(keys, query, dim, heads, k + 8), heads);
}

/// The scores of the first `rows` positions of a tile for `heads` heads; returns where fetching stopped.
CK_AVX512_INLINE const float *score_tile_avx512(const struct ck_attention_group *g, const float *keys,
                                                const float *query, size_t dim, const int heads, float *scores,
                                                size_t rows, const float *next, size_t lines) {
    struct tiles sum[8];
    for (size_t k = 0; k < 8; k++) {
        next = ck_fetch(next, lines);
        sum[k] = eight_avx512(keys, query, dim, heads, k);
    }
    for (int half = 4; half > 0; half /= 2)
        for (int k = 0; k < half; k++) sum[k] = add_avx512(sum[k], sum[k + half], heads);
    for (int h = 0; h < heads; h++)
        _mm512_mask_storeu_ps(scores + h * g->score_stride, ck_first_avx512((ptrdiff_t)rows),
                              _mm512_mul_ps(sum[0].of[h], _mm512_set1_ps(g->scale)));
    return next;
}

/// As above, for the usual dimension with loops that the compiler can unroll.
CK_AVX512_INLINE const float *score_heads_avx512(const struct ck_attention_group *g, const float *keys,
                                                 const float *query, const int heads, float *scores, size_t rows,
                                                 const float *next, size_t lines) {
    return g->dim == 128 ? score_tile_avx512(g, keys, query, 128, heads, scores, rows, next, lines)
                         : score_tile_avx512(g, keys, query, g->dim, heads, scores, rows, next, lines);
}

CK_AVX512_INLINE void scores_avx512(const struct ck_attention_group *g, size_t lines) {
    const size_t last = g->positions + g->count - 1;
    for (size_t t = 0; t < last; t += TILE) {
        const float *keys = g->keys + t * g->dim, *next = keys + TILE * g->dim;
        for (size_t i = 0; i < g->count; i++) {
            const size_t rows = ck_tile_rows(g->positions + i, t, TILE);
            for (size_t h = 0; h < g->heads; h += HEADS) {
                const float *query = g->queries + i * g->query_stride + h * g->dim;
                float *scores = g->scores + i * g->query_score_stride + h * g->score_stride + t;
                switch (g->heads - h) {
                case 1: next = score_heads_avx512(g, keys, query, 1, scores, rows, next, lines); break;
                case 2: next = score_heads_avx512(g, keys, query, 2, scores, rows, next, lines); break;
                case 3: next = score_heads_avx512(g, keys, query, 3, scores, rows, next, lines); break;
                default: next = score_heads_avx512(g, keys, query, HEADS, scores, rows, next, lines); break;
                }
            }
        }
    }
}

CK_AVX512 void ck_f32_attention_scores_avx512(const struct ck_attention_group *g) {
    const size_t lines = ck_lines_a_step(g, TILE * g->dim, (g->heads + HEADS - 1) / HEADS * 8);
    // Compiled twice: without the loops that fetch, the others are a sixth faster.
    if (lines == 0)
        scores_avx512(g, 0);
    else
        scores_avx512(g, lines);
}

/// Adds `rows` positions to `width` <= 64 dimensions of `heads` heads: 16 accumulators, 4 registers of
/// values, one weight; returns where fetching stopped.
CK_AVX512_INLINE const float *add_values_avx512(const struct ck_attention_group *g, const float *value,
                                                const float *weight, const int heads, float *out, size_t width,
                                                size_t rows, const float *next, size_t lines) {
    struct ck_lanes acc[HEADS];
    for (int h = 0; h < heads; h++) acc[h] = ck_lanes_load(out + h * g->dim, width);
    for (size_t i = 0; i < rows; i++, value += g->dim, weight++) {
        next = ck_fetch(next, lines);
        const struct ck_lanes v = ck_lanes_load(value, width);
        for (int h = 0; h < heads; h++) {
            const __m512 p = _mm512_set1_ps(weight[h * g->score_stride]);
            for (int j = 0; j < 4; j++) acc[h].v[j] = _mm512_fmadd_ps(p, v.v[j], acc[h].v[j]);
        }
    }
    for (int h = 0; h < heads; h++) ck_lanes_store(out + h * g->dim, acc[h], width);
    return next;
}

/// As above, for 64 dimensions without masks.
CK_AVX512_INLINE const float *add_heads_avx512(const struct ck_attention_group *g, const float *value,
                                               const float *weight, const int heads, float *out, size_t width,
                                               size_t rows, const float *next, size_t lines) {
    return width >= 64 ? add_values_avx512(g, value, weight, heads, out, 64, rows, next, lines)
                       : add_values_avx512(g, value, weight, heads, out, width, rows, next, lines);
}

CK_AVX512_INLINE void values_avx512(const struct ck_attention_group *g, size_t lines) {
    const size_t size = g->heads * g->dim, last = g->positions + g->count - 1;
    for (size_t i = 0; i < g->count; i++)
        for (size_t d = 0; d < size; d++) g->out[i * g->query_stride + d] = 0;
    for (size_t t = 0; t < last; t += VALUE_TILE) {
        const float *next = g->values + (t + VALUE_TILE) * g->dim;
        for (size_t i = 0; i < g->count; i++) {
            const size_t rows = ck_tile_rows(g->positions + i, t, VALUE_TILE);
            for (size_t h = 0; h < g->heads; h += HEADS)
                for (size_t d = 0; d < g->dim; d += 64) {
                    const float *value = g->values + t * g->dim + d;
                    const float *weight = g->scores + i * g->query_score_stride + h * g->score_stride + t;
                    float *out = g->out + i * g->query_stride + h * g->dim + d;
                    const size_t width = g->dim - d;
                    switch (g->heads - h) {
                    case 1: next = add_heads_avx512(g, value, weight, 1, out, width, rows, next, lines); break;
                    case 2: next = add_heads_avx512(g, value, weight, 2, out, width, rows, next, lines); break;
                    case 3: next = add_heads_avx512(g, value, weight, 3, out, width, rows, next, lines); break;
                    default: next = add_heads_avx512(g, value, weight, HEADS, out, width, rows, next, lines); break;
                    }
                }
        }
    }
    for (size_t i = 0; i < g->count; i++)
        for (size_t d = 0; d < size; d++)
            g->out[i * g->query_stride + d] = ck_canonical(g->out[i * g->query_stride + d]);
}

CK_AVX512 void ck_f32_attention_values_avx512(const struct ck_attention_group *g) {
    const size_t lines = ck_lines_a_step(g, g->dim, (g->heads + HEADS - 1) / HEADS * ((g->dim + 63) / 64));
    if (lines == 0)
        values_avx512(g, 0);
    else
        values_avx512(g, lines);
}

#endif
