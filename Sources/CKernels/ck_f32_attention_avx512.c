#if defined(__x86_64__)

#include "ck_attention.h"
#include "ck_lanes_avx512.h"

enum {
    TILE = 16,       // positions whose sums are folded together
    VALUE_TILE = 32, // positions a pass over the outputs; 32 rows of 128 values fill half of L1
};

/// Folds 16 -> 8 -> 4 -> 2 -> 1 of sixteen sums at once; element i of the result is row i's.
CK_AVX512_INLINE __m512 fold_rows_avx512(const __m512 row[16]) {
    __m512 a[8], b[4], c[2];
    for (int i = 0; i < 8; i++)
        a[i] = _mm512_add_ps(_mm512_shuffle_f32x4(row[i], row[i + 8], 0x44),
                             _mm512_shuffle_f32x4(row[i], row[i + 8], 0xee));
    for (int i = 0; i < 4; i++)
        b[i] = _mm512_add_ps(_mm512_shuffle_f32x4(a[i], a[i + 4], 0x88), _mm512_shuffle_f32x4(a[i], a[i + 4], 0xdd));
    for (int i = 0; i < 2; i++)
        c[i] = _mm512_add_ps(_mm512_shuffle_ps(b[i], b[i + 2], 0x44), _mm512_shuffle_ps(b[i], b[i + 2], 0xee));
    const __m512 d = _mm512_add_ps(_mm512_shuffle_ps(c[0], c[1], 0x88), _mm512_shuffle_ps(c[0], c[1], 0xdd));
    return _mm512_permutexvar_ps(_mm512_setr_epi32(0, 2, 1, 3, 8, 10, 9, 11, 4, 6, 5, 7, 12, 14, 13, 15), d);
}

/// The sums of four positions with one query, folded to 16 lanes each.
CK_AVX512_INLINE void dot_lanes_avx512(const float *q, const float *keys, size_t stride, size_t dim, __m512 sum[4]) {
    struct ck_lanes_avx512 acc[4];
    for (int k = 0; k < 4; k++) acc[k] = ck_lanes_zero_avx512();
    size_t i = 0;
    for (; i + 64 <= dim; i += 64)
        for (int k = 0; k < 4; k++) ck_lanes_fma_avx512(&acc[k], q + i, keys + k * stride + i);
    if (i < dim)
        for (int k = 0; k < 4; k++) ck_lanes_fma_tail_avx512(&acc[k], q + i, keys + k * stride + i, dim - i);
    for (int k = 0; k < 4; k++) sum[k] = ck_lanes_fold16_avx512(&acc[k]);
}

CK_AVX512 void ck_f32_attention_scores_avx512(const struct ck_attention_group *g) {
    for (size_t t = 0; t < g->positions; t += TILE) {
        const size_t rows = g->positions - t < TILE ? g->positions - t : TILE;
        const float *keys = g->keys + t * g->stride;
        // The tile's keys are in L1 from the second head on.
        for (size_t h = 0; h < g->heads; h++) {
            const float *q = g->query + h * g->dim;
            __m512 sum[TILE];
            if (rows == TILE) {
                for (int k = 0; k < TILE; k += 4)
                    dot_lanes_avx512(q, keys + k * g->stride, g->stride, g->dim, sum + k);
            } else {
                // Rows past the end repeat the last one; they are not stored.
                for (size_t k = 0; k < TILE; k++) {
                    __m512 one[4];
                    dot_lanes_avx512(q, keys + (k < rows ? k : rows - 1) * g->stride, 0, g->dim, one);
                    sum[k] = one[0];
                }
            }
            const __m512 scores = _mm512_mul_ps(fold_rows_avx512(sum), _mm512_set1_ps(g->scale));
            _mm512_mask_storeu_ps(g->scores + h * g->score_stride + t, ck_first_avx512((ptrdiff_t)rows), scores);
        }
    }
}

/// Adds `rows` positions from t on to dimensions d ..< d+64, cut by `dim`, of `heads` <= 4 heads
/// from h on: 16 accumulators, 4 registers of values, one weight.
CK_AVX512_INLINE void add_values_avx512(const struct ck_attention_group *g, size_t t, size_t rows, size_t h,
                                        const int heads, size_t d) {
    __mmask16 mask[4];
    __m512 acc[4][4];
    for (int j = 0; j < 4; j++) mask[j] = ck_first_avx512((ptrdiff_t)(g->dim - d) - 16 * j);
    float *out = g->out + h * g->dim + d;
    for (int k = 0; k < heads; k++)
        for (int j = 0; j < 4; j++) acc[k][j] = _mm512_maskz_loadu_ps(mask[j], out + k * g->dim + 16 * j);
    const float *weight = g->scores + h * g->score_stride + t;
    const float *value = g->values + t * g->stride + d;
    for (size_t i = 0; i < rows; i++, value += g->stride, weight++) {
        __m512 v[4];
        for (int j = 0; j < 4; j++) v[j] = _mm512_maskz_loadu_ps(mask[j], value + 16 * j);
        for (int k = 0; k < heads; k++) {
            const __m512 p = _mm512_set1_ps(weight[k * g->score_stride]);
            for (int j = 0; j < 4; j++) acc[k][j] = _mm512_fmadd_ps(p, v[j], acc[k][j]);
        }
    }
    for (int k = 0; k < heads; k++)
        for (int j = 0; j < 4; j++) _mm512_mask_storeu_ps(out + k * g->dim + 16 * j, mask[j], acc[k][j]);
}

CK_AVX512 void ck_f32_attention_values_avx512(const struct ck_attention_group *g) {
    const size_t count = g->heads * g->dim;
    for (size_t i = 0; i < count; i++) g->out[i] = 0;
    for (size_t t = 0; t < g->positions; t += VALUE_TILE) {
        const size_t rows = g->positions - t < VALUE_TILE ? g->positions - t : VALUE_TILE;
        for (size_t h = 0; h < g->heads; h += 4)
            for (size_t d = 0; d < g->dim; d += 64)
                switch (g->heads - h) {
                case 1: add_values_avx512(g, t, rows, h, 1, d); break;
                case 2: add_values_avx512(g, t, rows, h, 2, d); break;
                case 3: add_values_avx512(g, t, rows, h, 3, d); break;
                default: add_values_avx512(g, t, rows, h, 4, d); break;
                }
    }
    for (size_t i = 0; i < count; i++) g->out[i] = ck_canonical(g->out[i]);
}

#endif
