#if defined(__aarch64__)

#include "ck_rope.h"
#include "ck_rope_pair.h"

#include <arm_neon.h>

/// Four pairs: x0*c - x1*s and x0*s + x1*c, each product rounded.
CK_NEON_INLINE float32x4x2_t rotate(float32x4_t x0, float32x4_t x1, float32x4_t c, float32x4_t s) {
    const float32x4_t first = vsubq_f32(vmulq_f32(x0, c), vmulq_f32(x1, s));
    const float32x4_t second = vaddq_f32(vmulq_f32(x0, s), vmulq_f32(x1, c));
    return (float32x4x2_t){{ck_canonical_neon(first), ck_canonical_neon(second)}};
}

void ck_f32_rope_norm_neon(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines) {
    for (; heads > 0; heads--, x += 2 * pairs) {
        size_t i = 0;
        for (; i + 4 <= pairs; i += 4) {
            const float32x4x2_t v = vld2q_f32(x + 2 * i);
            vst2q_f32(x + 2 * i, rotate(v.val[0], v.val[1], vld1q_f32(cosines + i), vld1q_f32(sines + i)));
        }
        for (; i < pairs; i++) ck_rope_rotate(x + 2 * i, x + 2 * i + 1, cosines[i], sines[i]);
    }
}

void ck_f32_rope_neox_neon(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines) {
    for (; heads > 0; heads--, x += 2 * pairs) {
        size_t i = 0;
        for (; i + 4 <= pairs; i += 4) {
            const float32x4x2_t v = rotate(vld1q_f32(x + i), vld1q_f32(x + pairs + i), vld1q_f32(cosines + i),
                                           vld1q_f32(sines + i));
            vst1q_f32(x + i, v.val[0]);
            vst1q_f32(x + pairs + i, v.val[1]);
        }
        for (; i < pairs; i++) ck_rope_rotate(x + i, x + pairs + i, cosines[i], sines[i]);
    }
}

#endif
