// The 64 virtual lanes of every reduction in the registers of one instruction set, whose ck_vector_<isa>.h the file that
// includes this has included.
#ifndef CK_LANES_H
#define CK_LANES_H

#include <stddef.h>

enum { CK_LANE_REGISTERS = 64 / CK_WIDTH };

/// Lanes CK_WIDTH * j ..< CK_WIDTH * (j + 1) in v[j].
struct ck_lanes {
    ck_floats v[CK_LANE_REGISTERS];
};

CK_TARGET_INLINE struct ck_lanes ck_lanes_zero(void) {
    return (struct ck_lanes){0};
}

/// acc[k] = fma(a[k], b[k], acc[k]) for all 64 lanes.
CK_TARGET_INLINE void ck_lanes_fma(struct ck_lanes *acc, const float *a, const float *b) {
    for (int j = 0; j < CK_LANE_REGISTERS; j++)
        acc->v[j] = ck_fma(ck_load(a + CK_WIDTH * j), ck_load(b + CK_WIDTH * j), acc->v[j]);
}

/// The same for the first `count` < 64 lanes. The others keep their bits: adding 0*0 would turn
/// a lane of -0 into +0.
CK_TARGET_INLINE void ck_lanes_fma_tail(struct ck_lanes *acc, const float *a, const float *b, size_t count) {
    for (int j = 0; j < CK_LANE_REGISTERS; j++) {
        const ptrdiff_t left = (ptrdiff_t)count - CK_WIDTH * j;
        acc->v[j] = ck_fma_first(a + CK_WIDTH * j, b + CK_WIDTH * j, acc->v[j], left);
    }
}

/// The whole tree: 64 -> 32 -> 16 -> 8 -> 4 -> 2 -> 1, each lane k plus lane k + half.
CK_TARGET_INLINE float ck_lanes_fold(const struct ck_lanes *acc) {
    struct ck_lanes sum = *acc;
    for (int half = CK_LANE_REGISTERS / 2; half > 0; half /= 2)
        for (int j = 0; j < half; j++) sum.v[j] = ck_add(sum.v[j], sum.v[j + half]);
    return ck_fold(sum.v[0]);
}

/// The sum of a[i] * b[i], any NaN of it as it comes.
CK_TARGET_INLINE float ck_lanes_dot(const float *a, const float *b, size_t n) {
    struct ck_lanes acc = ck_lanes_zero();
    size_t i = 0;
    for (; i + 64 <= n; i += 64) ck_lanes_fma(&acc, a + i, b + i);
    if (i < n) ck_lanes_fma_tail(&acc, a + i, b + i, n - i);
    return ck_lanes_fold(&acc);
}

#endif
