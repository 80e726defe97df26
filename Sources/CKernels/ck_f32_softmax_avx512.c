#if defined(__x86_64__)

#include "ck_exp_avx512.h"
#include "ck_softmax.h"

// Each pass starts where the last one ended, as far as the order is free: what it reads first is then
// still in the cache.

/// The largest value that is not NaN, -inf if there is none; the order of a maximum is free.
CK_AVX512_INLINE __m512 max_avx512(const float *x, size_t n) {
    const __m512 lowest = _mm512_set1_ps(-__builtin_inff());
    struct ck_lanes m = {{lowest, lowest, lowest, lowest}};
    size_t i = n;
    // max returns its second operand when the first is NaN, so NaN is passed over.
    for (; i >= 64; i -= 64)
        for (int j = 0; j < 4; j++) m.v[j] = _mm512_max_ps(_mm512_loadu_ps(x + i - 64 + 16 * j), m.v[j]);
    for (int j = 0; j < 4; j++) {
        const __mmask16 k = ck_first_avx512((ptrdiff_t)i - 16 * j);
        m.v[j] = _mm512_max_ps(_mm512_mask_loadu_ps(lowest, k, x + 16 * j), m.v[j]);
    }
    const __m512 all = _mm512_max_ps(_mm512_max_ps(m.v[0], m.v[1]), _mm512_max_ps(m.v[2], m.v[3]));
    return _mm512_set1_ps(_mm512_reduce_max_ps(all));
}

/// e^(x - max) of the first `count` of 64 values, added to the lanes of `sum`.
CK_AVX512_INLINE void exp_and_add_avx512(const float *x, __m512 max, float *y, struct ck_lanes *sum,
                                         size_t count) {
    struct ck_lanes e = ck_lanes_load(x, count);
    // Differences are at most 0, or NaN.
    for (int j = 0; j < 4; j++) e.v[j] = _mm512_sub_ps(e.v[j], max);
    e = ck_exp_lanes_avx512(e);
    ck_lanes_store(y, e, count);
    for (int j = 0; j < 4; j++)
        sum->v[j] = _mm512_mask_add_ps(sum->v[j], ck_first_avx512((ptrdiff_t)count - 16 * j), sum->v[j], e.v[j]);
}

/// y = y * factor, for the first `count` of 64 values.
CK_AVX512_INLINE void multiply_avx512(float *y, __m512 factor, size_t count) {
    struct ck_lanes v = ck_lanes_load(y, count);
    for (int j = 0; j < 4; j++) v.v[j] = _mm512_mul_ps(v.v[j], factor);
    ck_lanes_store(y, v, count);
}

CK_AVX512 void ck_f32_softmax_avx512(const float *x, float *y, size_t n) {
    const __m512 max = max_avx512(x, n);
    const size_t whole = n / 64 * 64;
    struct ck_lanes sum = ck_lanes_zero();
    for (size_t i = 0; i < whole; i += 64) exp_and_add_avx512(x + i, max, y + i, &sum, 64);
    if (whole < n) exp_and_add_avx512(x + whole, max, y + whole, &sum, n - whole);
    // A NaN anywhere reaches the sum, and from it every element. Without one, all e are in 0...1 and the sum is
    // finite and at least 1, so that no product is NaN.
    const float reciprocal = 1.0f / ck_lanes_fold(&sum);
    if (__builtin_expect(reciprocal != reciprocal, 0)) {
        for (size_t i = 0; i < n; i++) y[i] = CK_NAN;
        return;
    }
    const __m512 factor = _mm512_set1_ps(reciprocal);
    if (whole < n) multiply_avx512(y + whole, factor, n - whole);
    for (size_t i = whole; i > 0; i -= 64) multiply_avx512(y + i - 64, factor, 64);
}

#endif
