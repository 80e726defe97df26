#if defined(__x86_64__)

#include "ck_q4k.h"
#include "ck_q4k_x86.h"

/// Eight values: d1*q - dm1, fused; d1*q is exact, so that fusing changes no bit.
CK_AVX2_INLINE void store8(float *values, __m256i q, __m256 d1, __m256 dm1) {
    _mm256_storeu_ps(values, _mm256_fmsub_ps(_mm256_cvtepi32_ps(q), d1, dm1));
}

CK_AVX2 void ck_q4k_dequantize_avx2(const uint8_t *blocks, size_t count, float *values) {
    const __m256i nibble = _mm256_set1_epi32(15);
    for (; count > 0; count--, blocks += CK_Q4K_BYTES, values += CK_Q4K_WEIGHTS) {
        if (__builtin_expect(!ck_q4k_is_finite(blocks), 0)) {
            ck_q4k_dequantize_nonfinite(blocks, values);
            continue;
        }
        // See the AVX-512 path.
        for (size_t i = 0; i < CK_Q4K_WEIGHTS; i += 16) __builtin_prefetch(values + CK_Q4K_AHEAD + i, 1);
        // d, dmin in lanes 0 and 1; then d*sc and dmin*m for four sub-blocks at a time.
        const __m128 both = _mm_cvtph_ps(_mm_loadu_si32(blocks));
        const __m256 factors = _mm256_set_m128(_mm_shuffle_ps(both, both, 0x55), _mm_shuffle_ps(both, both, 0x00));
        const __m128i scales = ck_q4k_scales_x86(blocks);
        // Through memory, from where one value fills a register without using the shuffle port.
        float products[16];
        _mm256_storeu_ps(products, _mm256_mul_ps(factors, _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(scales))));
        _mm256_storeu_ps(products + 8, _mm256_mul_ps(factors, _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(
                                                                  _mm_unpackhi_epi64(scales, scales)))));
        for (int t = 0; t < 4; t++) {
            const float *pair = products + t / 2 * 8 + t % 2 * 2;
            const __m256 d1_low = _mm256_broadcast_ss(pair), dm1_low = _mm256_broadcast_ss(pair + 4);
            const __m256 d1_high = _mm256_broadcast_ss(pair + 1), dm1_high = _mm256_broadcast_ss(pair + 5);
            const uint8_t *bytes = blocks + CK_Q4K_HEADER + 32 * t;
            for (int i = 0; i < 32; i += 8) {
                const __m256i q = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(bytes + i)));
                store8(values + 64 * t + i, _mm256_and_si256(q, nibble), d1_low, dm1_low);
                store8(values + 64 * t + 32 + i, _mm256_srli_epi32(q, 4), d1_high, dm1_high);
            }
        }
    }
}

#endif
