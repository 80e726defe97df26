#ifndef CK_Q8_0_X86_H
#define CK_Q8_0_X86_H

#include "ck_q8_0_scale.h"
#include "ck_target.h"

#include <immintrin.h>

/// The largest of eight unsigned integers.
CK_AVX2_INLINE uint32_t ck_q8_0_largest_x86(__m256i x) {
    __m128i most = _mm_max_epu32(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
    most = _mm_max_epu32(most, _mm_shuffle_epi32(most, _MM_SHUFFLE(1, 0, 3, 2)));
    most = _mm_max_epu32(most, _mm_shuffle_epi32(most, _MM_SHUFFLE(2, 3, 0, 1)));
    return (uint32_t)_mm_cvtsi128_si32(most);
}

/// Scales and inverses of eight blocks from their largest magnitudes.
CK_AVX2_INLINE void take_scales(const uint32_t magnitudes[8], float scales[8],
                                                                      float inverses[8]) {
    const __m256i bits = _mm256_loadu_si256((const __m256i *)magnitudes), infinity = _mm256_set1_epi32(0x7f800000);
    const __m256 d = _mm256_div_ps(_mm256_castsi256_ps(bits), _mm256_set1_ps(127));
    const __m256 inverse = _mm256_div_ps(_mm256_set1_ps(1), d);
    const __m256 is_finite = _mm256_castsi256_ps(_mm256_cmpgt_epi32(infinity, bits));
    const __m256 has_inverse = _mm256_castsi256_ps(_mm256_cmpgt_epi32(infinity, _mm256_castps_si256(inverse)));
    // A block of which one bound says no has neither; where it is not finite, the scale is the NaN.
    const __m256 some = _mm256_and_ps(is_finite, has_inverse);
    const __m256 rounded = _mm256_cvtph_ps(_mm256_cvtps_ph(d, _MM_FROUND_TO_NEAREST_INT));
    _mm256_storeu_ps(inverses, _mm256_and_ps(inverse, some));
    _mm256_storeu_ps(scales, _mm256_blendv_ps(_mm256_set1_ps(CK_NAN), _mm256_and_ps(rounded, some), is_finite));
}

#endif
