#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_super_x86_512.h"

/// Word patterns of scales a, b in 128-bit parts: a a a a b b b b; an index above 127 gives 0.
#define PART(a, b) a, -1, a, -1, a, -1, a, -1, b, -1, b, -1, b, -1, b, -1

static const int8_t places_of_scales[2][64] __attribute__((aligned(64))) = {
    {PART(0, 2), PART(0, 2), PART(1, 3), PART(1, 3)},
    {PART(8, 10), PART(8, 10), PART(9, 11), PART(9, 11)},
};

CK_AVX512VNNI_INLINE __m256i block_sums(const uint8_t *block,
                                                                              const int8_t *values,
                                                                              const int16_t *sums) {
    const __m128i packed = ck_q4k_scales_x86(block);
    const __m512i scales = _mm512_broadcast_i32x4(packed);
    __m512i products = _mm512_setzero_si512();
    for (int half = 0; half < 2; half++) {
        // Sums of four products, at most 4 * 15 * 128, which fit 16 bits: packing loses nothing.
        __m512i fours[2];
        for (int k = 0; k < 2; k++) {
            const int t = 2 * half + k;
            fours[k] = _mm512_dpbusd_epi32(_mm512_setzero_si512(),
                                           ck_q4k_nibbles_x86_512(block + CK_Q4K_HEADER + 32 * t),
                                           _mm512_loadu_si512(values + 64 * t));
        }
        const __m512i both = _mm512_packs_epi32(fours[0], fours[1]);
        products = _mm512_dpwssd_epi32(products, both,
                                       _mm512_shuffle_epi8(scales, _mm512_load_si512(places_of_scales[half])));
    }
    return _mm256_hadd_epi32(ck_eight_512(products), ck_q4k_minimums_x86(packed, sums));
}

CK_SUPER_ROWS(ck_q4k_rows_avx512vnni, CK_AVX512VNNI, CK_Q4K_BYTES, CK_SUPER_FACTORS_FIRST, true, block_sums)

#endif
