#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_super_x86_512.h"

#define CK_TARGET CK_AVX512VNNI

/// Words of scales for the sums of four products of 128 weights, once packed: a part of 128 bits holds four sums of
/// sixteen weights, and four of the sixteen that come 64 weights later.
#define PART(a, b) a, a, a, a, b, b, b, b
static const int16_t places_of_sixteens[2][32] __attribute__((aligned(64))) = {
    {PART(0, 4), PART(1, 5), PART(2, 6), PART(3, 7)},
    {PART(8, 12), PART(9, 13), PART(10, 14), PART(11, 15)},
};

/// The sum of scale * code * activation in eight lanes, one scale to sixteen weights.
///
/// Codes are at most 63: sums of four products, at most 4 * 63 * 128, fit 16 bits, so that packing loses nothing.
CK_TARGET_INLINE __m256i products(const __m512i codes[4], __m256i scales, const int8_t *values) {
    __m512i sum = _mm512_setzero_si512();
    for (int half = 0; half < 2; half++) {
        __m512i fours[2];
        for (int k = 0; k < 2; k++)
            fours[k] = _mm512_dpbusd_epi32(_mm512_setzero_si512(), codes[2 * half + k],
                                           _mm512_loadu_si512(values + 128 * half + 64 * k));
        const __m512i spread = _mm512_permutexvar_epi16(_mm512_load_si512(places_of_sixteens[half]),
                                                        _mm512_castsi256_si512(scales));
        sum = _mm512_dpwssd_epi32(sum, _mm512_packs_epi32(fours[0], fours[1]), spread);
    }
    return ck_eight_512(sum);
}

/// As words: scales 2t and 2t + 1 of 32 weights each, four times an eighth of the register each, for t = 2 half and
/// 2 half + 1; the bytes of the unpacked scales, of which an index above 127 gives 0.
#undef PART
#define PART(a, b) a, -1, a, -1, a, -1, a, -1, b, -1, b, -1, b, -1, b, -1
static const int8_t places_of_thirty_twos[2][64] __attribute__((aligned(64))) = {
    {PART(0, 2), PART(0, 2), PART(1, 3), PART(1, 3)},
    {PART(8, 10), PART(8, 10), PART(9, 11), PART(9, 11)},
};

CK_TARGET_INLINE __m256i q5k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    __m512i codes[4];
    ck_q5k_codes_x86_512(block, codes);
    const __m128i packed = ck_q4k_scales_x86(block);
    const __m512i scales = _mm512_broadcast_i32x4(packed);
    __m512i sum = _mm512_setzero_si512();
    for (int half = 0; half < 2; half++) {
        __m512i fours[2];
        for (int k = 0; k < 2; k++)
            fours[k] = _mm512_dpbusd_epi32(_mm512_setzero_si512(), codes[2 * half + k],
                                           _mm512_loadu_si512(values + 128 * half + 64 * k));
        const __m512i spread = _mm512_shuffle_epi8(scales, _mm512_load_si512(places_of_thirty_twos[half]));
        sum = _mm512_dpwssd_epi32(sum, _mm512_packs_epi32(fours[0], fours[1]), spread);
    }
    return _mm256_hadd_epi32(ck_eight_512(sum), ck_q4k_minimums_x86(packed, sums));
}

CK_TARGET_INLINE __m256i iq4xs_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    __m512i codes[4];
    ck_iq4xs_codes_x86_512(block, codes);
    const __m256i scales = ck_iq4xs_scales_x86(block);
    __m512i sum = _mm512_setzero_si512();
    for (int t = 0; t < 4; t++) {
        const __m512i fours =
            _mm512_dpbusd_epi32(_mm512_setzero_si512(), codes[t], _mm512_loadu_si512(values + 64 * t));
        const __m512i places = _mm512_inserti64x4(_mm512_set1_epi32(2 * t), _mm256_set1_epi32(2 * t + 1), 1);
        const __m512i spread = _mm512_permutexvar_epi32(places, _mm512_castsi256_si512(scales));
        sum = _mm512_add_epi32(sum, _mm512_mullo_epi32(fours, spread));
    }
    // The codes are 128 too large.
    const __m256i twice = ck_iq4xs_words_x86(scales);
    const __m256i s = _mm256_sub_epi32(ck_eight_512(sum), _mm256_slli_epi32(ck_super_with_sums_x86(twice, sums), 7));
    return _mm256_hadd_epi32(s, s);
}

#define NAME(FORMAT) ck_##FORMAT##_rows_avx512vnni
#include "ck_super_rows_x86_512.h"

#endif
