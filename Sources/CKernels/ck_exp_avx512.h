// e^x on 16 lanes, in the operations of Exponential+Reference.swift.
#ifndef CK_EXP_AVX512_H
#define CK_EXP_AVX512_H

#include "ck_lanes_avx512.h"

/// e^x = p * 2^n.
struct ck_exp_avx512 {
    __m512 p, n;
};

/// p and n of x, which the caller has clamped; NaN gives NaN in both.
CK_AVX512_INLINE struct ck_exp_avx512 ck_exp_parts_avx512(__m512 x) {
    const __m512 rounder = _mm512_set1_ps(CK_EXP_ROUNDER);
    const __m512 n = _mm512_sub_ps(_mm512_fmadd_ps(x, _mm512_set1_ps(CK_EXP_LOG2E), rounder), rounder);
    const __m512 high = _mm512_fnmadd_ps(n, _mm512_set1_ps(CK_EXP_LN2_HIGH), x);
    const __m512 low = _mm512_mul_ps(n, _mm512_set1_ps(-CK_EXP_LN2_LOW));
    const __m512 r = _mm512_add_ps(high, low);
    __m512 q = _mm512_set1_ps(CK_EXP_C6);
    q = _mm512_fmadd_ps(q, r, _mm512_set1_ps(CK_EXP_C5));
    q = _mm512_fmadd_ps(q, r, _mm512_set1_ps(CK_EXP_C4));
    q = _mm512_fmadd_ps(q, r, _mm512_set1_ps(CK_EXP_C3));
    q = _mm512_fmadd_ps(q, r, _mm512_set1_ps(CK_EXP_C2));
    const __m512 tail = _mm512_fmadd_ps(q, _mm512_mul_ps(r, r), low);
    const __m512 p = _mm512_add_ps(_mm512_add_ps(high, tail), _mm512_set1_ps(1));
    return (struct ck_exp_avx512){p, n};
}

/// x * 2^n, rounded once: what the reference's two multiplications give, of which only the second
/// can round.
CK_AVX512_INLINE __m512 ck_scale_avx512(__m512 x, __m512 n) { return _mm512_scalef_ps(x, n); }

/// e^x; a NaN lane gives some NaN.
CK_AVX512_INLINE __m512 ck_exp_lanes_avx512(__m512 x) {
    // max and min return their second operand when one is NaN.
    x = _mm512_min_ps(_mm512_set1_ps(CK_EXP_HIGHEST), _mm512_max_ps(_mm512_set1_ps(CK_EXP_LOWEST), x));
    const struct ck_exp_avx512 e = ck_exp_parts_avx512(x);
    return ck_scale_avx512(e.p, e.n);
}

/// e^x for x that is no larger than CK_EXP_HIGHEST, or NaN.
CK_AVX512_INLINE __m512 ck_exp_not_above_avx512(__m512 x) {
    const struct ck_exp_avx512 e = ck_exp_parts_avx512(_mm512_max_ps(_mm512_set1_ps(CK_EXP_LOWEST), x));
    return ck_scale_avx512(e.p, e.n);
}

#endif
