// The 64 virtual lanes of every reduction, held in four AVX-512 registers.
#ifndef CK_LANES_AVX512_H
#define CK_LANES_AVX512_H

#include <immintrin.h>

#include "ck_float.h"

#define CK_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")))
#define CK_AVX512_INLINE CK_AVX512 __attribute__((always_inline)) static inline

/// Lanes 16j ..< 16j+16 in v[j].
struct ck_lanes_avx512 {
    __m512 v[4];
};

/// The first `count` of 16 lanes, any count.
CK_AVX512_INLINE __mmask16 ck_first_avx512(ptrdiff_t count) {
    return count >= 16 ? 0xffff : count <= 0 ? 0 : (__mmask16)((1u << count) - 1);
}

CK_AVX512_INLINE struct ck_lanes_avx512 ck_lanes_zero_avx512(void) {
    const __m512 zero = _mm512_setzero_ps();
    return (struct ck_lanes_avx512){{zero, zero, zero, zero}};
}

/// The first `count` of 64 floats, any count above 0; +0 in the lanes past them.
CK_AVX512_INLINE struct ck_lanes_avx512 ck_lanes_load_avx512(const float *x, size_t count) {
    struct ck_lanes_avx512 lanes;
    for (int j = 0; j < 4; j++)
        lanes.v[j] = count >= 64 ? _mm512_loadu_ps(x + 16 * j)
                                 : _mm512_maskz_loadu_ps(ck_first_avx512((ptrdiff_t)count - 16 * j), x + 16 * j);
    return lanes;
}

/// Stores the first `count` of 64 lanes.
CK_AVX512_INLINE void ck_lanes_store_avx512(float *y, struct ck_lanes_avx512 lanes, size_t count) {
    for (int j = 0; j < 4; j++)
        if (count >= 64)
            _mm512_storeu_ps(y + 16 * j, lanes.v[j]);
        else
            _mm512_mask_storeu_ps(y + 16 * j, ck_first_avx512((ptrdiff_t)count - 16 * j), lanes.v[j]);
}

/// acc[k] = fma(a[k], b[k], acc[k]) for all 64 lanes.
CK_AVX512_INLINE void ck_lanes_fma_avx512(struct ck_lanes_avx512 *acc, const float *a, const float *b) {
    for (int j = 0; j < 4; j++)
        acc->v[j] = _mm512_fmadd_ps(_mm512_loadu_ps(a + 16 * j), _mm512_loadu_ps(b + 16 * j), acc->v[j]);
}

/// The same for the first `count` < 64 lanes. The others keep their bits: adding 0*0 would turn
/// a lane of -0 into +0.
CK_AVX512_INLINE void ck_lanes_fma_tail_avx512(struct ck_lanes_avx512 *acc, const float *a, const float *b,
                                               size_t count) {
    for (int j = 0; j < 4; j++) {
        const __mmask16 m = ck_first_avx512((ptrdiff_t)count - 16 * j);
        const __m512 x = _mm512_maskz_loadu_ps(m, a + 16 * j), y = _mm512_maskz_loadu_ps(m, b + 16 * j);
        acc->v[j] = _mm512_mask3_fmadd_ps(x, y, acc->v[j], m);
    }
}

/// Lanes 64 -> 32 -> 16 of the tree.
CK_AVX512_INLINE __m512 ck_lanes_fold16_avx512(const struct ck_lanes_avx512 *acc) {
    const __m512 low = _mm512_add_ps(acc->v[0], acc->v[2]), high = _mm512_add_ps(acc->v[1], acc->v[3]);
    return _mm512_add_ps(low, high);
}

/// The whole tree: 64 -> 32 -> 16 -> 8 -> 4 -> 2 -> 1, each lane k plus lane k + half.
CK_AVX512_INLINE float ck_lanes_fold_avx512(const struct ck_lanes_avx512 *acc) {
    const __m512 v16 = ck_lanes_fold16_avx512(acc);
    const __m256 v8 = _mm256_add_ps(_mm512_castps512_ps256(v16), _mm512_extractf32x8_ps(v16, 1));
    const __m128 v4 = _mm_add_ps(_mm256_castps256_ps128(v8), _mm256_extractf128_ps(v8, 1));
    const __m128 v2 = _mm_add_ps(v4, _mm_movehl_ps(v4, v4));
    return _mm_cvtss_f32(_mm_add_ss(v2, _mm_movehdup_ps(v2)));
}

/// NaN lanes become the canonical one.
///
/// One instruction where a comparison and a blend are two: the table has four bits for each class of x,
/// and says for both NaNs (classes 0 and 1) to take the first operand (0), for all others x (1).
CK_AVX512_INLINE __m512 ck_canonical_avx512(__m512 x) {
    return _mm512_fixupimm_ps(_mm512_set1_ps(CK_NAN), x, _mm512_set1_epi32(0x11111100), 0);
}

#endif
