#if defined(__aarch64__)

#include "ck_q8k.h"
#include "ck_q8k_scale.h"

#include <arm_neon.h>

CK_NEON_INLINE struct ck_q8k_extremes extremes(const float *x) {
    // As signed integers positive values are the larger ones, by magnitude; as unsigned ones, negative values.
    int32x4_t most = vdupq_n_s32(INT32_MIN);
    uint32x4_t least = vdupq_n_u32(0);
    for (int i = 0; i < 256; i += 4) {
        const uint32x4_t bits = vreinterpretq_u32_f32(vld1q_f32(x + i));
        most = vmaxq_s32(most, vreinterpretq_s32_u32(bits));
        least = vmaxq_u32(least, bits);
    }
    const int32_t positive = vmaxvq_s32(most);
    const uint32_t negative = vmaxvq_u32(least);
    return (struct ck_q8k_extremes){positive > 0 ? (uint32_t)positive : 0, negative >> 31 ? negative & 0x7fffffff : 0};
}

CK_NEON_INLINE void quantize_block(const float *x, float inverse, int8_t *values, int16_t *sums, bool published) {
    for (int i = 0; i < 16; i++) {
        int32x4_t q[4];
        for (int k = 0; k < 4; k++) {
            const float32x4_t v = vmulq_n_f32(vld1q_f32(x + 16 * i + 4 * k), inverse);
            // Arm rounds either way in one instruction: halves away from zero, or to even.
            q[k] = published ? vcvtaq_s32_f32(v) : vcvtnq_s32_f32(v);
        }
        // Saturating at -128 and 127 is the clamp.
        const int16x8_t low = vcombine_s16(vqmovn_s32(q[0]), vqmovn_s32(q[1]));
        const int16x8_t high = vcombine_s16(vqmovn_s32(q[2]), vqmovn_s32(q[3]));
        const int8x16_t bytes = vcombine_s8(vqmovn_s16(low), vqmovn_s16(high));
        vst1q_s8(values + 16 * i, bytes);
        sums[i] = vaddlvq_s8(bytes);
    }
}

CK_Q8K_QUANTIZE(ck_q8k_quantize_published_neon, CK_NEON, ck_q8k_scale_published(extremes(x)), true)
CK_Q8K_QUANTIZE(ck_q8k_quantize_ggml_neon, CK_NEON, ck_q8k_scale_ggml(extremes(x), x), false)

#endif
