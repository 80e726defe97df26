// Four floats of NEON: what is written once for several instruction sets is written in these.
#ifndef CK_VECTOR_NEON_H
#define CK_VECTOR_NEON_H

#include "ck_float.h"

#include <arm_neon.h>

#define CK_TARGET CK_NEON

enum { CK_WIDTH = 4 };

typedef float32x4_t ck_floats;
typedef int32x4_t ck_ints;
/// All bits of a lane, or none.
typedef uint32x4_t ck_mask;

CK_NEON_INLINE ck_floats ck_all(float x) { return vdupq_n_f32(x); }
CK_NEON_INLINE ck_floats ck_add(ck_floats a, ck_floats b) { return vaddq_f32(a, b); }
CK_NEON_INLINE ck_floats ck_subtract(ck_floats a, ck_floats b) { return vsubq_f32(a, b); }
CK_NEON_INLINE ck_floats ck_multiply(ck_floats a, ck_floats b) { return vmulq_f32(a, b); }
CK_NEON_INLINE ck_floats ck_divide(ck_floats a, ck_floats b) { return vdivq_f32(a, b); }
CK_NEON_INLINE ck_floats ck_negative(ck_floats x) { return vnegq_f32(x); }
/// a*b + c, rounded once.
CK_NEON_INLINE ck_floats ck_fma(ck_floats a, ck_floats b, ck_floats c) { return vfmaq_f32(c, a, b); }
/// c - a*b, rounded once.
CK_NEON_INLINE ck_floats ck_fnma(ck_floats a, ck_floats b, ck_floats c) { return vfmsq_f32(c, a, b); }
CK_NEON_INLINE ck_floats ck_canonical_floats(ck_floats x) { return ck_canonical_neon(x); }

// Of an x that is NaN these give NaN; `limit` is none.
CK_NEON_INLINE ck_floats ck_at_least(float limit, ck_floats x) { return vmaxq_f32(vdupq_n_f32(limit), x); }
CK_NEON_INLINE ck_floats ck_at_most(float limit, ck_floats x) { return vminq_f32(vdupq_n_f32(limit), x); }
/// The larger one, and `most` where x is NaN, which compares greater than nothing.
CK_NEON_INLINE ck_floats ck_larger(ck_floats x, ck_floats most) { return vbslq_f32(vcgtq_f32(x, most), x, most); }
/// The largest lane, of which none is NaN.
CK_NEON_INLINE float ck_largest(ck_floats x) { return vmaxvq_f32(x); }
/// The lanes by a tree: 4 -> 2 -> 1, each lane k plus lane k + half.
CK_NEON_INLINE float ck_fold(ck_floats x) {
    const float32x2_t v2 = vadd_f32(vget_low_f32(x), vget_high_f32(x));
    return vget_lane_f32(v2, 0) + vget_lane_f32(v2, 1);
}

/// All bits set in the first `count` of 4 lanes, any count.
CK_NEON_INLINE ck_mask ck_first(ptrdiff_t count) {
    static const int32_t index[4] = {0, 1, 2, 3};
    return vcgtq_s32(vdupq_n_s32(count > 4 ? 4 : (int32_t)count), vld1q_s32(index));
}
CK_NEON_INLINE ck_mask ck_is_negative(ck_floats x) { return vcltq_f32(x, vdupq_n_f32(0)); }
/// `a` where the mask is set, and `b` elsewhere.
CK_NEON_INLINE ck_floats ck_select(ck_mask mask, ck_floats a, ck_floats b) { return vbslq_f32(mask, a, b); }

CK_NEON_INLINE ck_floats ck_load(const float *x) { return vld1q_f32(x); }
CK_NEON_INLINE void ck_store(float *y, ck_floats v) { vst1q_f32(y, v); }
/// The first `count` of 4 values, any count, and +0 in the other lanes.
CK_NEON_INLINE ck_floats ck_load_first(const float *x, ptrdiff_t count) {
    float buffer[4] = {0, 0, 0, 0};
    for (ptrdiff_t k = 0; k < 4 && k < count; k++) buffer[k] = x[k];
    return vld1q_f32(buffer);
}
/// Stores the first `count` of 4 lanes, any count.
CK_NEON_INLINE void ck_store_first(float *y, ck_floats v, ptrdiff_t count) {
    float buffer[4];
    vst1q_f32(buffer, v);
    for (ptrdiff_t k = 0; k < 4 && k < count; k++) y[k] = buffer[k];
}
/// a*b + c in the first `count` of 4 lanes, any count, and c in the others.
CK_NEON_INLINE ck_floats ck_fma_first(const float *a, const float *b, ck_floats c, ptrdiff_t count) {
    if (count <= 0) return c;
    return ck_select(ck_first(count), ck_fma(ck_load_first(a, count), ck_load_first(b, count), c), c);
}
/// The first `count` of 4 lanes, any count, and +0 in the other lanes.
CK_NEON_INLINE ck_floats ck_keep_first(ck_floats v, ptrdiff_t count) {
    return vbslq_f32(ck_first(count), v, vdupq_n_f32(0));
}

CK_NEON_INLINE ck_ints ck_all_ints(int x) { return vdupq_n_s32(x); }
CK_NEON_INLINE ck_ints ck_bits(ck_floats x) { return vreinterpretq_s32_f32(x); }
CK_NEON_INLINE ck_floats ck_of_bits(ck_ints x) { return vreinterpretq_f32_s32(x); }
CK_NEON_INLINE ck_ints ck_add_ints(ck_ints a, ck_ints b) { return vaddq_s32(a, b); }
CK_NEON_INLINE ck_ints ck_subtract_ints(ck_ints a, ck_ints b) { return vsubq_s32(a, b); }
CK_NEON_INLINE ck_ints ck_minus_magnitude(ck_ints x) { return vnegq_s32(vabsq_s32(x)); }
/// x / 2, rounded down.
CK_NEON_INLINE ck_ints ck_half(ck_ints x) { return vshrq_n_s32(x, 1); }
/// x * 2^23: where the exponent of a float begins.
CK_NEON_INLINE ck_ints ck_to_exponent(ck_ints x) { return vshlq_n_s32(x, 23); }
/// x where the mask is set, and 0 elsewhere.
CK_NEON_INLINE ck_ints ck_keep_ints(ck_mask mask, ck_ints x) { return vandq_s32(x, vreinterpretq_s32_u32(mask)); }

#include "ck_lanes.h"

#endif
