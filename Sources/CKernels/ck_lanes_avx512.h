// Sixteen floats of AVX-512, as ck_lanes.h wants them, and what its kernels do with four registers at once.
#ifndef CK_LANES_AVX512_H
#define CK_LANES_AVX512_H

#include "ck_float.h"

#include <immintrin.h>

#define CK_TARGET CK_AVX512

enum { CK_WIDTH = 16 };

typedef __m512 ck_floats;

CK_AVX512_INLINE ck_floats ck_all(float x) { return _mm512_set1_ps(x); }
CK_AVX512_INLINE ck_floats ck_add(ck_floats a, ck_floats b) { return _mm512_add_ps(a, b); }
/// a*b + c, rounded once.
CK_AVX512_INLINE ck_floats ck_fma(ck_floats a, ck_floats b, ck_floats c) { return _mm512_fmadd_ps(a, b, c); }
CK_AVX512_INLINE ck_floats ck_load(const float *x) { return _mm512_loadu_ps(x); }

/// The lanes by a tree: 16 -> 8 -> 4 -> 2 -> 1, each lane k plus lane k + half.
CK_AVX512_INLINE float ck_fold(ck_floats x) {
    const __m256 v8 = _mm256_add_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps(x, 1));
    const __m128 v4 = _mm_add_ps(_mm256_castps256_ps128(v8), _mm256_extractf128_ps(v8, 1));
    const __m128 v2 = _mm_add_ps(v4, _mm_movehl_ps(v4, v4));
    return _mm_cvtss_f32(_mm_add_ss(v2, _mm_movehdup_ps(v2)));
}

/// The first `count` of 16 lanes, any count.
CK_AVX512_INLINE __mmask16 ck_first_avx512(ptrdiff_t count) {
    return count >= 16 ? 0xffff : count <= 0 ? 0 : (__mmask16)((1u << count) - 1);
}

/// a*b + c in the first `count` of 16 lanes, any count, and c in the others.
CK_AVX512_INLINE ck_floats ck_fma_first(const float *a, const float *b, ck_floats c, ptrdiff_t count) {
    const __mmask16 m = ck_first_avx512(count);
    return _mm512_mask3_fmadd_ps(_mm512_maskz_loadu_ps(m, a), _mm512_maskz_loadu_ps(m, b), c, m);
}

#include "ck_lanes.h"

/// The first `count` of 64 floats, any count above 0; +0 in the lanes past them.
CK_AVX512_INLINE struct ck_lanes ck_lanes_load(const float *x, size_t count) {
    struct ck_lanes lanes;
    for (int j = 0; j < 4; j++)
        lanes.v[j] = count >= 64 ? _mm512_loadu_ps(x + 16 * j)
                                 : _mm512_maskz_loadu_ps(ck_first_avx512((ptrdiff_t)count - 16 * j), x + 16 * j);
    return lanes;
}

/// Stores the first `count` of 64 lanes.
CK_AVX512_INLINE void ck_lanes_store(float *y, struct ck_lanes lanes, size_t count) {
    for (int j = 0; j < 4; j++)
        if (count >= 64)
            _mm512_storeu_ps(y + 16 * j, lanes.v[j]);
        else
            _mm512_mask_storeu_ps(y + 16 * j, ck_first_avx512((ptrdiff_t)count - 16 * j), lanes.v[j]);
}

#endif
