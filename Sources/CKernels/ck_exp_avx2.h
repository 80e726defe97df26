// e^x on 8 lanes, in the operations of Exponential+Reference.swift.
#ifndef CK_EXP_AVX2_H
#define CK_EXP_AVX2_H

#include "ck_lanes_avx2.h"

/// e^x = p * 2^n.
struct ck_exp_avx2 {
    __m256 p;
    __m256i n;
};

/// p and n of x, which the caller has clamped; NaN gives NaN in p and any n.
CK_AVX2_INLINE struct ck_exp_avx2 ck_exp_parts_avx2(__m256 x) {
    const __m256 rounder = _mm256_set1_ps(CK_EXP_ROUNDER);
    const __m256 shifted = _mm256_fmadd_ps(x, _mm256_set1_ps(CK_EXP_LOG2E), rounder);
    const __m256 n = _mm256_sub_ps(shifted, rounder);
    const __m256 high = _mm256_fnmadd_ps(n, _mm256_set1_ps(CK_EXP_LN2_HIGH), x);
    const __m256 low = _mm256_mul_ps(n, _mm256_set1_ps(-CK_EXP_LN2_LOW));
    const __m256 r = _mm256_add_ps(high, low);
    __m256 q = _mm256_set1_ps(CK_EXP_C6);
    q = _mm256_fmadd_ps(q, r, _mm256_set1_ps(CK_EXP_C5));
    q = _mm256_fmadd_ps(q, r, _mm256_set1_ps(CK_EXP_C4));
    q = _mm256_fmadd_ps(q, r, _mm256_set1_ps(CK_EXP_C3));
    q = _mm256_fmadd_ps(q, r, _mm256_set1_ps(CK_EXP_C2));
    const __m256 tail = _mm256_fmadd_ps(q, _mm256_mul_ps(r, r), low);
    const __m256 p = _mm256_add_ps(_mm256_add_ps(high, tail), _mm256_set1_ps(1));
    // The low bits of the shifted sum are n, since the rounder's ulp is 1.
    const __m256i k = _mm256_sub_epi32(_mm256_castps_si256(shifted), _mm256_castps_si256(rounder));
    return (struct ck_exp_avx2){p, k};
}

/// x * 2^n by two powers of two, because 2^n alone may be out of range; only the second
/// multiplication can round.
CK_AVX2_INLINE __m256 ck_scale_avx2(__m256 x, __m256i n) {
    const __m256i bias = _mm256_set1_epi32(127), half = _mm256_srai_epi32(n, 1);
    const __m256i first = _mm256_slli_epi32(_mm256_add_epi32(half, bias), 23);
    const __m256i second = _mm256_slli_epi32(_mm256_add_epi32(_mm256_sub_epi32(n, half), bias), 23);
    return _mm256_mul_ps(_mm256_mul_ps(x, _mm256_castsi256_ps(first)), _mm256_castsi256_ps(second));
}

/// e^x; a NaN lane gives some NaN.
CK_AVX2_INLINE __m256 ck_exp_lanes_avx2(__m256 x) {
    // max and min return their second operand when one is NaN.
    x = _mm256_min_ps(_mm256_set1_ps(CK_EXP_HIGHEST), _mm256_max_ps(_mm256_set1_ps(CK_EXP_LOWEST), x));
    const struct ck_exp_avx2 e = ck_exp_parts_avx2(x);
    return ck_scale_avx2(e.p, e.n);
}

#endif
