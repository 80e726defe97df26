#if defined(__aarch64__)

#include "ck_nan.h"
#include "ck_products.h"
#include "ck_q4k_block.h"

#include <arm_neon.h>
#include <string.h>

/// The integers of a block but its codes: scales and minimums of sixteen weights each, and the two factors.
struct header {
    int32_t scales[16];
    int16_t minimums[16];
    uint16_t factors[2]; // binary16
};

/// Eight bits moved from one place to another, and masked.
CK_NEON_INLINE uint8x16_t bits(uint8x16_t bytes, int from, int to, uint8_t mask) {
    return vandq_u8(vshlq_u8(bytes, vdupq_n_s8((int8_t)(to - from))), vdupq_n_u8(mask));
}

CK_NEON_INLINE int8x16_t less(uint8x16_t codes, uint8_t offset) {
    return vreinterpretq_s8_u8(vsubq_u8(codes, vdupq_n_u8(offset)));
}

/// The codes of weights 16g ... 16g + 15 of a block, with their signs.
CK_NEON_INLINE int8x16_t q2k_codes(const uint8_t *block, int g) {
    return less(bits(vld1q_u8(block + 16 + 32 * (g / 8) + 16 * (g % 2)), 2 * (g / 2 % 4), 0, 3), 0);
}

CK_NEON_INLINE int8x16_t q3k_codes(const uint8_t *block, int g) {
    const uint8x16_t pairs = bits(vld1q_u8(block + 32 + 32 * (g / 8) + 16 * (g % 2)), 2 * (g / 2 % 4), 0, 3);
    return less(vorrq_u8(pairs, bits(vld1q_u8(block + 16 * (g % 2)), g / 2, 2, 4)), 4);
}

CK_NEON_INLINE int8x16_t q5k_codes(const uint8_t *block, int g) {
    const uint8x16_t nibbles = bits(vld1q_u8(block + 48 + 32 * (g / 4) + 16 * (g % 2)), 4 * (g / 2 % 2), 0, 15);
    return less(vorrq_u8(nibbles, bits(vld1q_u8(block + 16 + 16 * (g % 2)), g / 2, 4, 16)), 0);
}

CK_NEON_INLINE int8x16_t q6k_codes(const uint8_t *block, int g) {
    const int half = g / 8, k = g / 2 % 4, first = 16 * (g % 2);
    const uint8x16_t nibbles = bits(vld1q_u8(block + 64 * half + 32 * (k % 2) + first), 4 * (k / 2), 0, 15);
    return less(vorrq_u8(nibbles, bits(vld1q_u8(block + 128 + 32 * half + first), 2 * k, 4, 48)), 32);
}

CK_NEON_INLINE int8x16_t iq4xs_codes(const uint8_t *block, int g) {
    static const int8_t levels[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
    return vqtbl1q_s8(vld1q_s8(levels), bits(vld1q_u8(block + 8 + 16 * (g / 2)), 4 * (g % 2), 0, 15));
}

CK_NEON_INLINE void q2k_header(const uint8_t *block, struct header *header) {
    for (int g = 0; g < 16; g++) {
        header->scales[g] = block[g] & 15;
        header->minimums[g] = block[g] >> 4;
    }
    memcpy(header->factors, block + 80, 4);
}

CK_NEON_INLINE void q3k_header(const uint8_t *block, struct header *header) {
    for (int g = 0; g < 16; g++) {
        const int low = block[96 + g % 8] >> (g / 8 * 4) & 15, high = block[104 + g % 4] >> (g / 4 * 2) & 3;
        header->scales[g] = (low | high << 4) - 32;
    }
    memcpy(header->factors, block + 108, 2);
}

CK_NEON_INLINE void q5k_header(const uint8_t *block, struct header *header) {
    uint8_t scales[8], minimums[8];
    ck_q4k_unpack_scales(block, scales, minimums);
    for (int g = 0; g < 16; g++) {
        header->scales[g] = scales[g / 2];
        header->minimums[g] = minimums[g / 2];
    }
    memcpy(header->factors, block, 4);
}

CK_NEON_INLINE void q6k_header(const uint8_t *block, struct header *header) {
    for (int g = 0; g < 16; g++) header->scales[g] = (int8_t)block[192 + g];
    memcpy(header->factors, block + 208, 2);
}

CK_NEON_INLINE void iq4xs_header(const uint8_t *block, struct header *header) {
    for (int g = 0; g < 16; g++) {
        const int k = g / 2, low = block[4 + k / 2] >> (k % 2 * 4) & 15;
        header->scales[g] = (low | ((block[2] | block[3] << 8) >> (2 * k) & 3) << 4) - 32;
    }
    memcpy(header->factors, block, 2);
}

/// Sixteen words times the sums of sixteen activations each.
CK_NEON_INLINE int32_t with_sums(const int16_t words[16], const int16_t *sums) {
    int32x4_t total = vdupq_n_s32(0);
    for (int k = 0; k < 16; k += 4) total = vmlal_s16(total, vld1_s16(words + k), vld1_s16(sums + k));
    return vaddvq_s32(total);
}

/// The product of one row; the functions are those of its format.
CK_NEON_INLINE float row_product(size_t bytes, bool has_minimums, int8x16_t (*codes)(const uint8_t *, int),
                         void (*read)(const uint8_t *, struct header *), const uint8_t *weights, size_t blocks,
                         const float *scales, const int8_t *values, const int16_t *sums) {
    // P and N of the even blocks, and of the odd ones; N stays 0 without minimums.
    float32x2_t accumulators[2] = {vdup_n_f32(0), vdup_n_f32(0)};
    for (size_t i = 0; i < blocks; i++, weights += bytes, values += 256, sums += 16) {
        struct header header = {0};
        read(weights, &header);
        int32x4_t products = vdupq_n_s32(0);
        for (int g = 0; g < 16; g++) {
            const int8x16_t q4 = codes(weights, g), q8 = vld1q_s8(values + 16 * g);
            // Two products a lane, at most 2 * 127 * 128, fit 16 bits.
            int16x8_t pairs = vmull_s8(vget_low_s8(q4), vget_low_s8(q8));
            pairs = vmlal_s8(pairs, vget_high_s8(q4), vget_high_s8(q8));
            products = vmlaq_n_s32(products, vpaddlq_s16(pairs), header.scales[g]);
        }
        const int32_t minimums = has_minimums ? with_sums(header.minimums, sums) : 0;
        const float32x4_t halves = vcvt_f32_f16(vreinterpret_f16_u16(vld1_dup_u16(header.factors)));
        const float32x4_t second = vcvt_f32_f16(vreinterpret_f16_u16(vld1_dup_u16(header.factors + 1)));
        const float32x2_t factors = vset_lane_f32(
            has_minimums ? vgetq_lane_f32(second, 0) * scales[i] : 0, vdup_n_f32(vgetq_lane_f32(halves, 0) * scales[i]), 1);
        const int32x2_t both = vset_lane_s32(minimums, vdup_n_s32(vaddvq_s32(products)), 1);
        accumulators[i % 2] = vfma_f32(accumulators[i % 2], factors, vcvt_f32_s32(both));
    }
    const float32x2_t both = vadd_f32(accumulators[0], accumulators[1]);
    const float total = vget_lane_f32(both, 0) - vget_lane_f32(both, 1);
    return ck_canonical(total);
}

#define ROWS(FORMAT, BYTES, HAS_MINIMUMS)                                                                          \
    void ck_##FORMAT##_rows_neon(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,          \
                                 const int8_t *values, const int16_t *sums, float *results) {                      \
        for (size_t row = 0; row < rows; row++)                                                                    \
            results[row] = row_product(BYTES, HAS_MINIMUMS, FORMAT##_codes, FORMAT##_header,                       \
                                       weights + row * blocks * (BYTES), blocks, scales, values, sums);            \
    }

ROWS(q2k, 84, true)
ROWS(q3k, 110, false)
ROWS(q5k, 176, true)
ROWS(q6k, 210, false)
ROWS(iq4xs, 136, false)

#endif
