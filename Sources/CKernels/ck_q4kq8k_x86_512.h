#ifndef CK_Q4KQ8K_X86_512_H
#define CK_Q4KQ8K_X86_512_H

#include "ck_q4kq8k_x86.h"

/// The 64 nibbles of 32 bytes: low ones in the lower half, high ones in the upper half.
static inline __attribute__((always_inline)) CK_AVX512 __m512i ck_q4k_nibbles_x86_512(const uint8_t *bytes) {
    const __m512i shifts = _mm512_inserti64x4(_mm512_setzero_si512(), _mm256_set1_epi16(4), 1);
    const __m512i twice = _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)bytes));
    return _mm512_and_si512(_mm512_srlv_epi16(twice, shifts), _mm512_set1_epi8(15));
}

/// Partial sums of products and minimums, each reduced to eight lanes and added in pairs.
static inline __attribute__((always_inline)) CK_AVX512 __m256i ck_q4kq8k_fold_x86_512(__m512i products,
                                                                                      __m256i minimums) {
    const __m256i folded =
        _mm256_add_epi32(_mm512_castsi512_si256(products), _mm512_extracti64x4_epi64(products, 1));
    return _mm256_hadd_epi32(folded, minimums);
}

#endif
