// e^x on the lanes of one register, in the operations of Exponential+Reference.swift.
#ifndef CK_EXP_VECTOR_H
#define CK_EXP_VECTOR_H

/// e^x = p * 2^n.
struct ck_power {
    ck_floats p;
    ck_ints n;
};

/// p and n of x, which the caller has clamped; NaN gives NaN in p and any n.
CK_TARGET_INLINE struct ck_power ck_power(ck_floats x) {
    const ck_floats rounder = ck_all(CK_EXP_ROUNDER);
    const ck_floats shifted = ck_fma(x, ck_all(CK_EXP_LOG2E), rounder);
    const ck_floats n = ck_subtract(shifted, rounder);
    const ck_floats high = ck_fnma(n, ck_all(CK_EXP_LN2_HIGH), x);
    const ck_floats low = ck_multiply(n, ck_all(-CK_EXP_LN2_LOW));
    const ck_floats r = ck_add(high, low);
    ck_floats q = ck_all(CK_EXP_C6);
    q = ck_fma(q, r, ck_all(CK_EXP_C5));
    q = ck_fma(q, r, ck_all(CK_EXP_C4));
    q = ck_fma(q, r, ck_all(CK_EXP_C3));
    q = ck_fma(q, r, ck_all(CK_EXP_C2));
    const ck_floats tail = ck_fma(q, ck_multiply(r, r), low);
    const ck_floats p = ck_add(ck_add(high, tail), ck_all(1));
    // The low bits of the shifted sum are n, since the rounder's ulp is 1.
    return (struct ck_power){p, ck_subtract_ints(ck_bits(shifted), ck_bits(rounder))};
}

/// x * 2^n by two powers of two, because 2^n alone may be out of range; only the second
/// multiplication can round.
CK_TARGET_INLINE ck_floats ck_scale(ck_floats x, ck_ints n) {
    const ck_ints bias = ck_all_ints(127), half = ck_half(n);
    const ck_ints first = ck_to_exponent(ck_add_ints(half, bias));
    const ck_ints second = ck_to_exponent(ck_add_ints(ck_subtract_ints(n, half), bias));
    return ck_multiply(ck_multiply(x, ck_of_bits(first)), ck_of_bits(second));
}

/// e^x; a NaN lane gives some NaN.
CK_TARGET_INLINE ck_floats ck_exp(ck_floats x) {
    const struct ck_power e = ck_power(ck_at_most(CK_EXP_HIGHEST, ck_at_least(CK_EXP_LOWEST, x)));
    return ck_scale(e.p, e.n);
}

#endif
