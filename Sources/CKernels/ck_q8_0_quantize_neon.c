#if defined(__aarch64__)

#include "ck_q8_0.h"
#include "ck_q8_0_scale.h"

#include <arm_neon.h>

CK_NEON_INLINE uint32_t magnitude(const float *x) {
    uint32x4_t most = vdupq_n_u32(0);
    for (int k = 0; k < 8; k++) most = vmaxq_u32(most, vreinterpretq_u32_f32(vabsq_f32(vld1q_f32(x + 4 * k))));
    return vmaxvq_u32(most);
}

/// Scales and inverses of eight blocks from their largest magnitudes.
CK_NEON_INLINE void take_scales(const uint32_t magnitudes[8], float scales[8], float inverses[8]) {
    for (int k = 0; k < 8; k += 4) {
        const uint32x4_t bits = vld1q_u32(magnitudes + k), infinity = vdupq_n_u32(0x7f800000);
        const float32x4_t d = vdivq_f32(vreinterpretq_f32_u32(bits), vdupq_n_f32(127));
        const float32x4_t inverse = vdivq_f32(vdupq_n_f32(1), d);
        const uint32x4_t is_finite = vcltq_u32(bits, infinity);
        // A block of which one bound says no has neither; where it is not finite, the scale is the NaN.
        const uint32x4_t some = vandq_u32(is_finite, vcltq_u32(vreinterpretq_u32_f32(inverse), infinity));
        const uint32x4_t rounded = vreinterpretq_u32_f32(vcvt_f32_f16(vcvt_f16_f32(d)));
        vst1q_f32(inverses + k, vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(inverse), some)));
        const float32x4_t scale = vreinterpretq_f32_u32(vandq_u32(rounded, some));
        vst1q_f32(scales + k, vbslq_f32(is_finite, scale, vdupq_n_f32(CK_NAN)));
    }
}

CK_NEON_INLINE int16_t quantize_block(const float *x, float inverse, int8_t *values) {
    int16_t sum = 0;
    for (int h = 0; h < 2; h++) {
        int32x4_t q[4];
        // Arm rounds halves away from zero in one instruction.
        for (int k = 0; k < 4; k++) q[k] = vcvtaq_s32_f32(vmulq_n_f32(vld1q_f32(x + 16 * h + 4 * k), inverse));
        const int16x8_t low = vcombine_s16(vmovn_s32(q[0]), vmovn_s32(q[1]));
        const int16x8_t high = vcombine_s16(vmovn_s32(q[2]), vmovn_s32(q[3]));
        const int8x16_t bytes = vcombine_s8(vmovn_s16(low), vmovn_s16(high));
        vst1q_s8(values + 16 * h, bytes);
        sum = (int16_t)(sum + vaddlvq_s8(bytes));
    }
    return sum;
}

CK_Q8_0_QUANTIZE(ck_q8_0_quantize_neon, CK_NEON)

#endif
