#ifndef CK_ATTENTION_H
#define CK_ATTENTION_H

#include <stddef.h>

/// Positions whose keys lie together: element d of sixteen keys, then element d + 1 of them.
enum { CK_ATTENTION_TILE = 16 };

/// A few consecutive queries of the query heads that share a key/value head, against its cache.
///
/// `keys` is [tile][dim][16], whole tiles, of which the positions past the last are read and ignored;
/// `values` is [position][dim]. Query i of head h starts at `queries + i * query_stride + h * dim`, its
/// output at the same place of `out`; its scores at `scores + i * query_score_stride + h * score_stride`.
/// Query i sees `positions + i` positions.
struct ck_attention_group {
    const float *queries;
    const float *keys;
    const float *values;
    float *scores;
    float *out;
    size_t count;
    size_t heads;
    size_t dim;
    size_t positions;
    size_t query_stride;
    size_t score_stride;
    size_t query_score_stride;
    float scale;
};

// _scores_: the score of a position is dot(query, key) * scale, the dot in the order of ck_dot.h.
// _values_: out[d] = the sum over positions t, ascending, of scores[t] * values[t][d], by fma from +0.
// Each key and each value is read from memory once for all queries and heads; the x86 paths fetch what
// comes next meanwhile.

#if defined(__x86_64__)
void ck_f32_attention_scores_avx2(const struct ck_attention_group *g);
void ck_f32_attention_scores_avx512(const struct ck_attention_group *g);
void ck_f32_attention_values_avx2(const struct ck_attention_group *g);
void ck_f32_attention_values_avx512(const struct ck_attention_group *g);
#elif defined(__aarch64__)
void ck_f32_attention_scores_neon(const struct ck_attention_group *g);
void ck_f32_attention_values_neon(const struct ck_attention_group *g);
#endif

#endif
