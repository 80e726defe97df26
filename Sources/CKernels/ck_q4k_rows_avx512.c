#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_super_x86_512.h"

CK_AVX512_INLINE __m256i block_sums(const uint8_t *block, const int8_t *values,
                                                                          const int16_t *sums) {
    const __m128i packed = ck_q4k_scales_x86(block);
    const __m512i scales = _mm512_broadcast_i32x4(packed);
    __m512i products = _mm512_setzero_si512();
    for (int t = 0; t < 4; t++) {
        const __m512i nibbles = ck_q4k_nibbles_x86_512(block + CK_Q4K_HEADER + 32 * t);
        // At most 2 * 15 * 128 a pair, so that the 16-bit sums of pairs never saturate.
        const __m512i pairs = _mm512_maddubs_epi16(nibbles, _mm512_loadu_si512(values + 64 * t));
        // Scale j is byte j of the unpacked ones, or j + 4 from the fifth on; an index above 127 gives 0.
        const int position = 2 * t + t / 2 * 4;
        const __m512i places = _mm512_inserti64x4(_mm512_set1_epi16((short)(0x8000 | position)),
                                                  _mm256_set1_epi16((short)(0x8000 | (position + 1))), 1);
        products = _mm512_add_epi32(products, _mm512_madd_epi16(pairs, _mm512_shuffle_epi8(scales, places)));
    }
    return _mm256_hadd_epi32(ck_eight_512(products), ck_q4k_minimums_x86(packed, sums));
}

CK_SUPER_ROWS(ck_q4k_rows_avx512, CK_AVX512, CK_Q4K_BYTES, CK_SUPER_FACTORS_FIRST, true, block_sums)

#endif
