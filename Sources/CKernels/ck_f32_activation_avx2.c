#if defined(__x86_64__)

#include "ck_activation.h"
#include "ck_exp_avx2.h"

/// silu(x) in the operations of Activation+Reference.swift; a NaN lane gives some NaN.
CK_AVX2_INLINE __m256 silu_avx2(__m256 x) {
    const __m256 lowest = _mm256_set1_ps(CK_SILU_LOWEST);
    x = _mm256_max_ps(lowest, x);
    const __m256 negative = _mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_LT_OQ);
    const __m256 one = _mm256_set1_ps(1);
    const struct ck_exp_avx2 e = ck_exp_parts_avx2(_mm256_max_ps(lowest, _mm256_xor_ps(x, _mm256_set1_ps(-0.0f))));
    // n for x >= 0, where it is not positive, and -n for x < 0, where it is not negative.
    const __m256i n = _mm256_sub_epi32(_mm256_setzero_si256(), _mm256_abs_epi32(e.n));
    const __m256 scaled = ck_scale_avx2(_mm256_blendv_ps(e.p, one, negative), n);
    const __m256 z = _mm256_add_ps(scaled, _mm256_blendv_ps(one, e.p, negative));
    // Where x is not negative the power of two is 2^0.
    return ck_scale_avx2(_mm256_div_ps(x, z), _mm256_and_si256(n, _mm256_castps_si256(negative)));
}

CK_AVX2 void ck_f32_silu_avx2(const float *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i += 8) {
        const __m256i m = ck_first_avx2((ptrdiff_t)(n - i));
        const __m256 s = silu_avx2(_mm256_maskload_ps(x + i, m));
        _mm256_maskstore_ps(y + i, m, ck_canonical_avx2(s));
    }
}

CK_AVX2 void ck_f32_swiglu_avx2(const float *gate, const float *up, float *y, size_t n) {
    for (size_t i = 0; i < n; i += 8) {
        const __m256i m = ck_first_avx2((ptrdiff_t)(n - i));
        const __m256 s = silu_avx2(_mm256_maskload_ps(gate + i, m));
        const __m256 v = _mm256_mul_ps(s, _mm256_maskload_ps(up + i, m));
        _mm256_maskstore_ps(y + i, m, ck_canonical_avx2(v));
    }
}

#endif
