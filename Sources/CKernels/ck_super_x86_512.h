// Super-blocks of 256 weights unpacked to bytes, in the order of the weights: what the AVX-512 paths share.
#ifndef CK_SUPER_X86_512_H
#define CK_SUPER_X86_512_H

#include "ck_super_x86.h"

/// A word in the lower half, another one in the upper half.
CK_AVX512_INLINE __m512i ck_halves_512(short lower, short upper) {
    return _mm512_inserti64x4(_mm512_set1_epi16(lower), _mm256_set1_epi16(upper), 1);
}

/// 32 bytes, twice.
CK_AVX512_INLINE __m512i ck_twice_512(const uint8_t *bytes) {
    return _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)bytes));
}

/// The bits of `a` where the mask has them, of `b` elsewhere; then those of `kept`.
CK_AVX512_INLINE __m512i ck_select_512(__m512i a, __m512i b, char mask, char kept) {
    // 0xca: the first operand decides between the others.
    return _mm512_and_si512(_mm512_ternarylogic_epi64(_mm512_set1_epi8(mask), a, b, 0xca), _mm512_set1_epi8(kept));
}

/// The 64 nibbles of 32 bytes: low ones in the lower half, high ones in the upper half.
CK_AVX512_INLINE __m512i ck_q4k_nibbles_x86_512(const uint8_t *bytes) {
    return _mm512_and_si512(_mm512_srlv_epi16(ck_twice_512(bytes), ck_halves_512(0, 4)), _mm512_set1_epi8(15));
}

/// The 256 codes of a block in four registers.
CK_AVX512_INLINE void ck_q5k_codes_x86_512(const uint8_t *block, __m512i codes[4]) {
    const __m512i fifth = ck_twice_512(block + 16);
    // Bit j is that of weights 32j ... 32j + 31; it goes to bit 4.
    const __m512i places[4] = {
        _mm512_sllv_epi16(fifth, ck_halves_512(4, 3)), _mm512_sllv_epi16(fifth, ck_halves_512(2, 1)),
        _mm512_srlv_epi16(fifth, ck_halves_512(0, 1)), _mm512_srlv_epi16(fifth, ck_halves_512(2, 3))};
    for (int t = 0; t < 4; t++) {
        const __m512i nibbles = _mm512_srlv_epi16(ck_twice_512(block + 48 + 32 * t), ck_halves_512(0, 4));
        codes[t] = ck_select_512(nibbles, places[t], 15, 31);
    }
}

CK_AVX512_INLINE void ck_q6k_codes_x86_512(const uint8_t *block, __m512i codes[4]) {
    for (int half = 0; half < 2; half++) {
        const __m512i nibbles = _mm512_loadu_si512(block + 64 * half), pairs = ck_twice_512(block + 128 + 32 * half);
        // Pair k is that of weights 32k ... 32k + 31 of the half; it goes to bits 4 and 5.
        codes[2 * half] = ck_select_512(nibbles, _mm512_sllv_epi16(pairs, ck_halves_512(4, 2)), 15, 63);
        codes[2 * half + 1] = ck_select_512(_mm512_srli_epi16(nibbles, 4),
                                            _mm512_srlv_epi16(pairs, ck_halves_512(0, 2)), 15, 63);
    }
}

CK_AVX512_INLINE void ck_q3k_codes_x86_512(const uint8_t *block, __m512i codes[4]) {
    const __m512i third = ck_twice_512(block);
    // Bit j is that of weights 32j ... 32j + 31; it goes to bit 2.
    const __m512i places[4] = {
        _mm512_sllv_epi16(third, ck_halves_512(2, 1)), _mm512_srlv_epi16(third, ck_halves_512(0, 1)),
        _mm512_srlv_epi16(third, ck_halves_512(2, 3)), _mm512_srlv_epi16(third, ck_halves_512(4, 5))};
    for (int t = 0; t < 4; t++) {
        const __m512i pairs = ck_twice_512(block + 32 + 32 * (t / 2));
        const __m512i low = _mm512_srlv_epi16(pairs, t % 2 ? ck_halves_512(4, 6) : ck_halves_512(0, 2));
        codes[t] = ck_select_512(low, places[t], 3, 7);
    }
}

CK_AVX512_INLINE void ck_q2k_codes_x86_512(const uint8_t *block, __m512i codes[4]) {
    for (int t = 0; t < 4; t++) {
        const __m512i pairs = ck_twice_512(block + 16 + 32 * (t / 2));
        codes[t] = _mm512_and_si512(
            _mm512_srlv_epi16(pairs, t % 2 ? ck_halves_512(4, 6) : ck_halves_512(0, 2)), _mm512_set1_epi8(3));
    }
}

/// The indices of the levels of IQ4_XS.
CK_AVX512_INLINE void ck_iq4xs_indices_x86_512(const uint8_t *block, __m512i indices[4]) {
    for (int t = 0; t < 4; t++) {
        // Sixteen bytes hold 32 weights, the first sixteen low: each 128-bit part twice, then its high nibbles.
        const __m512i bytes = _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 1, 0, 1, 2, 3, 2, 3),
                                                       ck_twice_512(block + 8 + 32 * t));
        const __m512i shifts = _mm512_broadcast_i64x4(_mm256_setr_epi64x(0, 0, 0x0004000400040004, 0x0004000400040004));
        indices[t] = _mm512_and_si512(_mm512_srlv_epi16(bytes, shifts), _mm512_set1_epi8(15));
    }
}

/// The codes of IQ4_XS, each 128 too large.
CK_AVX512_INLINE void ck_iq4xs_codes_x86_512(const uint8_t *block, __m512i codes[4]) {
    const __m512i levels = _mm512_broadcast_i32x4(
        _mm_xor_si128(_mm_setr_epi8(CK_IQ4_LEVELS), _mm_set1_epi8(-128)));
    ck_iq4xs_indices_x86_512(block, codes);
    for (int t = 0; t < 4; t++) codes[t] = _mm512_shuffle_epi8(levels, codes[t]);
}

/// Partial sums reduced to eight lanes.
CK_AVX512_INLINE __m256i ck_eight_512(__m512i products) {
    return _mm256_add_epi32(_mm512_castsi512_si256(products), _mm512_extracti64x4_epi64(products, 1));
}

#endif
