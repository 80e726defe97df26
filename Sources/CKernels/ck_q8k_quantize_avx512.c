#if defined(__x86_64__)

#include "ck_q8k.h"
#include "ck_q8k_x86.h"

/// Sixteen-bit sums of sixteen bytes each, of the 256 in four registers.
CK_AVX512_INLINE __m256i sums_of_sixteen(const __m512i q[4]) {
    // Sums of eight bytes made unsigned, 128 too large each, so 2048 too large for sixteen.
    __m512i s[4];
    for (int k = 0; k < 4; k++) {
        s[k] = _mm512_sad_epu8(_mm512_xor_si512(q[k], _mm512_set1_epi8(-128)), _mm512_setzero_si512());
    }
    // Of each 128-bit part the sum of both halves: register 0 in the even, register 1 in the odd words.
    const __m512i first = _mm512_add_epi64(_mm512_unpacklo_epi64(s[0], s[1]), _mm512_unpackhi_epi64(s[0], s[1]));
    const __m512i second = _mm512_add_epi64(_mm512_unpacklo_epi64(s[2], s[3]), _mm512_unpackhi_epi64(s[2], s[3]));
    const __m512i both = _mm512_or_si512(first, _mm512_slli_epi64(second, 16));
    // Quadword 2*part + register%2 now holds registers 0, 1 in its lowest and 2, 3 in its next 16 bits.
    const __m512i in_order = _mm512_castsi256_si512(
        _mm256_setr_epi16(0, 8, 16, 24, 4, 12, 20, 28, 1, 9, 17, 25, 5, 13, 21, 29));
    const __m256i sums = _mm512_castsi512_si256(_mm512_permutexvar_epi16(in_order, both));
    return _mm256_sub_epi16(sums, _mm256_set1_epi16(2048));
}

CK_AVX512_INLINE struct ck_q8k_extremes extremes(const float *x) {
    __m512i most[2] = {_mm512_set1_epi32(INT32_MIN), _mm512_set1_epi32(INT32_MIN)};
    __m512i least[2] = {_mm512_setzero_si512(), _mm512_setzero_si512()};
    for (int k = 0; k < 16; k++) {
        const __m512i bits = _mm512_loadu_si512(x + 16 * k);
        most[k % 2] = _mm512_max_epi32(most[k % 2], bits);
        least[k % 2] = _mm512_max_epu32(least[k % 2], bits);
    }
    const __m512i s = _mm512_max_epi32(most[0], most[1]), u = _mm512_max_epu32(least[0], least[1]);
    return ck_q8k_reduce_extremes(_mm256_max_epi32(_mm512_castsi512_si256(s), _mm512_extracti64x4_epi64(s, 1)),
                                  _mm256_max_epu32(_mm512_castsi512_si256(u), _mm512_extracti64x4_epi64(u, 1)));
}

CK_AVX512_INLINE void quantize_block(const float *x, float inverse,
                                                                           int8_t *values, int16_t *sums,
                                                                           bool published) {
    const __m512i sign = _mm512_set1_epi32(INT32_MIN), half = _mm512_castps_si512(_mm512_set1_ps(CK_Q8K_BELOW_HALF));
    const __m512i in_order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m512 factor = _mm512_set1_ps(inverse);
    __m512i bytes[4];
    for (int i = 0; i < 4; i++) {
        __m512i q[4];
        for (int k = 0; k < 4; k++) {
            const __m512 v = _mm512_mul_ps(_mm512_loadu_ps(x + 64 * i + 16 * k), factor);
            // 0xea: (a & b) | c, the sign of the product on the constant.
            const __m512 shift =
                _mm512_castsi512_ps(_mm512_ternarylogic_epi32(_mm512_castps_si512(v), sign, half, 0xea));
            q[k] = published ? _mm512_cvttps_epi32(_mm512_add_ps(v, shift)) : _mm512_cvtps_epi32(v);
        }
        // Saturating at -128 and 127 is the clamp; packing keeps to 128-bit parts, hence the permutation.
        bytes[i] = _mm512_permutexvar_epi32(in_order, _mm512_packs_epi16(_mm512_packs_epi32(q[0], q[1]),
                                                                         _mm512_packs_epi32(q[2], q[3])));
        _mm512_storeu_si512(values + 64 * i, bytes[i]);
    }
    _mm256_storeu_si256((__m256i *)sums, sums_of_sixteen(bytes));
}

CK_Q8K_QUANTIZE(ck_q8k_quantize_published_avx512, CK_AVX512, ck_q8k_scale_published(extremes(x)), true)
CK_Q8K_QUANTIZE(ck_q8k_quantize_ggml_avx512, CK_AVX512, ck_q8k_scale_ggml(extremes(x), x), false)

#endif
