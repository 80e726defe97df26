#if defined(__x86_64__)

#include "ck_rmsnorm.h"
#include "ck_target.h"

#include <immintrin.h>
#include <string.h>

/// Lane k of register r is virtual lane 8r + k of 64.
static inline __attribute__((always_inline)) CK_AVX2 void add_squares(__m256 accumulators[8], const float *x) {
    for (int r = 0; r < 8; r++) {
        const __m256 v = _mm256_loadu_ps(x + 8 * r);
        accumulators[r] = _mm256_fmadd_ps(v, v, accumulators[r]);
    }
}

static inline __attribute__((always_inline)) CK_AVX2 float sum_of_squares(const float *x, size_t count) {
    __m256 a[8];
    for (int r = 0; r < 8; r++) a[r] = _mm256_setzero_ps();
    for (; count >= 64; count -= 64, x += 64) add_squares(a, x);
    if (count > 0) {
        // Padded with zeros: fma(0, 0, a) is a, because no accumulator is ever -0.
        float rest[64] = {0};
        memcpy(rest, x, count * sizeof *x);
        add_squares(a, rest);
    }
    for (int half = 4; half > 0; half /= 2) {
        for (int r = 0; r < half; r++) a[r] = _mm256_add_ps(a[r], a[r + half]);
    }
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(a[0]), _mm256_extractf128_ps(a[0], 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

CK_AVX2 void ck_f32_rmsnorm_avx2(const float *x, const float *weight, size_t count, float epsilon, float *y) {
    const float mean = sum_of_squares(x, count) / (float)count;
    const float factor = 1 / _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(mean + epsilon)));
    const __m256 factors = _mm256_set1_ps(factor), nan = _mm256_set1_ps(__builtin_nanf(""));
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256 v = _mm256_mul_ps(_mm256_mul_ps(_mm256_loadu_ps(x + i), factors), _mm256_loadu_ps(weight + i));
        _mm256_storeu_ps(y + i, _mm256_blendv_ps(v, nan, _mm256_cmp_ps(v, v, _CMP_UNORD_Q)));
    }
    for (; i < count; i++) {
        const float v = (x[i] * factor) * weight[i];
        y[i] = v != v ? __builtin_nanf("") : v;
    }
}

#endif
