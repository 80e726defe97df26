#if defined(__aarch64__)

#include "ck_activation.h"
#include "ck_exp_neon.h"

/// silu(x) in the operations of Activation+Reference.swift; a NaN lane gives some NaN.
CK_NEON_INLINE float32x4_t silu_neon(float32x4_t x) {
    const float32x4_t lowest = vdupq_n_f32(CK_SILU_LOWEST);
    x = vmaxq_f32(lowest, x);
    const uint32x4_t negative = vcltq_f32(x, vdupq_n_f32(0));
    const float32x4_t one = vdupq_n_f32(1);
    const struct ck_exp_neon e = ck_exp_parts_neon(vmaxq_f32(lowest, vnegq_f32(x)));
    // n for x >= 0, where it is not positive, and -n for x < 0, where it is not negative.
    const int32x4_t n = vnegq_s32(vabsq_s32(e.n));
    const float32x4_t scaled = ck_scale_neon(vbslq_f32(negative, one, e.p), n);
    const float32x4_t z = vaddq_f32(scaled, vbslq_f32(negative, e.p, one));
    // Where x is not negative the power of two is 2^0.
    return ck_scale_neon(vdivq_f32(x, z), vandq_s32(n, vreinterpretq_s32_u32(negative)));
}

void ck_f32_silu_neon(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + 4 <= n; i += 4) vst1q_f32(y + i, ck_canonical_neon(silu_neon(vld1q_f32(x + i))));
    if (i < n) {
        const ptrdiff_t left = (ptrdiff_t)(n - i);
        const float32x4_t s = silu_neon(ck_load_first_neon(x + i, left));
        ck_store_first_neon(y + i, ck_canonical_neon(s), left);
    }
}

void ck_f32_swiglu_neon(const float *gate, const float *up, float *y, size_t n) {
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        const float32x4_t v = vmulq_f32(silu_neon(vld1q_f32(gate + i)), vld1q_f32(up + i));
        vst1q_f32(y + i, ck_canonical_neon(v));
    }
    if (i < n) {
        const ptrdiff_t left = (ptrdiff_t)(n - i);
        const float32x4_t s = silu_neon(ck_load_first_neon(gate + i, left));
        const float32x4_t v = vmulq_f32(s, ck_load_first_neon(up + i, left));
        ck_store_first_neon(y + i, ck_canonical_neon(v), left);
    }
}

#endif
