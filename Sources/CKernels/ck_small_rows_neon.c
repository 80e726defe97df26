#if defined(__aarch64__)

#include "ck_products.h"
#include "ck_small_block.h"

#include <arm_neon.h>

#define CK_TARGET CK_NEON
/// The codes of weights 0...15 and 16...31 of a block, with their signs.
CK_NEON_INLINE int8x16x2_t codes(enum ck_small format, const uint8_t *block) {
    const struct ck_small_format f = ck_small_formats[format];
    if (format == CK_q8_0) {
        const int8_t *bytes = (const int8_t *)block + f.codes;
        return (int8x16x2_t){{vld1q_s8(bytes), vld1q_s8(bytes + 16)}};
    }
    const uint8x16_t nibbles = vld1q_u8(block + f.codes);
    uint8x16_t result[2] = {vandq_u8(nibbles, vdupq_n_u8(15)), vshrq_n_u8(nibbles, 4)};
    int8x16x2_t both;
    for (int h = 0; h < 2; h++) {
        if (f.fifth) {
            const uint8x16_t each = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201));
            const uint8_t *bits = block + f.fifth + 2 * h;
            const uint8x16_t mask = vtstq_u8(vcombine_u8(vdup_n_u8(bits[0]), vdup_n_u8(bits[1])), each);
            result[h] = vorrq_u8(result[h], vandq_u8(mask, vdupq_n_u8(16)));
        }
        both.val[h] = f.has_levels ? vqtbl1q_s8(vld1q_s8(f.levels), result[h])
                                   : vsubq_s8(vreinterpretq_s8_u8(result[h]), vdupq_n_s8((int8_t)f.offset));
    }
    return both;
}

/// The products of the 32 codes of a block and activations, in four lanes.
CK_NEON_INLINE int32x4_t dots(enum ck_small format, const uint8_t *block, const int8_t *values) {
    const int8x16x2_t w = codes(format, block);
    const int8x16_t a = vld1q_s8(values), b = vld1q_s8(values + 16);
    int16x8_t first = vmull_s8(vget_low_s8(w.val[0]), vget_low_s8(a));
    int16x8_t second = vmull_high_s8(w.val[0], a);
    if (!ck_small_formats[format].is_wide) {
        // At most 2 * 31 * 128 a lane, which fits 16 bits.
        first = vmlal_s8(first, vget_low_s8(w.val[1]), vget_low_s8(b));
        second = vmlal_high_s8(second, w.val[1], b);
        return vpadalq_s16(vpaddlq_s16(first), second);
    }
    const int32x4_t sum = vpadalq_s16(vpaddlq_s16(first), second);
    first = vmull_s8(vget_low_s8(w.val[1]), vget_low_s8(b));
    second = vmull_high_s8(w.val[1], b);
    return vpadalq_s16(vpadalq_s16(sum, first), second);
}

/// P[0...3] and N[0...3].
struct accumulators {
    float32x4_t products, minimums;
};

/// d, or m, of four blocks.
CK_NEON_INLINE float32x4_t halves(const uint8_t *const block[4], size_t at) {
    uint16_t bits[4];
    for (int k = 0; k < 4; k++) memcpy(bits + k, block[k] + at, 2);
    return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(bits)));
}

/// 2^(e - 128), the scales of four blocks of MXFP4; the first two are subnormal.
CK_NEON_INLINE float32x4_t powers(const uint8_t *const block[4]) {
    const uint32_t exponents[4] = {block[0][0], block[1][0], block[2][0], block[3][0]};
    const uint32x4_t e = vld1q_u32(exponents), one = vdupq_n_u32(1);
    const uint32x4_t subnormal = vshlq_u32(vdupq_n_u32(0x200000), vreinterpretq_s32_u32(e));
    return vreinterpretq_f32_u32(vbslq_u32(vcgtq_u32(e, one), vshlq_n_u32(vsubq_u32(e, one), 23), subnormal));
}

/// One step: `count` <= 4 blocks, which are four of the activation.
CK_NEON_INLINE void step(enum ck_small format, const uint8_t *row, size_t count, const float *scales, const int8_t *values,
                 const int16_t *sums, struct accumulators *to) {
    const uint8_t *block[4];
    int32x4_t parts[4];
    for (size_t k = 0; k < 4; k++) {
        block[k] = ck_small_at(format, row, count, k);
        parts[k] = dots(format, block[k], values + 32 * k);
    }
    const int32x4_t dot = vpaddq_s32(vpaddq_s32(parts[0], parts[1]), vpaddq_s32(parts[2], parts[3]));
    const float32x4_t scale = vld1q_f32(scales);
    const float32x4_t d = format == CK_mxfp4 ? powers(block) : halves(block, 0);
    to->products = vfmaq_f32(to->products, vmulq_f32(d, scale), vcvtq_f32_s32(dot));
    if (ck_small_formats[format].has_minimum) {
        const float32x4_t sum = vcvtq_f32_s32(vmovl_s16(vld1_s16(sums)));
        to->minimums = vfmaq_f32(to->minimums, vmulq_f32(halves(block, 2), scale), sum);
    }
}

/// (A[0] + A[2]) + (A[1] + A[3]).
CK_NEON_INLINE float folded(float32x4_t x) {
    const float32x2_t pairs = vadd_f32(vget_low_f32(x), vget_high_f32(x));
    return vget_lane_f32(pairs, 0) + vget_lane_f32(pairs, 1);
}

CK_NEON_INLINE void rows(enum ck_small format, const uint8_t *weights, size_t count, size_t blocks, const float *scales,
                 const int8_t *values, const int16_t *sums, float *results) {
    const struct ck_small_format f = ck_small_formats[format];
    struct ck_small_rest rest;
    ck_small_take_rest(&rest, blocks, scales, values, sums);
    for (size_t row = 0; row < count; row++) {
        struct accumulators total = {vdupq_n_f32(0), vdupq_n_f32(0)};
        size_t i = 0;
        for (; i + 4 <= blocks; i += 4, weights += 4 * f.bytes)
            step(format, weights, 4, scales + i, values + 32 * i, sums + i, &total);
        CK_SMALL_REST(blocks - i, step, format, weights, rest, &total);
        weights += (blocks - i) * f.bytes;
        float result = folded(total.products);
        if (f.has_minimum) result += folded(total.minimums);
        results[row] = ck_canonical(result);
    }
}

CK_SMALL_BLOCKS(CK_SMALL_ROWS, neon)

#endif
