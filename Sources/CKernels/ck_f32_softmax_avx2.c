#if defined(__x86_64__)

#include "ck_exp_avx2.h"
#include "ck_softmax.h"

/// The largest value that is not NaN, -inf if there is none; the order of a maximum is free.
CK_AVX2_INLINE __m256 max_avx2(const float *x, size_t n) {
    const __m256 lowest = _mm256_set1_ps(-__builtin_inff());
    __m256 m[4] = {lowest, lowest, lowest, lowest};
    size_t i = 0;
    // max returns its second operand when the first is NaN, so NaN is passed over.
    for (; i + 32 <= n; i += 32)
        for (int j = 0; j < 4; j++) m[j] = _mm256_max_ps(_mm256_loadu_ps(x + i + 8 * j), m[j]);
    for (; i < n; i += 8) {
        const __m256i k = ck_first_avx2((ptrdiff_t)(n - i));
        const __m256 v = _mm256_blendv_ps(lowest, _mm256_maskload_ps(x + i, k), _mm256_castsi256_ps(k));
        m[0] = _mm256_max_ps(v, m[0]);
    }
    const __m256 v8 = _mm256_max_ps(_mm256_max_ps(m[0], m[1]), _mm256_max_ps(m[2], m[3]));
    __m128 v = _mm_max_ps(_mm256_castps256_ps128(v8), _mm256_extractf128_ps(v8, 1));
    v = _mm_max_ps(v, _mm_movehl_ps(v, v));
    v = _mm_max_ps(v, _mm_movehdup_ps(v));
    return _mm256_broadcastss_ps(v);
}

CK_AVX2 void ck_f32_softmax_avx2(const float *x, float *y, size_t n) {
    const __m256 max = max_avx2(x, n);
    struct ck_lanes_avx2 sum = ck_lanes_zero_avx2();
    size_t i = 0;
    for (; i + 64 <= n; i += 64)
        for (int j = 0; j < 8; j++) {
            const __m256 e = ck_exp_lanes_avx2(_mm256_sub_ps(_mm256_loadu_ps(x + i + 8 * j), max));
            _mm256_storeu_ps(y + i + 8 * j, e);
            sum.v[j] = _mm256_add_ps(sum.v[j], e);
        }
    // The sum is never -0, so lanes past the end may add +0.
    for (int j = 0; j < 8 && i + 8 * j < n; j++) {
        const __m256i k = ck_first_avx2((ptrdiff_t)(n - i) - 8 * j);
        const __m256 e = ck_exp_lanes_avx2(_mm256_sub_ps(_mm256_maskload_ps(x + i + 8 * j, k), max));
        _mm256_maskstore_ps(y + i + 8 * j, k, e);
        sum.v[j] = _mm256_add_ps(sum.v[j], _mm256_and_ps(e, _mm256_castsi256_ps(k)));
    }
    // A NaN anywhere reaches the sum, and from it every element.
    const __m256 r = _mm256_set1_ps(1.0f / ck_lanes_fold_avx2(&sum));
    for (i = 0; i + 8 <= n; i += 8)
        _mm256_storeu_ps(y + i, ck_canonical_avx2(_mm256_mul_ps(_mm256_loadu_ps(y + i), r)));
    if (i < n) {
        const __m256i k = ck_first_avx2((ptrdiff_t)(n - i));
        const __m256 p = _mm256_mul_ps(_mm256_maskload_ps(y + i, k), r);
        _mm256_maskstore_ps(y + i, k, ck_canonical_avx2(p));
    }
}

#endif
