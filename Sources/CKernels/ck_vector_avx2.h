// Eight floats of AVX2: what is written once for several instruction sets is written in these.
#ifndef CK_VECTOR_AVX2_H
#define CK_VECTOR_AVX2_H

#include "ck_float.h"

#include <immintrin.h>

#define CK_TARGET CK_AVX2

enum { CK_WIDTH = 8 };

typedef __m256 ck_floats;
typedef __m256i ck_ints;
/// All bits of a lane, or none.
typedef __m256i ck_mask;

CK_AVX2_INLINE ck_floats ck_all(float x) { return _mm256_set1_ps(x); }
CK_AVX2_INLINE ck_floats ck_add(ck_floats a, ck_floats b) { return _mm256_add_ps(a, b); }
CK_AVX2_INLINE ck_floats ck_subtract(ck_floats a, ck_floats b) { return _mm256_sub_ps(a, b); }
CK_AVX2_INLINE ck_floats ck_multiply(ck_floats a, ck_floats b) { return _mm256_mul_ps(a, b); }
CK_AVX2_INLINE ck_floats ck_divide(ck_floats a, ck_floats b) { return _mm256_div_ps(a, b); }
CK_AVX2_INLINE ck_floats ck_negative(ck_floats x) { return _mm256_xor_ps(x, _mm256_set1_ps(-0.0f)); }
/// a*b + c, rounded once.
CK_AVX2_INLINE ck_floats ck_fma(ck_floats a, ck_floats b, ck_floats c) { return _mm256_fmadd_ps(a, b, c); }
/// c - a*b, rounded once.
CK_AVX2_INLINE ck_floats ck_fnma(ck_floats a, ck_floats b, ck_floats c) { return _mm256_fnmadd_ps(a, b, c); }
CK_AVX2_INLINE ck_floats ck_canonical_floats(ck_floats x) { return ck_canonical_avx2(x); }

// Of an x that is NaN these give NaN; `limit` is none. The instructions return their second operand when one is NaN.
CK_AVX2_INLINE ck_floats ck_at_least(float limit, ck_floats x) { return _mm256_max_ps(_mm256_set1_ps(limit), x); }
CK_AVX2_INLINE ck_floats ck_at_most(float limit, ck_floats x) { return _mm256_min_ps(_mm256_set1_ps(limit), x); }
/// The larger one, and `most` where x is NaN; `most` is none.
CK_AVX2_INLINE ck_floats ck_larger(ck_floats x, ck_floats most) { return _mm256_max_ps(x, most); }
/// The largest lane, of which none is NaN.
CK_AVX2_INLINE float ck_largest(ck_floats x) {
    __m128 v = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    v = _mm_max_ps(v, _mm_movehl_ps(v, v));
    return _mm_cvtss_f32(_mm_max_ps(v, _mm_movehdup_ps(v)));
}
/// The lanes by a tree: 8 -> 4 -> 2 -> 1, each lane k plus lane k + half.
CK_AVX2_INLINE float ck_fold(ck_floats x) {
    const __m128 v4 = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    const __m128 v2 = _mm_add_ps(v4, _mm_movehl_ps(v4, v4));
    return _mm_cvtss_f32(_mm_add_ss(v2, _mm_movehdup_ps(v2)));
}

/// All bits set in the first `count` of 8 lanes, any count.
CK_AVX2_INLINE ck_mask ck_first(ptrdiff_t count) {
    const int capped = count >= 8 ? 8 : count <= 0 ? 0 : (int)count;
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(capped), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
CK_AVX2_INLINE ck_mask ck_is_negative(ck_floats x) {
    return _mm256_castps_si256(_mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_LT_OQ));
}
/// `a` where the mask is set, and `b` elsewhere.
CK_AVX2_INLINE ck_floats ck_select(ck_mask mask, ck_floats a, ck_floats b) {
    return _mm256_blendv_ps(b, a, _mm256_castsi256_ps(mask));
}

CK_AVX2_INLINE ck_floats ck_load(const float *x) { return _mm256_loadu_ps(x); }
CK_AVX2_INLINE void ck_store(float *y, ck_floats v) { _mm256_storeu_ps(y, v); }
/// The first `count` of 8 values, any count, and +0 in the other lanes.
CK_AVX2_INLINE ck_floats ck_load_first(const float *x, ptrdiff_t count) {
    return _mm256_maskload_ps(x, ck_first(count));
}
/// Stores the first `count` of 8 lanes, any count.
CK_AVX2_INLINE void ck_store_first(float *y, ck_floats v, ptrdiff_t count) {
    _mm256_maskstore_ps(y, ck_first(count), v);
}
/// a*b + c in the first `count` of 8 lanes, any count, and c in the others.
CK_AVX2_INLINE ck_floats ck_fma_first(const float *a, const float *b, ck_floats c, ptrdiff_t count) {
    return ck_select(ck_first(count), ck_fma(ck_load_first(a, count), ck_load_first(b, count), c), c);
}
/// The first `count` of 8 lanes, any count, and +0 in the other lanes.
CK_AVX2_INLINE ck_floats ck_keep_first(ck_floats v, ptrdiff_t count) {
    return _mm256_and_ps(v, _mm256_castsi256_ps(ck_first(count)));
}

CK_AVX2_INLINE ck_ints ck_all_ints(int x) { return _mm256_set1_epi32(x); }
CK_AVX2_INLINE ck_ints ck_bits(ck_floats x) { return _mm256_castps_si256(x); }
CK_AVX2_INLINE ck_floats ck_of_bits(ck_ints x) { return _mm256_castsi256_ps(x); }
CK_AVX2_INLINE ck_ints ck_add_ints(ck_ints a, ck_ints b) { return _mm256_add_epi32(a, b); }
CK_AVX2_INLINE ck_ints ck_subtract_ints(ck_ints a, ck_ints b) { return _mm256_sub_epi32(a, b); }
CK_AVX2_INLINE ck_ints ck_minus_magnitude(ck_ints x) {
    return _mm256_sub_epi32(_mm256_setzero_si256(), _mm256_abs_epi32(x));
}
/// x / 2, rounded down.
CK_AVX2_INLINE ck_ints ck_half(ck_ints x) { return _mm256_srai_epi32(x, 1); }
/// x * 2^23: where the exponent of a float begins.
CK_AVX2_INLINE ck_ints ck_to_exponent(ck_ints x) { return _mm256_slli_epi32(x, 23); }
/// x where the mask is set, and 0 elsewhere.
CK_AVX2_INLINE ck_ints ck_keep_ints(ck_mask mask, ck_ints x) { return _mm256_and_si256(x, mask); }

#include "ck_lanes.h"

#endif
