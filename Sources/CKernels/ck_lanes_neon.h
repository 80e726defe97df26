// The 64 virtual lanes of every reduction, held in sixteen NEON registers.
#ifndef CK_LANES_NEON_H
#define CK_LANES_NEON_H

#include <arm_neon.h>

#include "ck_float.h"

#define CK_NEON_INLINE __attribute__((always_inline)) static inline

/// Lanes 4j ..< 4j+4 in v[j].
struct ck_lanes_neon {
    float32x4_t v[16];
};

CK_NEON_INLINE struct ck_lanes_neon ck_lanes_zero_neon(void) {
    struct ck_lanes_neon acc;
    for (int j = 0; j < 16; j++) acc.v[j] = vdupq_n_f32(0);
    return acc;
}

/// acc[k] = fma(a[k], b[k], acc[k]) for all 64 lanes.
CK_NEON_INLINE void ck_lanes_fma_neon(struct ck_lanes_neon *acc, const float *a, const float *b) {
    for (int j = 0; j < 16; j++) acc->v[j] = vfmaq_f32(acc->v[j], vld1q_f32(a + 4 * j), vld1q_f32(b + 4 * j));
}

/// The first `count` of 4 values, any count, and +0 in the other lanes.
CK_NEON_INLINE float32x4_t ck_load_first_neon(const float *x, ptrdiff_t count) {
    float buffer[4] = {0, 0, 0, 0};
    for (ptrdiff_t k = 0; k < 4 && k < count; k++) buffer[k] = x[k];
    return vld1q_f32(buffer);
}

/// Stores the first `count` of 4 lanes, any count.
CK_NEON_INLINE void ck_store_first_neon(float *y, float32x4_t v, ptrdiff_t count) {
    float buffer[4];
    vst1q_f32(buffer, v);
    for (ptrdiff_t k = 0; k < 4 && k < count; k++) y[k] = buffer[k];
}

/// All bits set in the first `count` of 4 lanes, any count.
CK_NEON_INLINE uint32x4_t ck_first_neon(ptrdiff_t count) {
    static const int32_t index[4] = {0, 1, 2, 3};
    return vcgtq_s32(vdupq_n_s32(count > 4 ? 4 : (int32_t)count), vld1q_s32(index));
}

/// The same as ck_lanes_fma for the first `count` < 64 lanes. The others keep their bits: adding
/// 0*0 would turn a lane of -0 into +0.
CK_NEON_INLINE void ck_lanes_fma_tail_neon(struct ck_lanes_neon *acc, const float *a, const float *b, size_t count) {
    for (int j = 0; j < 16; j++) {
        const ptrdiff_t left = (ptrdiff_t)count - 4 * j;
        if (left <= 0) break;
        const float32x4_t x = ck_load_first_neon(a + 4 * j, left), y = ck_load_first_neon(b + 4 * j, left);
        acc->v[j] = vbslq_f32(ck_first_neon(left), vfmaq_f32(acc->v[j], x, y), acc->v[j]);
    }
}

/// The whole tree: 64 -> 32 -> 16 -> 8 -> 4 -> 2 -> 1, each lane k plus lane k + half.
CK_NEON_INLINE float ck_lanes_fold_neon(const struct ck_lanes_neon *acc) {
    float32x4_t v[8];
    for (int j = 0; j < 8; j++) v[j] = vaddq_f32(acc->v[j], acc->v[j + 8]);
    for (int half = 4; half > 0; half /= 2)
        for (int j = 0; j < half; j++) v[j] = vaddq_f32(v[j], v[j + half]);
    const float32x2_t v2 = vadd_f32(vget_low_f32(v[0]), vget_high_f32(v[0]));
    return vget_lane_f32(v2, 0) + vget_lane_f32(v2, 1);
}

/// NaN lanes become the canonical one.
CK_NEON_INLINE float32x4_t ck_canonical_neon(float32x4_t x) {
    return vbslq_f32(vceqq_f32(x, x), x, vdupq_n_f32(CK_NAN));
}

#endif
