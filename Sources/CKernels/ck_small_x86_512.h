#ifndef CK_SMALL_X86_512_H
#define CK_SMALL_X86_512_H

#include "ck_small_x86.h"

/// The unsigned codes of two blocks, in the order of their weights.
CK_AVX512_INLINE __m512i ck_small_codes_x86_512(enum ck_small format,
                                                                                      const uint8_t *a,
                                                                                      const uint8_t *b) {
    const struct ck_small_format f = ck_small_formats[format];
    if (format == CK_q8_0) {
        const __m512i first = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)(a + f.codes)));
        const __m512i both = _mm512_inserti64x4(first, _mm256_loadu_si256((const __m256i *)(b + f.codes)), 1);
        return _mm512_xor_si512(both, _mm512_set1_epi8(-128));
    }
    // Each sixteen bytes twice, for the low nibbles and for the high ones.
    const __m512i shifts = _mm512_setr_epi32(0, 0, 0, 0, 4, 4, 4, 4, 0, 0, 0, 0, 4, 4, 4, 4);
    const __m512i first = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(a + f.codes)));
    const __m512i both =
        _mm512_mask_broadcast_i32x4(first, 0xff00, _mm_loadu_si128((const __m128i *)(b + f.codes)));
    __m512i codes = _mm512_and_si512(_mm512_srlv_epi32(both, shifts), _mm512_set1_epi8(15));
    if (f.fifth) {
        uint32_t low, high;
        memcpy(&low, a + f.fifth, 4);
        memcpy(&high, b + f.fifth, 4);
        const __mmask64 fifth = _cvtu64_mask64(low | (uint64_t)high << 32);
        codes = _mm512_mask_add_epi8(codes, fifth, codes, _mm512_set1_epi8(16));
    }
    return f.has_levels ? _mm512_shuffle_epi8(_mm512_broadcast_i32x4(ck_small_levels_x86(format)), codes) : codes;
}

/// 2^(e - 128) of sixteen exponents, the scales of MXFP4; the first two are subnormal.
CK_AVX512_INLINE __m512 ck_small_powers_x86_512(__m512i e) {
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i normal = _mm512_slli_epi32(_mm512_sub_epi32(e, one), 23);
    const __mmask16 is_subnormal = _mm512_cmple_epu32_mask(e, one);
    return _mm512_castsi512_ps(_mm512_mask_sllv_epi32(normal, is_subnormal, _mm512_set1_epi32(0x200000), e));
}

#endif
