// Softmax, register by register.
#include "ck_exp_vector.h"

/// The largest value that is not NaN, -inf if there is none; the order of a maximum is free.
CK_TARGET_INLINE float largest(const float *x, size_t n) {
    const ck_floats lowest = ck_all(-__builtin_inff());
    ck_floats m[4] = {lowest, lowest, lowest, lowest};
    size_t i = 0;
    for (; i + 4 * CK_WIDTH <= n; i += 4 * CK_WIDTH)
        for (int j = 0; j < 4; j++) m[j] = ck_larger(ck_load(x + i + CK_WIDTH * j), m[j]);
    for (; i < n; i += CK_WIDTH) {
        const ptrdiff_t left = (ptrdiff_t)(n - i);
        m[0] = ck_larger(ck_select(ck_first(left), ck_load_first(x + i, left), lowest), m[0]);
    }
    return ck_largest(ck_larger(ck_larger(m[0], m[1]), ck_larger(m[2], m[3])));
}

CK_TARGET_INLINE void softmax(const float *x, float *y, size_t n) {
    const ck_floats max = ck_all(largest(x, n));
    struct ck_lanes sum = ck_lanes_zero();
    size_t i = 0;
    for (; i + 64 <= n; i += 64)
        for (int j = 0; j < CK_LANE_REGISTERS; j++) {
            const ck_floats e = ck_exp(ck_subtract(ck_load(x + i + CK_WIDTH * j), max));
            ck_store(y + i + CK_WIDTH * j, e);
            sum.v[j] = ck_add(sum.v[j], e);
        }
    // The sum is never -0, so lanes past the end may add +0.
    for (int j = 0; j < CK_LANE_REGISTERS && i + CK_WIDTH * j < n; j++) {
        const ptrdiff_t left = (ptrdiff_t)(n - i) - CK_WIDTH * j;
        const ck_floats e = ck_exp(ck_subtract(ck_load_first(x + i + CK_WIDTH * j, left), max));
        ck_store_first(y + i + CK_WIDTH * j, e, left);
        sum.v[j] = ck_add(sum.v[j], ck_keep_first(e, left));
    }
    // A NaN anywhere reaches the sum, and from it every element.
    const ck_floats r = ck_all(1.0f / ck_lanes_fold(&sum));
    for (i = 0; i + CK_WIDTH <= n; i += CK_WIDTH) ck_store(y + i, ck_canonical_floats(ck_multiply(ck_load(y + i), r)));
    if (i < n) {
        const ptrdiff_t left = (ptrdiff_t)(n - i);
        ck_store_first(y + i, ck_canonical_floats(ck_multiply(ck_load_first(y + i, left), r)), left);
    }
}
