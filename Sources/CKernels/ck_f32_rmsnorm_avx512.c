#if defined(__x86_64__)

#include "ck_rmsnorm.h"
#include "ck_target.h"

#include <immintrin.h>

/// The lanes of a register that so many remaining values fill.
static inline __attribute__((always_inline)) CK_AVX512 __mmask16 lanes(size_t count) {
    return count >= 16 ? 0xffff : (__mmask16)((1u << count) - 1);
}

static inline __attribute__((always_inline)) CK_AVX512 __m512 normalized(__m512 x, __m512 factor, __m512 weight) {
    const __m512 v = _mm512_mul_ps(_mm512_mul_ps(x, factor), weight);
    return _mm512_mask_mov_ps(v, _mm512_cmp_ps_mask(v, v, _CMP_UNORD_Q), _mm512_set1_ps(__builtin_nanf("")));
}

static inline __attribute__((always_inline)) CK_AVX512 float sum_of_squares(const float *x, size_t count) {
    // Lane k of register r is virtual lane 16r + k of 64.
    __m512 a[4];
    for (int r = 0; r < 4; r++) a[r] = _mm512_setzero_ps();
    for (; count >= 64; count -= 64, x += 64) {
        for (int r = 0; r < 4; r++) {
            const __m512 v = _mm512_loadu_ps(x + 16 * r);
            a[r] = _mm512_fmadd_ps(v, v, a[r]);
        }
    }
    for (int r = 0; r < 4; r++) {
        const size_t rest = count > (size_t)(16 * r) ? count - 16 * r : 0;
        const __m512 v = _mm512_maskz_loadu_ps(lanes(rest), x + 16 * r);
        a[r] = _mm512_mask3_fmadd_ps(v, v, a[r], lanes(rest));
    }
    const __m512 sixteen = _mm512_add_ps(_mm512_add_ps(a[0], a[2]), _mm512_add_ps(a[1], a[3]));
    const __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(sixteen), _mm512_extractf32x8_ps(sixteen, 1));
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

CK_AVX512 void ck_f32_rmsnorm_avx512(const float *x, const float *weight, size_t count, float epsilon, float *y) {
    const float mean = sum_of_squares(x, count) / (float)count;
    const __m512 factor = _mm512_set1_ps(1 / _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(mean + epsilon))));
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        _mm512_storeu_ps(y + i, normalized(_mm512_loadu_ps(x + i), factor, _mm512_loadu_ps(weight + i)));
    }
    const __mmask16 some = lanes(count - i);
    const __m512 rest = _mm512_maskz_loadu_ps(some, x + i), weights = _mm512_maskz_loadu_ps(some, weight + i);
    _mm512_mask_storeu_ps(y + i, some, normalized(rest, factor, weights));
}

#endif
