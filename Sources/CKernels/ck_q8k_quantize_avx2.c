#if defined(__x86_64__)

#include "ck_q8k.h"
#include "ck_q8k_x86.h"

/// Sixteen-bit sums of sixteen bytes each, of the 256 of a block.
CK_AVX2_INLINE void store_sums(const int8_t *values, int16_t *sums) {
    // Sums of pairs; then three levels of horizontal sums, which keep to 128-bit halves: the low halves of
    // the eight registers give the even results, the high halves the odd ones.
    __m256i p[8];
    for (int i = 0; i < 8; i++) {
        p[i] = _mm256_maddubs_epi16(_mm256_set1_epi8(1), _mm256_loadu_si256((const __m256i *)(values + 32 * i)));
    }
    for (int width = 4; width > 0; width /= 2) {
        for (int i = 0; i < width; i++) p[i] = _mm256_hadd_epi16(p[2 * i], p[2 * i + 1]);
    }
    const __m128i even = _mm256_castsi256_si128(p[0]), odd = _mm256_extracti128_si256(p[0], 1);
    _mm_storeu_si128((__m128i *)sums, _mm_unpacklo_epi16(even, odd));
    _mm_storeu_si128((__m128i *)(sums + 8), _mm_unpackhi_epi16(even, odd));
}

CK_AVX2_INLINE struct ck_q8k_extremes extremes(const float *x) {
    __m256i most = _mm256_set1_epi32(INT32_MIN), least = _mm256_setzero_si256();
    for (int i = 0; i < 256; i += 8) {
        const __m256i bits = _mm256_loadu_si256((const __m256i *)(x + i));
        most = _mm256_max_epi32(most, bits);
        least = _mm256_max_epu32(least, bits);
    }
    return ck_q8k_reduce_extremes(most, least);
}

CK_AVX2_INLINE void quantize_block(const float *x, float inverse,
                                                                         int8_t *values, int16_t *sums,
                                                                         bool published) {
    const __m256 sign = _mm256_set1_ps(-0.0f), half = _mm256_set1_ps(CK_Q8K_BELOW_HALF);
    const __m256i in_order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256 factor = _mm256_set1_ps(inverse);
    for (int i = 0; i < 256; i += 32) {
        __m256i q[4];
        for (int k = 0; k < 4; k++) {
            const __m256 v = _mm256_mul_ps(_mm256_loadu_ps(x + i + 8 * k), factor);
            const __m256 shift = _mm256_or_ps(_mm256_and_ps(v, sign), half);
            q[k] = published ? _mm256_cvttps_epi32(_mm256_add_ps(v, shift)) : _mm256_cvtps_epi32(v);
        }
        // Saturating at -128 and 127 is the clamp; packing keeps to 128-bit halves, hence the permutation.
        const __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(q[0], q[1]), _mm256_packs_epi32(q[2], q[3]));
        _mm256_storeu_si256((__m256i *)(values + i), _mm256_permutevar8x32_epi32(bytes, in_order));
    }
    store_sums(values, sums);
}

CK_Q8K_QUANTIZE(ck_q8k_quantize_published_avx2, CK_AVX2, ck_q8k_scale_published(extremes(x)), true)
CK_Q8K_QUANTIZE(ck_q8k_quantize_ggml_avx2, CK_AVX2, ck_q8k_scale_ggml(extremes(x), x), false)

#endif
