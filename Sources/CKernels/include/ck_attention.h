#ifndef CK_ATTENTION_H
#define CK_ATTENTION_H

#include <stddef.h>

/// One group of query heads that share a key/value head, against a cache.
///
/// Rows of `keys` and `values` are `stride` floats apart, one a position; the group's own `dim`
/// floats start each row. `query` and `out` are [heads][dim]. `scores` is [heads][score_stride].
struct ck_attention_group {
    const float *query;
    const float *keys;
    const float *values;
    float *scores;
    float *out;
    size_t heads;
    size_t dim;
    size_t stride;
    size_t positions;
    size_t score_stride;
    float scale;
};

// _scores_: scores[h][t] = dot(query[h], keys[t]) * scale, the dot in the order of ck_dot.h.
// _values_: out[h][d] = the sum over t, ascending, of scores[h][t] * values[t][d], by fma from +0.
// Each key and each value row is read from memory once for all heads of the group.

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
