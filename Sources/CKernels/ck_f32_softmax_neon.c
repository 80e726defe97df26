#if defined(__aarch64__)

#include "ck_exp_neon.h"
#include "ck_softmax.h"

/// The largest value that is not NaN, -inf if there is none; the order of a maximum is free.
CK_NEON_INLINE float32x4_t max_neon(const float *x, size_t n) {
    float32x4_t m = vdupq_n_f32(-__builtin_inff());
    size_t i = 0;
    // NaN compares greater than nothing, so it is passed over.
    for (; i + 4 <= n; i += 4) {
        const float32x4_t v = vld1q_f32(x + i);
        m = vbslq_f32(vcgtq_f32(v, m), v, m);
    }
    for (; i < n; i++) {
        const float32x4_t v = vdupq_n_f32(x[i]);
        m = vbslq_f32(vcgtq_f32(v, m), v, m);
    }
    return vdupq_n_f32(vmaxvq_f32(m));
}

void ck_f32_softmax_neon(const float *x, float *y, size_t n) {
    const float32x4_t max = max_neon(x, n);
    struct ck_lanes_neon sum = ck_lanes_zero_neon();
    size_t i = 0;
    for (; i + 64 <= n; i += 64)
        for (int j = 0; j < 16; j++) {
            const float32x4_t e = ck_exp_lanes_neon(vsubq_f32(vld1q_f32(x + i + 4 * j), max));
            vst1q_f32(y + i + 4 * j, e);
            sum.v[j] = vaddq_f32(sum.v[j], e);
        }
    // The sum is never -0, so lanes past the end may add +0.
    for (int j = 0; j < 16 && i + 4 * j < n; j++) {
        const ptrdiff_t left = (ptrdiff_t)(n - i) - 4 * j;
        const float32x4_t e = ck_exp_lanes_neon(vsubq_f32(ck_load_first_neon(x + i + 4 * j, left), max));
        ck_store_first_neon(y + i + 4 * j, e, left);
        sum.v[j] = vaddq_f32(sum.v[j], vbslq_f32(ck_first_neon(left), e, vdupq_n_f32(0)));
    }
    // A NaN anywhere reaches the sum, and from it every element.
    const float r = 1.0f / ck_lanes_fold_neon(&sum);
    for (i = 0; i + 4 <= n; i += 4) vst1q_f32(y + i, ck_canonical_neon(vmulq_n_f32(vld1q_f32(y + i), r)));
    for (; i < n; i++) y[i] = ck_canonical(y[i] * r);
}

#endif
