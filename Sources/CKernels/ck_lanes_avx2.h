// The 64 virtual lanes of every reduction, held in eight AVX2 registers.
#ifndef CK_LANES_AVX2_H
#define CK_LANES_AVX2_H

#include <immintrin.h>

#include "ck_float.h"

#define CK_AVX2 __attribute__((target("avx2,fma")))
#define CK_AVX2_INLINE CK_AVX2 __attribute__((always_inline)) static inline

/// Lanes 8j ..< 8j+8 in v[j].
struct ck_lanes_avx2 {
    __m256 v[8];
};

/// All bits set in the first `count` of 8 lanes, any count.
CK_AVX2_INLINE __m256i ck_first_avx2(ptrdiff_t count) {
    const int capped = count >= 8 ? 8 : count <= 0 ? 0 : (int)count;
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(capped), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

CK_AVX2_INLINE struct ck_lanes_avx2 ck_lanes_zero_avx2(void) {
    struct ck_lanes_avx2 acc;
    for (int j = 0; j < 8; j++) acc.v[j] = _mm256_setzero_ps();
    return acc;
}

/// acc[k] = fma(a[k], b[k], acc[k]) for all 64 lanes.
CK_AVX2_INLINE void ck_lanes_fma_avx2(struct ck_lanes_avx2 *acc, const float *a, const float *b) {
    for (int j = 0; j < 8; j++)
        acc->v[j] = _mm256_fmadd_ps(_mm256_loadu_ps(a + 8 * j), _mm256_loadu_ps(b + 8 * j), acc->v[j]);
}

/// The same for the first `count` < 64 lanes. The others keep their bits: adding 0*0 would turn
/// a lane of -0 into +0.
CK_AVX2_INLINE void ck_lanes_fma_tail_avx2(struct ck_lanes_avx2 *acc, const float *a, const float *b,
                                           size_t count) {
    for (int j = 0; j < 8; j++) {
        const __m256i m = ck_first_avx2((ptrdiff_t)count - 8 * j);
        const __m256 x = _mm256_maskload_ps(a + 8 * j, m), y = _mm256_maskload_ps(b + 8 * j, m);
        const __m256 sum = _mm256_fmadd_ps(x, y, acc->v[j]);
        acc->v[j] = _mm256_blendv_ps(acc->v[j], sum, _mm256_castsi256_ps(m));
    }
}

/// Lanes 64 -> 32 -> 16 -> 8 of the tree.
CK_AVX2_INLINE __m256 ck_lanes_fold8_avx2(const struct ck_lanes_avx2 *acc) {
    __m256 v[4];
    for (int j = 0; j < 4; j++) v[j] = _mm256_add_ps(acc->v[j], acc->v[j + 4]);
    return _mm256_add_ps(_mm256_add_ps(v[0], v[2]), _mm256_add_ps(v[1], v[3]));
}

/// The whole tree: 64 -> 32 -> 16 -> 8 -> 4 -> 2 -> 1, each lane k plus lane k + half.
CK_AVX2_INLINE float ck_lanes_fold_avx2(const struct ck_lanes_avx2 *acc) {
    const __m256 v8 = ck_lanes_fold8_avx2(acc);
    const __m128 v4 = _mm_add_ps(_mm256_castps256_ps128(v8), _mm256_extractf128_ps(v8, 1));
    const __m128 v2 = _mm_add_ps(v4, _mm_movehl_ps(v4, v4));
    return _mm_cvtss_f32(_mm_add_ss(v2, _mm_movehdup_ps(v2)));
}

/// NaN lanes become the canonical one.
CK_AVX2_INLINE __m256 ck_canonical_avx2(__m256 x) {
    return _mm256_blendv_ps(x, _mm256_set1_ps(CK_NAN), _mm256_cmp_ps(x, x, _CMP_UNORD_Q));
}

#endif
