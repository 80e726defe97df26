#if defined(__x86_64__)

#include "ck_q8_0.h"
#include "ck_q8_0_x86.h"

CK_AVX2_INLINE uint32_t magnitude(const float *x) {
    __m256i most = _mm256_setzero_si256();
    for (int k = 0; k < 4; k++) {
        const __m256i bits = _mm256_loadu_si256((const __m256i *)(x + 8 * k));
        most = _mm256_max_epu32(most, _mm256_and_si256(bits, _mm256_set1_epi32(INT32_MAX)));
    }
    return ck_q8_0_largest_x86(most);
}

CK_AVX2_INLINE int16_t quantize_block(const float *x, float inverse, int8_t *values) {
    const __m256 sign = _mm256_set1_ps(-0.0f), half = _mm256_set1_ps(CK_Q8K_BELOW_HALF);
    const __m256 factor = _mm256_set1_ps(inverse);
    __m256i q[4];
    for (int k = 0; k < 4; k++) {
        const __m256 v = _mm256_mul_ps(_mm256_loadu_ps(x + 8 * k), factor);
        q[k] = _mm256_cvttps_epi32(_mm256_add_ps(v, _mm256_or_ps(_mm256_and_ps(v, sign), half)));
    }
    // Packing keeps to 128-bit halves, hence the permutation.
    const __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(q[0], q[1]), _mm256_packs_epi32(q[2], q[3]));
    _mm256_storeu_si256((__m256i *)values,
                        _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7)));
    // Sums of eight bytes made unsigned, which adds 128 to each of 32.
    const __m256i eights = _mm256_sad_epu8(_mm256_xor_si256(bytes, _mm256_set1_epi8(-128)), _mm256_setzero_si256());
    const __m128i both = _mm_add_epi32(_mm256_castsi256_si128(eights), _mm256_extracti128_si256(eights, 1));
    return (int16_t)(_mm_cvtsi128_si32(both) + _mm_extract_epi32(both, 2) - 32 * 128);
}

CK_Q8_0_QUANTIZE(ck_q8_0_quantize_avx2, CK_AVX2)

#endif
