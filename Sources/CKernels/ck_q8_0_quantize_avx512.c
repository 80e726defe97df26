#if defined(__x86_64__)

#include "ck_q8_0.h"
#include "ck_q8_0_x86.h"

CK_AVX512_INLINE uint32_t magnitude(const float *x) {
    const __m512i most = _mm512_max_epu32(
        _mm512_and_si512(_mm512_loadu_si512(x), _mm512_set1_epi32(INT32_MAX)),
        _mm512_and_si512(_mm512_loadu_si512(x + 16), _mm512_set1_epi32(INT32_MAX)));
    return ck_q8_0_largest_x86(_mm256_max_epu32(_mm512_castsi512_si256(most), _mm512_extracti64x4_epi64(most, 1)));
}

CK_AVX512_INLINE int16_t quantize_block(const float *x, float inverse, int8_t *values) {
    const __m512i sign = _mm512_set1_epi32(INT32_MIN), half = _mm512_castps_si512(_mm512_set1_ps(CK_Q8K_BELOW_HALF));
    const __m512 factor = _mm512_set1_ps(inverse);
    __m128i q[2];
    for (int k = 0; k < 2; k++) {
        const __m512 v = _mm512_mul_ps(_mm512_loadu_ps(x + 16 * k), factor);
        // 0xea: (a & b) | c, the sign of the product on the constant.
        const __m512i shift = _mm512_ternarylogic_epi32(_mm512_castps_si512(v), sign, half, 0xea);
        q[k] = _mm512_cvtepi32_epi8(_mm512_cvttps_epi32(_mm512_add_ps(v, _mm512_castsi512_ps(shift))));
        _mm_storeu_si128((__m128i *)(values + 16 * k), q[k]);
    }
    // Sums of eight bytes made unsigned, which adds 128 to each of 32.
    const __m128i low = _mm_sad_epu8(_mm_xor_si128(q[0], _mm_set1_epi8(-128)), _mm_setzero_si128());
    const __m128i high = _mm_sad_epu8(_mm_xor_si128(q[1], _mm_set1_epi8(-128)), _mm_setzero_si128());
    const __m128i both = _mm_add_epi32(low, high);
    return (int16_t)(_mm_cvtsi128_si32(both) + _mm_extract_epi32(both, 2) - 32 * 128);
}

CK_Q8_0_QUANTIZE(ck_q8_0_quantize_avx512, CK_AVX512)

#endif
