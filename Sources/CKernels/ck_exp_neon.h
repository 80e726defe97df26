// e^x on 4 lanes, in the operations of Exponential+Reference.swift.
#ifndef CK_EXP_NEON_H
#define CK_EXP_NEON_H

#include "ck_lanes_neon.h"

/// e^x = p * 2^n.
struct ck_exp_neon {
    float32x4_t p;
    int32x4_t n;
};

/// p and n of x, which the caller has clamped; NaN gives NaN in p and any n.
CK_NEON_INLINE struct ck_exp_neon ck_exp_parts_neon(float32x4_t x) {
    const float32x4_t rounder = vdupq_n_f32(CK_EXP_ROUNDER);
    const float32x4_t shifted = vfmaq_f32(rounder, x, vdupq_n_f32(CK_EXP_LOG2E));
    const float32x4_t n = vsubq_f32(shifted, rounder);
    const float32x4_t high = vfmsq_f32(x, n, vdupq_n_f32(CK_EXP_LN2_HIGH));
    const float32x4_t low = vmulq_f32(n, vdupq_n_f32(-CK_EXP_LN2_LOW));
    const float32x4_t r = vaddq_f32(high, low);
    float32x4_t q = vdupq_n_f32(CK_EXP_C6);
    q = vfmaq_f32(vdupq_n_f32(CK_EXP_C5), q, r);
    q = vfmaq_f32(vdupq_n_f32(CK_EXP_C4), q, r);
    q = vfmaq_f32(vdupq_n_f32(CK_EXP_C3), q, r);
    q = vfmaq_f32(vdupq_n_f32(CK_EXP_C2), q, r);
    const float32x4_t tail = vfmaq_f32(low, q, vmulq_f32(r, r));
    const float32x4_t p = vaddq_f32(vaddq_f32(high, tail), vdupq_n_f32(1));
    // The low bits of the shifted sum are n, since the rounder's ulp is 1.
    const int32x4_t k = vsubq_s32(vreinterpretq_s32_f32(shifted), vreinterpretq_s32_f32(rounder));
    return (struct ck_exp_neon){p, k};
}

/// x * 2^n by two powers of two, because 2^n alone may be out of range; only the second
/// multiplication can round.
CK_NEON_INLINE float32x4_t ck_scale_neon(float32x4_t x, int32x4_t n) {
    const int32x4_t bias = vdupq_n_s32(127), half = vshrq_n_s32(n, 1);
    const int32x4_t first = vshlq_n_s32(vaddq_s32(half, bias), 23);
    const int32x4_t second = vshlq_n_s32(vaddq_s32(vsubq_s32(n, half), bias), 23);
    return vmulq_f32(vmulq_f32(x, vreinterpretq_f32_s32(first)), vreinterpretq_f32_s32(second));
}

/// e^x; a NaN lane gives some NaN.
CK_NEON_INLINE float32x4_t ck_exp_lanes_neon(float32x4_t x) {
    // max and min return NaN when an operand is.
    x = vminq_f32(vdupq_n_f32(CK_EXP_HIGHEST), vmaxq_f32(vdupq_n_f32(CK_EXP_LOWEST), x));
    const struct ck_exp_neon e = ck_exp_parts_neon(x);
    return ck_scale_neon(e.p, e.n);
}

#endif
