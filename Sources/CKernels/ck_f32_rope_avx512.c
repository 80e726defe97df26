#if defined(__x86_64__)

#include "ck_nan.h"
#include "ck_rope.h"

#include <immintrin.h>

/// The lanes of a register that so many remaining values fill.
CK_AVX512_INLINE __mmask16 lanes(size_t count) {
    return count >= 16 ? 0xffff : (__mmask16)((1u << count) - 1);
}

CK_AVX512_INLINE void store_canonical(float *target, __mmask16 some, __m512 v) {
    _mm512_mask_storeu_ps(target, some, ck_canonical_avx512(v));
}

/// Up to eight values of a table row that belong to adjacent pairs, each twice in a row.
CK_AVX512_INLINE __m512 twice(const float *row, __mmask16 some) {
    return _mm512_permutexvar_ps(_mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7),
                                 _mm512_maskz_loadu_ps(some, row));
}

CK_AVX512 void ck_f32_rope_norm_avx512(float *x, size_t heads, size_t pairs, const float *cosines,
                                       const float *sines) {
    const __m512 even_signs = _mm512_castsi512_ps(_mm512_set1_epi64(0x80000000));
    for (; heads > 0; heads--, x += 2 * pairs) {
        for (size_t i = 0; i < pairs; i += 8) {
            const size_t count = pairs - i < 8 ? pairs - i : 8;
            const __mmask16 some = lanes(2 * count), half = lanes(count);
            const __m512 v = _mm512_maskz_loadu_ps(some, x + 2 * i);
            const __m512 other = _mm512_permute_ps(v, _MM_SHUFFLE(2, 3, 0, 1));
            const __m512 straight = _mm512_mul_ps(v, twice(cosines + i, half));
            // Even lanes x0*c + x1*(-s), which has the bits of x0*c - x1*s; odd ones x1*c + x0*s.
            const __m512 crossed = _mm512_mul_ps(other, _mm512_xor_ps(twice(sines + i, half), even_signs));
            store_canonical(x + 2 * i, some, _mm512_add_ps(straight, crossed));
        }
    }
}

CK_AVX512 void ck_f32_rope_neox_avx512(float *x, size_t heads, size_t pairs, const float *cosines,
                                       const float *sines) {
    for (; heads > 0; heads--, x += 2 * pairs) {
        for (size_t i = 0; i < pairs; i += 16) {
            const __mmask16 some = lanes(pairs - i);
            const __m512 x0 = _mm512_maskz_loadu_ps(some, x + i), x1 = _mm512_maskz_loadu_ps(some, x + pairs + i);
            const __m512 c = _mm512_maskz_loadu_ps(some, cosines + i), s = _mm512_maskz_loadu_ps(some, sines + i);
            store_canonical(x + i, some, _mm512_sub_ps(_mm512_mul_ps(x0, c), _mm512_mul_ps(x1, s)));
            store_canonical(x + pairs + i, some, _mm512_add_ps(_mm512_mul_ps(x0, s), _mm512_mul_ps(x1, c)));
        }
    }
}

#endif
