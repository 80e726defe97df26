// e^x on 64 lanes, in the operations of Exponential+Reference.swift.
//
// Four registers go through each step together: a dozen operations of four cycles each depend on one
// another, and the processor looks ahead too little to find that many in the next register by itself.
#ifndef CK_EXP_AVX512_H
#define CK_EXP_AVX512_H

#include "ck_lanes_avx512.h"

/// e^x = p * 2^n.
struct ck_exp_avx512 {
    struct ck_lanes p, n;
};

/// p and n of sign * x, sign being 1 or -1, which the caller has clamped from below; NaN gives NaN in both.
CK_AVX512_INLINE struct ck_exp_avx512 ck_exp_parts_avx512(struct ck_lanes x, const float sign) {
    const __m512 rounder = _mm512_set1_ps(CK_EXP_ROUNDER), log2e = _mm512_set1_ps(sign * CK_EXP_LOG2E);
    const __m512 ln2_high = _mm512_set1_ps(CK_EXP_LN2_HIGH), ln2_low = _mm512_set1_ps(-CK_EXP_LN2_LOW);
    const float coefficients[4] = {CK_EXP_C5, CK_EXP_C4, CK_EXP_C3, CK_EXP_C2};
    __m512 n[4], high[4], low[4], r[4], q[4];
    for (int j = 0; j < 4; j++) n[j] = _mm512_fmadd_ps(x.v[j], log2e, rounder);
    for (int j = 0; j < 4; j++) n[j] = _mm512_sub_ps(n[j], rounder);
    for (int j = 0; j < 4; j++)
        high[j] = sign > 0 ? _mm512_fnmadd_ps(n[j], ln2_high, x.v[j]) : _mm512_fnmsub_ps(n[j], ln2_high, x.v[j]);
    for (int j = 0; j < 4; j++) low[j] = _mm512_mul_ps(n[j], ln2_low);
    for (int j = 0; j < 4; j++) r[j] = _mm512_add_ps(high[j], low[j]);
    for (int j = 0; j < 4; j++) q[j] = _mm512_set1_ps(CK_EXP_C6);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) q[j] = _mm512_fmadd_ps(q[j], r[j], _mm512_set1_ps(coefficients[i]));
    for (int j = 0; j < 4; j++) r[j] = _mm512_mul_ps(r[j], r[j]);
    for (int j = 0; j < 4; j++) q[j] = _mm512_fmadd_ps(q[j], r[j], low[j]);
    for (int j = 0; j < 4; j++) q[j] = _mm512_add_ps(high[j], q[j]);
    for (int j = 0; j < 4; j++) q[j] = _mm512_add_ps(q[j], _mm512_set1_ps(1));
    struct ck_exp_avx512 e;
    for (int j = 0; j < 4; j++) e.p.v[j] = q[j], e.n.v[j] = n[j];
    return e;
}

/// x * 2^n, rounded once: what the reference's two multiplications give, of which only the second
/// can round.
CK_AVX512_INLINE struct ck_lanes ck_scale_avx512(struct ck_lanes x, struct ck_lanes n) {
    for (int j = 0; j < 4; j++) x.v[j] = _mm512_scalef_ps(x.v[j], n.v[j]);
    return x;
}

/// e^x; a NaN lane gives some NaN.
CK_AVX512_INLINE struct ck_lanes ck_exp_lanes_avx512(struct ck_lanes x) {
    // max returns its second operand when one is NaN.
    for (int j = 0; j < 4; j++) x.v[j] = _mm512_max_ps(_mm512_set1_ps(CK_EXP_LOWEST), x.v[j]);
    const struct ck_exp_avx512 e = ck_exp_parts_avx512(x, 1);
    return ck_scale_avx512(e.p, e.n);
}

#endif
