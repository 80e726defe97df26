#if defined(__x86_64__)

#include "ck_q4k.h"
#include "ck_q4k_x86.h"

CK_AVX512 void ck_q4k_dequantize_avx512(const uint8_t *blocks, size_t count, float *values) {
    const __m512 digits = _mm512_setr_ps(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    for (; count > 0; count--, blocks += CK_Q4K_BYTES, values += CK_Q4K_WEIGHTS) {
        if (__builtin_expect(!ck_q4k_is_finite(blocks), 0)) {
            ck_q4k_dequantize_nonfinite(blocks, values);
            continue;
        }
        // The lines that a later block writes, which the processor must have before it can: fetched
        // early enough, they cost a large matrix a fifth less time. Stores past the caches gain nothing.
        for (size_t i = 0; i < CK_Q4K_WEIGHTS; i += 16) __builtin_prefetch(values + CK_Q4K_AHEAD + i, 1);
        // d*sc[0..3], dmin*m[0..3], d*sc[4..7], dmin*m[4..7].
        const __m512 both = _mm512_broadcast_f32x4(_mm_cvtph_ps(_mm_loadu_si32(blocks)));
        const __m512 factors = _mm512_permutexvar_ps(
            _mm512_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1), both);
        // Through memory, from where one value fills a register without using the shuffle port.
        float products[16];
        _mm512_storeu_ps(products, _mm512_mul_ps(factors, _mm512_cvtepi32_ps(
                                                              _mm512_cvtepu8_epi32(ck_q4k_scales_x86(blocks)))));
        for (int t = 0; t < 4; t++) {
            // A sub-block has sixteen values at most: one register holds them all, computed once, and a
            // permutation looks each weight up. It reads the low four bits of an index only. Fused:
            // d1*q is exact, so that fusing changes no bit.
            const float *pair = products + t / 2 * 8 + t % 2 * 2;
            const __m512 low = _mm512_fmsub_ps(digits, _mm512_set1_ps(pair[0]), _mm512_set1_ps(pair[4]));
            const __m512 high = _mm512_fmsub_ps(digits, _mm512_set1_ps(pair[1]), _mm512_set1_ps(pair[5]));
            const uint8_t *bytes = blocks + CK_Q4K_HEADER + 32 * t;
            float *target = values + 64 * t;
            for (int i = 0; i < 32; i += 16) {
                const __m512i q = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(bytes + i)));
                _mm512_storeu_ps(target + i, _mm512_permutexvar_ps(q, low));
                _mm512_storeu_ps(target + 32 + i, _mm512_permutexvar_ps(_mm512_srli_epi32(q, 4), high));
            }
        }
    }
}

#endif
