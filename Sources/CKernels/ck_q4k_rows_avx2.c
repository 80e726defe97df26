#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_super_x86.h"

/// Products of 32 nibbles and activations, times their scale: eight partial sums.
CK_AVX2_INLINE __m256i scaled(__m256i nibbles, const int8_t *values,
                                                                    __m256i scales, int position) {
    // At most 2 * 15 * 128 a pair, so that the 16-bit sums of pairs never saturate.
    const __m256i pairs = _mm256_maddubs_epi16(nibbles, _mm256_loadu_si256((const __m256i *)values));
    const __m256i scale = _mm256_shuffle_epi8(scales, _mm256_set1_epi16((short)(0x8000 | position)));
    return _mm256_madd_epi16(pairs, scale);
}

CK_AVX2_INLINE __m256i block_sums(const uint8_t *block, const int8_t *values,
                                                                        const int16_t *sums) {
    const __m256i nibble = _mm256_set1_epi8(15);
    const __m128i packed = ck_q4k_scales_x86(block);
    const __m256i scales = _mm256_broadcastsi128_si256(packed);
    __m256i products = _mm256_setzero_si256();
    for (int t = 0; t < 4; t++) {
        const __m256i q = _mm256_loadu_si256((const __m256i *)(block + CK_Q4K_HEADER + 32 * t));
        // Scale j is byte j of the unpacked ones, or j + 4 from the fifth on.
        const int position = 2 * t + t / 2 * 4;
        const __m256i low = scaled(_mm256_and_si256(q, nibble), values + 64 * t, scales, position);
        const __m256i high =
            scaled(_mm256_and_si256(_mm256_srli_epi16(q, 4), nibble), values + 64 * t + 32, scales, position + 1);
        products = _mm256_add_epi32(products, _mm256_add_epi32(low, high));
    }
    return _mm256_hadd_epi32(products, ck_q4k_minimums_x86(packed, sums));
}

CK_SUPER_ROWS(ck_q4k_rows_avx2, CK_AVX2, CK_Q4K_BYTES, CK_SUPER_FACTORS_FIRST, true, block_sums)

#endif
