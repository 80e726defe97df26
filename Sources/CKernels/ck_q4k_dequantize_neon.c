#if defined(__aarch64__)

#include "ck_q4k.h"
#include "ck_q4k_block.h"
#include "ck_target.h"

#include <arm_neon.h>
#include <string.h>

/// Sixteen values d1*q - dm1; both products are exact, so that fusing changes no bit.
CK_NEON_INLINE void store16(float *values, uint8x16_t q, float32x4_t d1, float32x4_t dm1) {
    const uint16x8_t halves[2] = {vmovl_u8(vget_low_u8(q)), vmovl_u8(vget_high_u8(q))};
    for (int i = 0; i < 2; i++) {
        const float32x4_t low = vcvtq_f32_u32(vmovl_u16(vget_low_u16(halves[i])));
        const float32x4_t high = vcvtq_f32_u32(vmovl_u16(vget_high_u16(halves[i])));
        vst1q_f32(values + 8 * i, vsubq_f32(vmulq_f32(d1, low), dm1));
        vst1q_f32(values + 8 * i + 4, vsubq_f32(vmulq_f32(d1, high), dm1));
    }
}

void ck_q4k_dequantize_neon(const uint8_t *blocks, size_t count, float *values) {
    for (; count > 0; count--, blocks += CK_Q4K_BYTES, values += CK_Q4K_WEIGHTS) {
        if (__builtin_expect(!ck_q4k_is_finite(blocks), 0)) {
            ck_q4k_dequantize_nonfinite(blocks, values);
            continue;
        }
        const float32x4_t both = vcvt_f32_f16(vreinterpret_f16_u8(vld1_u8(blocks)));
        const float d = vgetq_lane_f32(both, 0), dmin = vgetq_lane_f32(both, 1);
        uint8_t scales[8], minimums[8];
        ck_q4k_unpack_scales(blocks, scales, minimums);
        for (int t = 0; t < 4; t++) {
            const float32x4_t d1_low = vdupq_n_f32(d * (float)scales[2 * t]);
            const float32x4_t d1_high = vdupq_n_f32(d * (float)scales[2 * t + 1]);
            const float32x4_t dm1_low = vdupq_n_f32(dmin * (float)minimums[2 * t]);
            const float32x4_t dm1_high = vdupq_n_f32(dmin * (float)minimums[2 * t + 1]);
            for (int i = 0; i < 32; i += 16) {
                const uint8x16_t q = vld1q_u8(blocks + CK_Q4K_HEADER + 32 * t + i);
                store16(values + 64 * t + i, vandq_u8(q, vdupq_n_u8(15)), d1_low, dm1_low);
                store16(values + 64 * t + 32 + i, vshrq_n_u8(q, 4), d1_high, dm1_high);
            }
        }
    }
}

#endif
