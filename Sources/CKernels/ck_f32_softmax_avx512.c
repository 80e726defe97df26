#if defined(__x86_64__)

#include "ck_exp_avx512.h"
#include "ck_softmax.h"

/// The largest value that is not NaN, -inf if there is none; the order of a maximum is free.
CK_AVX512_INLINE __m512 max_avx512(const float *x, size_t n) {
    const __m512 lowest = _mm512_set1_ps(-__builtin_inff());
    struct ck_lanes_avx512 m = {{lowest, lowest, lowest, lowest}};
    size_t i = 0;
    // max returns its second operand when the first is NaN, so NaN is passed over.
    for (; i + 64 <= n; i += 64)
        for (int j = 0; j < 4; j++) m.v[j] = _mm512_max_ps(_mm512_loadu_ps(x + i + 16 * j), m.v[j]);
    for (; i < n; i += 16) {
        const __mmask16 k = ck_first_avx512((ptrdiff_t)(n - i));
        m.v[0] = _mm512_max_ps(_mm512_mask_loadu_ps(lowest, k, x + i), m.v[0]);
    }
    const __m512 all = _mm512_max_ps(_mm512_max_ps(m.v[0], m.v[1]), _mm512_max_ps(m.v[2], m.v[3]));
    return _mm512_set1_ps(_mm512_reduce_max_ps(all));
}

CK_AVX512 void ck_f32_softmax_avx512(const float *x, float *y, size_t n) {
    // Differences are at most 0, or NaN.
    const __m512 max = max_avx512(x, n);
    struct ck_lanes_avx512 sum = ck_lanes_zero_avx512();
    size_t i = 0;
    for (; i + 64 <= n; i += 64)
        for (int j = 0; j < 4; j++) {
            const __m512 e = ck_exp_not_above_avx512(_mm512_sub_ps(_mm512_loadu_ps(x + i + 16 * j), max));
            _mm512_storeu_ps(y + i + 16 * j, e);
            sum.v[j] = _mm512_add_ps(sum.v[j], e);
        }
    for (int j = 0; j < 4 && i + 16 * j < n; j++) {
        const __mmask16 k = ck_first_avx512((ptrdiff_t)(n - i) - 16 * j);
        const __m512 e = ck_exp_not_above_avx512(_mm512_sub_ps(_mm512_maskz_loadu_ps(k, x + i + 16 * j), max));
        _mm512_mask_storeu_ps(y + i + 16 * j, k, e);
        sum.v[j] = _mm512_mask_add_ps(sum.v[j], k, sum.v[j], e);
    }
    // A NaN anywhere reaches the sum, and from it every element. Without one, all e are in 0...1 and the sum is
    // finite and at least 1, so that no product is NaN.
    const float reciprocal = 1.0f / ck_lanes_fold_avx512(&sum);
    const __m512 r = _mm512_set1_ps(reciprocal);
    if (__builtin_expect(reciprocal != reciprocal, 0)) {
        for (i = 0; i < n; i++) y[i] = CK_NAN;
        return;
    }
    for (i = 0; i + 64 <= n; i += 64)
        for (int j = 0; j < 4; j++)
            _mm512_storeu_ps(y + i + 16 * j, _mm512_mul_ps(_mm512_loadu_ps(y + i + 16 * j), r));
    for (; i < n; i += 16) {
        const __mmask16 k = ck_first_avx512((ptrdiff_t)(n - i));
        _mm512_mask_storeu_ps(y + i, k, _mm512_mul_ps(_mm512_maskz_loadu_ps(k, y + i), r));
    }
}

#endif
