// SiLU and SwiGLU, register by register.
#include "ck_exp_vector.h"

/// silu(x) in the operations of Activation+Reference.swift; a NaN lane gives some NaN.
CK_TARGET_INLINE ck_floats silu(ck_floats x) {
    x = ck_at_least(CK_SILU_LOWEST, x);
    const ck_mask negative = ck_is_negative(x);
    const ck_floats one = ck_all(1);
    const struct ck_power e = ck_power(ck_at_least(CK_SILU_LOWEST, ck_negative(x)));
    // n for x >= 0, where it is not positive, and -n for x < 0, where it is not negative.
    const ck_ints n = ck_minus_magnitude(e.n);
    const ck_floats scaled = ck_scale(ck_select(negative, one, e.p), n);
    const ck_floats z = ck_add(scaled, ck_select(negative, e.p, one));
    // Where x is not negative the power of two is 2^0.
    return ck_scale(ck_divide(x, z), ck_keep_ints(negative, n));
}

CK_TARGET_INLINE void silu_all(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + CK_WIDTH <= n; i += CK_WIDTH) ck_store(y + i, ck_canonical_floats(silu(ck_load(x + i))));
    if (i < n) {
        const ptrdiff_t left = (ptrdiff_t)(n - i);
        ck_store_first(y + i, ck_canonical_floats(silu(ck_load_first(x + i, left))), left);
    }
}

CK_TARGET_INLINE void swiglu_all(const float *gate, const float *up, float *y, size_t n) {
    size_t i = 0;
    for (; i + CK_WIDTH <= n; i += CK_WIDTH)
        ck_store(y + i, ck_canonical_floats(ck_multiply(silu(ck_load(gate + i)), ck_load(up + i))));
    if (i < n) {
        const ptrdiff_t left = (ptrdiff_t)(n - i);
        const ck_floats s = silu(ck_load_first(gate + i, left));
        ck_store_first(y + i, ck_canonical_floats(ck_multiply(s, ck_load_first(up + i, left))), left);
    }
}
