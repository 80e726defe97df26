#if defined(__x86_64__)

#include "ck_rope.h"
#include "ck_rope_pair.h"
#include "ck_target.h"

#include <immintrin.h>

CK_AVX2_INLINE void store_canonical(float *target, __m256 v) { _mm256_storeu_ps(target, ck_canonical_avx2(v)); }

/// The four values of a table row that belong to four adjacent pairs, each twice in a row.
CK_AVX2_INLINE __m256 twice(const float *row) {
    return _mm256_permutevar8x32_ps(_mm256_castps128_ps256(_mm_loadu_ps(row)),
                                    _mm256_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3));
}

CK_AVX2 void ck_f32_rope_norm_avx2(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines) {
    for (; heads > 0; heads--, x += 2 * pairs) {
        size_t i = 0;
        for (; i + 4 <= pairs; i += 4) {
            const __m256 v = _mm256_loadu_ps(x + 2 * i);
            const __m256 other = _mm256_permute_ps(v, _MM_SHUFFLE(2, 3, 0, 1));
            const __m256 straight = _mm256_mul_ps(v, twice(cosines + i));
            const __m256 crossed = _mm256_mul_ps(other, twice(sines + i));
            // Even lanes x0*c - x1*s, odd ones x1*c + x0*s.
            store_canonical(x + 2 * i, _mm256_addsub_ps(straight, crossed));
        }
        for (; i < pairs; i++) ck_rope_rotate(x + 2 * i, x + 2 * i + 1, cosines[i], sines[i]);
    }
}

CK_AVX2 void ck_f32_rope_neox_avx2(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines) {
    for (; heads > 0; heads--, x += 2 * pairs) {
        size_t i = 0;
        for (; i + 8 <= pairs; i += 8) {
            const __m256 x0 = _mm256_loadu_ps(x + i), x1 = _mm256_loadu_ps(x + pairs + i);
            const __m256 c = _mm256_loadu_ps(cosines + i), s = _mm256_loadu_ps(sines + i);
            store_canonical(x + i, _mm256_sub_ps(_mm256_mul_ps(x0, c), _mm256_mul_ps(x1, s)));
            store_canonical(x + pairs + i, _mm256_add_ps(_mm256_mul_ps(x0, s), _mm256_mul_ps(x1, c)));
        }
        for (; i < pairs; i++) ck_rope_rotate(x + i, x + pairs + i, cosines[i], sines[i]);
    }
}

#endif
