#ifndef CK_SMALL_X86_H
#define CK_SMALL_X86_H

#include "ck_small_block.h"
#include "ck_target.h"

#include <immintrin.h>

/// How far ahead of the weights in use to fetch: they are read once, and the processor's own prefetcher stops at each
/// page. Measured on Zen 5; Q8_0, which computes least to a byte, gains from less.
static inline size_t ck_small_ahead_x86(enum ck_small format) { return format == CK_q8_0 ? 3072 : 8192; }

/// The scales of four blocks as eight words: d of each, then m of each, which is noise where there is none.
CK_AVX2_INLINE __m128i ck_small_heads_x86(const uint8_t *const block[4]) {
    __m128i first[4];
    for (int k = 0; k < 4; k++) first[k] = _mm_loadu_si128((const __m128i *)block[k]);
    return _mm_unpacklo_epi32(_mm_unpacklo_epi16(first[0], first[1]), _mm_unpacklo_epi16(first[2], first[3]));
}

/// The scales of four blocks of MXFP4 as four bytes: exponents.
CK_AVX2_INLINE __m128i ck_small_exponents_x86(const uint8_t *const block[4]) {
    __m128i first[4];
    for (int k = 0; k < 4; k++) first[k] = _mm_loadu_si128((const __m128i *)block[k]);
    return _mm_unpacklo_epi16(_mm_unpacklo_epi8(first[0], first[1]), _mm_unpacklo_epi8(first[2], first[3]));
}

/// The levels of a format as unsigned codes.
CK_AVX2_INLINE __m128i ck_small_levels_x86(enum ck_small format) {
    return _mm_add_epi8(_mm_loadu_si128((const __m128i *)ck_small_formats[format].levels),
                        _mm_set1_epi8((char)ck_small_formats[format].offset));
}

#endif
