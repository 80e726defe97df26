#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_super_x86.h"

CK_AVX2_INLINE __m256i load(const void *address) { return _mm256_loadu_si256((const __m256i *)address); }

/// The bits of `words` at `from` and above, moved to `to`; what else arrives is to be masked away.
CK_AVX2_INLINE __m256i moved(__m256i words, int from, int to) {
    return from < to ? _mm256_slli_epi16(words, to - from) : _mm256_srli_epi16(words, from - to);
}

CK_AVX2_INLINE __m256i masked(__m256i words, char mask) { return _mm256_and_si256(words, _mm256_set1_epi8(mask)); }

/// The codes of weights 32j ... 32j + 31 of a block, in order.
CK_AVX2_INLINE __m256i q2k_codes(const uint8_t *block, int j) {
    return masked(moved(load(block + 16 + 32 * (j / 4)), 2 * (j % 4), 0), 3);
}

CK_AVX2_INLINE __m256i q3k_codes(const uint8_t *block, int j) {
    return _mm256_or_si256(masked(moved(load(block + 32 + 32 * (j / 4)), 2 * (j % 4), 0), 3),
                           masked(moved(load(block), j, 2), 4));
}

CK_AVX2_INLINE __m256i q5k_codes(const uint8_t *block, int j) {
    return _mm256_or_si256(masked(moved(load(block + 48 + 32 * (j / 2)), 4 * (j % 2), 0), 15),
                           masked(moved(load(block + 16), j, 4), 16));
}

CK_AVX2_INLINE __m256i q6k_codes(const uint8_t *block, int j) {
    const int half = j / 4, k = j % 4;
    return _mm256_or_si256(masked(moved(load(block + 64 * half + 32 * (k % 2)), 4 * (k / 2), 0), 15),
                           masked(moved(load(block + 128 + 32 * half), 2 * k, 4), 48));
}

/// The sum of scale * code * activation in eight lanes, one scale to sixteen weights.
///
/// Codes are at most 63: a pair is at most 2 * 63 * 128, so that its 16-bit sum never saturates.
CK_AVX2_INLINE __m256i products(__m256i (*codes)(const uint8_t *, int), const uint8_t *block, __m256i scales,
                        const int8_t *values) {
    // Scales 0 to 7 in both halves, and 8 to 15.
    const __m256i both[2] = {_mm256_permute2x128_si256(scales, scales, 0x00),
                             _mm256_permute2x128_si256(scales, scales, 0x11)};
    __m256i sum = _mm256_setzero_si256();
    for (int j = 0; j < 8; j++) {
        const __m256i pairs = _mm256_maddubs_epi16(codes(block, j), load(values + 32 * j));
        // Words 2j and 2j + 1 of the scales, each for its half.
        const short word = (short)(0x0100 * (4 * (j % 4) + 1) + 4 * (j % 4));
        const __m256i places = _mm256_setr_m128i(_mm_set1_epi16(word), _mm_set1_epi16((short)(word + 0x0202)));
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_shuffle_epi8(both[j / 4], places)));
    }
    return sum;
}

/// The sums of a format without minimums, whose codes are a power of two too large.
CK_AVX2_INLINE __m256i with_offset(__m256i products, __m256i scales, const int16_t *sums, int offset) {
    const __m256i s = _mm256_sub_epi32(products, _mm256_slli_epi32(ck_super_with_sums_x86(scales, sums), offset));
    return _mm256_hadd_epi32(s, s);
}

CK_AVX2_INLINE __m256i q6k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    const __m256i scales = ck_q6k_scales_x86(block);
    return with_offset(products(q6k_codes, block, scales, values), scales, sums, 5);
}

CK_AVX2_INLINE __m256i q3k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    const __m256i scales = ck_q3k_scales_x86(block);
    return with_offset(products(q3k_codes, block, scales, values), scales, sums, 2);
}

CK_AVX2_INLINE __m256i q2k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    return _mm256_hadd_epi32(products(q2k_codes, block, ck_q2k_scales_x86(block), values),
                             ck_super_with_sums_x86(ck_q2k_minimums_x86(block), sums));
}

CK_AVX2_INLINE __m256i q5k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    const __m128i packed = ck_q4k_scales_x86(block);
    const __m256i scales = ck_q5k_words_x86(packed, false);
    return _mm256_hadd_epi32(products(q5k_codes, block, scales, values), ck_q4k_minimums_x86(packed, sums));
}

CK_AVX2_INLINE __m256i iq4xs_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    (void)sums;
    const __m128i levels = _mm_setr_epi8(CK_IQ4_LEVELS), low = _mm_set1_epi8(15);
    const __m256i scales = ck_iq4xs_scales_x86(block);
    __m256i sum = _mm256_setzero_si256();
    for (int j = 0; j < 8; j++) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(block + 8 + 16 * j));
        const __m128i codes[2] = {_mm_shuffle_epi8(levels, _mm_and_si128(bytes, low)),
                                  _mm_shuffle_epi8(levels, _mm_and_si128(_mm_srli_epi16(bytes, 4), low))};
        __m256i pairs = _mm256_setzero_si256();
        for (int half = 0; half < 2; half++) {
            // In words: a pair of products of signed bytes fits 16 bits only where neither is -128.
            const __m128i q8 = _mm_loadu_si128((const __m128i *)(values + 32 * j + 16 * half));
            pairs = _mm256_add_epi32(
                pairs, _mm256_madd_epi16(_mm256_cvtepi8_epi16(codes[half]), _mm256_cvtepi8_epi16(q8)));
        }
        const __m256i scale = _mm256_permutevar8x32_epi32(scales, _mm256_set1_epi32(j));
        sum = _mm256_add_epi32(sum, _mm256_mullo_epi32(pairs, scale));
    }
    return _mm256_hadd_epi32(sum, sum);
}

CK_SUPER_ROWS(ck_q2k_rows_avx2, CK_AVX2, 84, CK_SUPER_FACTORS_AT_80, true, q2k_sums)
CK_SUPER_ROWS(ck_q3k_rows_avx2, CK_AVX2, 110, CK_SUPER_FACTORS_AT_108, false, q3k_sums)
CK_SUPER_ROWS(ck_q5k_rows_avx2, CK_AVX2, 176, CK_SUPER_FACTORS_FIRST, true, q5k_sums)
CK_SUPER_ROWS(ck_q6k_rows_avx2, CK_AVX2, 210, CK_SUPER_FACTORS_AT_208, false, q6k_sums)
CK_SUPER_ROWS(ck_iq4xs_rows_avx2, CK_AVX2, 136, CK_SUPER_FACTORS_FIRST, false, iq4xs_sums)

#endif
