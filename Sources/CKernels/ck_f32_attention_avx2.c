#if defined(__x86_64__)

#include "ck_attention.h"
#include "ck_lanes_avx2.h"

enum {
    TILE = 8,        // positions whose sums are folded together
    VALUE_TILE = 32, // positions a pass over the outputs; 32 rows of 128 values fill half of L1
};

/// Folds 8 -> 4 -> 2 -> 1 of eight sums at once; element i of the result is row i's.
CK_AVX2_INLINE __m256 fold_rows_avx2(const __m256 row[8]) {
    __m256 a[4], b[2];
    for (int i = 0; i < 4; i++)
        a[i] = _mm256_add_ps(_mm256_permute2f128_ps(row[i], row[i + 4], 0x20),
                             _mm256_permute2f128_ps(row[i], row[i + 4], 0x31));
    for (int i = 0; i < 2; i++)
        b[i] = _mm256_add_ps(_mm256_shuffle_ps(a[i], a[i + 2], 0x44), _mm256_shuffle_ps(a[i], a[i + 2], 0xee));
    const __m256 c = _mm256_add_ps(_mm256_shuffle_ps(b[0], b[1], 0x88), _mm256_shuffle_ps(b[0], b[1], 0xdd));
    return _mm256_permutevar8x32_ps(c, _mm256_setr_epi32(0, 2, 1, 3, 4, 6, 5, 7));
}

CK_AVX2_INLINE __m256 dot_lanes_avx2(const float *a, const float *b, size_t n) {
    struct ck_lanes_avx2 acc = ck_lanes_zero_avx2();
    size_t i = 0;
    for (; i + 64 <= n; i += 64) ck_lanes_fma_avx2(&acc, a + i, b + i);
    if (i < n) ck_lanes_fma_tail_avx2(&acc, a + i, b + i, n - i);
    return ck_lanes_fold8_avx2(&acc);
}

CK_AVX2 void ck_f32_attention_scores_avx2(const struct ck_attention_group *g) {
    for (size_t t = 0; t < g->positions; t += TILE) {
        const size_t rows = g->positions - t < TILE ? g->positions - t : TILE;
        // The tile's keys are in L1 from the second head on.
        for (size_t h = 0; h < g->heads; h++) {
            __m256 sum[TILE];
            for (int k = 0; k < TILE; k++)
                sum[k] = (size_t)k < rows
                             ? dot_lanes_avx2(g->query + h * g->dim, g->keys + (t + k) * g->stride, g->dim)
                             : _mm256_setzero_ps();
            const __m256 scores = _mm256_mul_ps(fold_rows_avx2(sum), _mm256_set1_ps(g->scale));
            _mm256_maskstore_ps(g->scores + h * g->score_stride + t, ck_first_avx2((ptrdiff_t)rows), scores);
        }
    }
}

/// Adds `rows` positions from t on to the outputs of one head, dimensions d ..< d + 8*VECTORS, of
/// which the last vector may be partial.
CK_AVX2_INLINE void add_values_avx2(const struct ck_attention_group *g, size_t t, size_t rows, size_t h, size_t d,
                                    const int vectors, __m256i last) {
    float *out = g->out + h * g->dim + d;
    const float *weight = g->scores + h * g->score_stride + t;
    __m256 acc[8];
    for (int j = 0; j < vectors; j++)
        acc[j] = j + 1 < vectors ? _mm256_loadu_ps(out + 8 * j) : _mm256_maskload_ps(out + 8 * j, last);
    for (size_t k = 0; k < rows; k++) {
        const float *value = g->values + (t + k) * g->stride + d;
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
    const size_t count = g->heads * g->dim;
    for (size_t i = 0; i < count; i++) g->out[i] = 0;
    const __m256i all = ck_first_avx2(8);
    for (size_t t = 0; t < g->positions; t += VALUE_TILE) {
        const size_t rows = g->positions - t < VALUE_TILE ? g->positions - t : VALUE_TILE;
        for (size_t h = 0; h < g->heads; h++) {
            size_t d = 0;
            for (; d + 64 <= g->dim; d += 64) add_values_avx2(g, t, rows, h, d, 8, all);
            for (; d < g->dim; d += 8) add_values_avx2(g, t, rows, h, d, 1, ck_first_avx2((ptrdiff_t)(g->dim - d)));
        }
    }
    for (size_t i = 0; i < count; i++) g->out[i] = ck_canonical(g->out[i]);
}

#endif
