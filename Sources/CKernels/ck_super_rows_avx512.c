#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_super_x86_512.h"

#define CK_TARGET CK_AVX512

/// Word k of each 128-bit part of `first`, in every place of that part.
CK_TARGET_INLINE __m512i spread(__m256i words, int first) {
    const __m512i parts = _mm512_setr_epi64(0, 0, 0x0001000100010001, 0x0001000100010001, 0x0002000200020002,
                                            0x0002000200020002, 0x0003000300030003, 0x0003000300030003);
    return _mm512_permutexvar_epi16(_mm512_add_epi16(parts, _mm512_set1_epi16((short)first)),
                                    _mm512_castsi256_si512(words));
}

/// The sum of scale * code * activation in eight lanes, one scale to sixteen weights.
///
/// Codes are at most 63: a pair is at most 2 * 63 * 128, so that its 16-bit sum never saturates.
CK_TARGET_INLINE __m256i products(const __m512i codes[4], __m256i scales, const int8_t *values) {
    __m512i sum = _mm512_setzero_si512();
    for (int t = 0; t < 4; t++) {
        const __m512i pairs = _mm512_maddubs_epi16(codes[t], _mm512_loadu_si512(values + 64 * t));
        sum = _mm512_add_epi32(sum, _mm512_madd_epi16(pairs, spread(scales, 4 * t)));
    }
    return ck_eight_512(sum);
}

CK_TARGET_INLINE __m256i q5k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    __m512i codes[4];
    ck_q5k_codes_x86_512(block, codes);
    const __m128i packed = ck_q4k_scales_x86(block);
    const __m256i scales = ck_q5k_words_x86(packed, false);
    return _mm256_hadd_epi32(products(codes, scales, values), ck_q4k_minimums_x86(packed, sums));
}

CK_TARGET_INLINE __m256i iq4xs_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    (void)sums;
    __m512i indices[4];
    ck_iq4xs_indices_x86_512(block, indices);
    const __m512i levels = _mm512_broadcast_i32x4(_mm_setr_epi8(CK_IQ4_LEVELS));
    const __m256i scales = ck_iq4xs_scales_x86(block);
    __m512i sum = _mm512_setzero_si512();
    for (int t = 0; t < 4; t++) {
        // In words: a pair of products of signed bytes fits 16 bits only where neither is -128.
        const __m512i codes = _mm512_shuffle_epi8(levels, indices[t]);
        for (int half = 0; half < 2; half++) {
            const __m256i own = half ? _mm512_extracti64x4_epi64(codes, 1) : _mm512_castsi512_si256(codes);
            const __m256i q8 = _mm256_loadu_si256((const __m256i *)(values + 64 * t + 32 * half));
            const __m512i pairs = _mm512_madd_epi16(_mm512_cvtepi8_epi16(own), _mm512_cvtepi8_epi16(q8));
            const __m512i scale =
                _mm512_permutexvar_epi32(_mm512_set1_epi32(2 * t + half), _mm512_castsi256_si512(scales));
            sum = _mm512_add_epi32(sum, _mm512_mullo_epi32(pairs, scale));
        }
    }
    const __m256i s = ck_eight_512(sum);
    return _mm256_hadd_epi32(s, s);
}

#define NAME(FORMAT) ck_##FORMAT##_rows_avx512
#include "ck_super_rows_x86_512.h"

#endif
