#if defined(__aarch64__)

#include "ck_nan.h"
#include "ck_products.h"
#include "ck_q4k_block.h"

#include <arm_neon.h>

/// Sums of products of 32 nibbles and activations, in four lanes.
CK_NEON_INLINE int32x4_t products32(int8x16_t first, int8x16_t second, const int8_t *values) {
    const int8x16_t a = vld1q_s8(values), b = vld1q_s8(values + 16);
    // At most 4 * 15 * 128 a lane, which fits 16 bits.
    int16x8_t sums = vmull_s8(vget_low_s8(first), vget_low_s8(a));
    sums = vmlal_s8(sums, vget_high_s8(first), vget_high_s8(a));
    sums = vmlal_s8(sums, vget_low_s8(second), vget_low_s8(b));
    sums = vmlal_s8(sums, vget_high_s8(second), vget_high_s8(b));
    return vpaddlq_s16(sums);
}

/// S and M of a block, in lanes 0 and 1.
CK_NEON_INLINE int32x2_t block_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    const uint8x16_t nibble = vdupq_n_u8(15);
    uint8_t scales[8], minimums[8];
    ck_q4k_unpack_scales(block, scales, minimums);
    int32x4_t products = vdupq_n_s32(0);
    for (int t = 0; t < 4; t++) {
        const uint8x16_t q0 = vld1q_u8(block + CK_Q4K_HEADER + 32 * t);
        const uint8x16_t q1 = vld1q_u8(block + CK_Q4K_HEADER + 32 * t + 16);
        const int32x4_t low = products32(vreinterpretq_s8_u8(vandq_u8(q0, nibble)),
                                         vreinterpretq_s8_u8(vandq_u8(q1, nibble)), values + 64 * t);
        const int32x4_t high = products32(vreinterpretq_s8_u8(vshrq_n_u8(q0, 4)),
                                          vreinterpretq_s8_u8(vshrq_n_u8(q1, 4)), values + 64 * t + 32);
        products = vmlaq_n_s32(products, low, scales[2 * t]);
        products = vmlaq_n_s32(products, high, scales[2 * t + 1]);
    }
    const int16x8_t pairs = vpaddq_s16(vld1q_s16(sums), vld1q_s16(sums + 8));
    const int16x8_t m = vreinterpretq_s16_u16(vmovl_u8(vld1_u8(minimums)));
    int32x4_t least = vmull_s16(vget_low_s16(pairs), vget_low_s16(m));
    least = vmlal_s16(least, vget_high_s16(pairs), vget_high_s16(m));
    const int32x4_t folded = vpaddq_s32(products, least);
    return vpadd_s32(vget_low_s32(folded), vget_high_s32(folded));
}

void ck_q4k_rows_neon(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,
                         const int8_t *values, const int16_t *sums, float *results) {
    for (size_t row = 0; row < rows; row++) {
        // P and N of the even blocks, and of the odd ones.
        float32x2_t accumulators[2] = {vdup_n_f32(0), vdup_n_f32(0)};
        for (size_t i = 0; i < blocks; i++, weights += CK_Q4K_BYTES) {
            const float32x4_t halves = vcvt_f32_f16(vreinterpret_f16_u8(vld1_u8(weights)));
            const float32x2_t factors = vmul_n_f32(vget_low_f32(halves), scales[i]);
            const int32x2_t both = block_sums(weights, values + 256 * i, sums + 16 * i);
            accumulators[i % 2] = vfma_f32(accumulators[i % 2], factors, vcvt_f32_s32(both));
        }
        const float32x2_t both = vadd_f32(accumulators[0], accumulators[1]);
        const float total = vget_lane_f32(both, 0) - vget_lane_f32(both, 1);
        results[row] = ck_canonical(total);
    }
}

#endif
