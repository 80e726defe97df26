#ifndef CK_Q8K_X86_H
#define CK_Q8K_X86_H

#include "ck_q8k_scale.h"
#include "ck_target.h"

#include <immintrin.h>

/// The extremes of a block from maxima of its bits as signed and as unsigned integers, lane by lane.
///
/// As signed integers positive values are the larger ones, by magnitude; as unsigned ones, negative values.
CK_AVX2_INLINE struct ck_q8k_extremes ck_q8k_reduce_extremes(__m256i most,
                                                                                                   __m256i least) {
    __m128i s = _mm_max_epi32(_mm256_castsi256_si128(most), _mm256_extracti128_si256(most, 1));
    __m128i u = _mm_max_epu32(_mm256_castsi256_si128(least), _mm256_extracti128_si256(least, 1));
    s = _mm_max_epi32(s, _mm_shuffle_epi32(s, _MM_SHUFFLE(1, 0, 3, 2)));
    u = _mm_max_epu32(u, _mm_shuffle_epi32(u, _MM_SHUFFLE(1, 0, 3, 2)));
    s = _mm_max_epi32(s, _mm_shuffle_epi32(s, _MM_SHUFFLE(2, 3, 0, 1)));
    u = _mm_max_epu32(u, _mm_shuffle_epi32(u, _MM_SHUFFLE(2, 3, 0, 1)));
    const int32_t positive = _mm_cvtsi128_si32(s);
    const uint32_t negative = (uint32_t)_mm_cvtsi128_si32(u);
    return (struct ck_q8k_extremes){positive > 0 ? (uint32_t)positive : 0, negative >> 31 ? negative & 0x7fffffff : 0};
}

#endif
