#if defined(__aarch64__)

#include "ck_rmsnorm.h"

#include <arm_neon.h>
#include <string.h>

/// Lane k of register r is virtual lane 4r + k of 64.
static inline void add_squares(float32x4_t accumulators[16], const float *x) {
    for (int r = 0; r < 16; r++) {
        const float32x4_t v = vld1q_f32(x + 4 * r);
        accumulators[r] = vfmaq_f32(accumulators[r], v, v);
    }
}

static inline float sum_of_squares(const float *x, size_t count) {
    float32x4_t a[16];
    for (int r = 0; r < 16; r++) a[r] = vdupq_n_f32(0);
    for (; count >= 64; count -= 64, x += 64) add_squares(a, x);
    if (count > 0) {
        // Padded with zeros: fma(0, 0, a) is a, because no accumulator is ever -0.
        float rest[64] = {0};
        memcpy(rest, x, count * sizeof *x);
        add_squares(a, rest);
    }
    for (int half = 8; half > 0; half /= 2) {
        for (int r = 0; r < half; r++) a[r] = vaddq_f32(a[r], a[r + half]);
    }
    const float32x2_t two = vadd_f32(vget_low_f32(a[0]), vget_high_f32(a[0]));
    return vget_lane_f32(two, 0) + vget_lane_f32(two, 1);
}

void ck_f32_rmsnorm_neon(const float *x, const float *weight, size_t count, float epsilon, float *y) {
    const float mean = sum_of_squares(x, count) / (float)count;
    const float factor = 1 / vget_lane_f32(vsqrt_f32(vdup_n_f32(mean + epsilon)), 0);
    const float32x4_t nan = vdupq_n_f32(__builtin_nanf(""));
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        const float32x4_t v = vmulq_f32(vmulq_n_f32(vld1q_f32(x + i), factor), vld1q_f32(weight + i));
        vst1q_f32(y + i, vbslq_f32(vceqq_f32(v, v), v, nan));
    }
    for (; i < count; i++) {
        const float v = (x[i] * factor) * weight[i];
        y[i] = v != v ? __builtin_nanf("") : v;
    }
}

#endif
