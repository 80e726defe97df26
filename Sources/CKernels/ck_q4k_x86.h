#ifndef CK_Q4K_X86_H
#define CK_Q4K_X86_H

#include "ck_q4k_block.h"
#include "ck_target.h"

#include <immintrin.h>

/// The eight scales and minimums of a super-block as bytes: sc[0..3], m[0..3], sc[4..7], m[4..7].
CK_AVX2_INLINE __m128i ck_q4k_scales_x86(const uint8_t *block) {
    // Four words: d and dmin, then the packed bytes S[0..3], S[4..7], S[8..11].
    const __m128i words = _mm_loadu_si128((const __m128i *)block);
    // The six low bits of S[0..7], and the two nibbles of S[8..11].
    const __m128i low = _mm_and_si128(
        _mm_srlv_epi32(_mm_shuffle_epi32(words, _MM_SHUFFLE(3, 3, 2, 1)), _mm_setr_epi32(0, 0, 0, 4)),
        _mm_setr_epi32(0x3f3f3f3f, 0x3f3f3f3f, 0x0f0f0f0f, 0x0f0f0f0f));
    // The two top bits of S[0..7], which belong above those nibbles.
    const __m128i high = _mm_and_si128(_mm_srli_epi32(_mm_shuffle_epi32(words, _MM_SHUFFLE(2, 1, 0, 0)), 2),
                                       _mm_setr_epi32(0, 0, 0x30303030, 0x30303030));
    return _mm_or_si128(low, high);
}

#endif
