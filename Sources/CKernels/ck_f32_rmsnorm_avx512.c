#if defined(__x86_64__)

#include "ck_lanes_avx512.h"
#include "ck_rmsnorm.h"

CK_AVX512_INLINE float sum_of_squares_avx512(const float *x, size_t count) {
    struct ck_lanes_avx512 sum = ck_lanes_zero_avx512();
    for (; count >= 64; count -= 64, x += 64) ck_lanes_fma_avx512(&sum, x, x);
    if (count > 0) ck_lanes_fma_tail_avx512(&sum, x, x, count);
    return ck_lanes_fold_avx512(&sum);
}

/// The first `count` of 64 values, normalized.
CK_AVX512_INLINE void normalize_avx512(const float *x, const float *weight, __m512 factor, float *y, size_t count) {
    struct ck_lanes_avx512 v = ck_lanes_load_avx512(x, count);
    const struct ck_lanes_avx512 w = ck_lanes_load_avx512(weight, count);
    for (int j = 0; j < 4; j++)
        v.v[j] = ck_canonical_avx512(_mm512_mul_ps(_mm512_mul_ps(v.v[j], factor), w.v[j]));
    ck_lanes_store_avx512(y, v, count);
}

CK_AVX512 void ck_f32_rmsnorm_avx512(const float *x, const float *weight, size_t count, float epsilon, float *y) {
    const float mean = sum_of_squares_avx512(x, count) / (float)count;
    const __m512 factor = _mm512_set1_ps(1 / _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(mean + epsilon))));
    const size_t whole = count / 64 * 64;
    if (whole < count) normalize_avx512(x + whole, weight + whole, factor, y + whole, count - whole);
    // From the end, where x is still in the cache.
    for (size_t i = whole; i > 0; i -= 64) normalize_avx512(x + i - 64, weight + i - 64, factor, y + i - 64, 64);
}

#endif
