#if defined(__x86_64__)

#include "ck_activation.h"
#include "ck_exp_avx512.h"

#include <stdbool.h>

/// silu(x) in the operations of Activation+Reference.swift; a NaN lane gives some NaN.
CK_AVX512_INLINE struct ck_lanes silu_any_avx512(struct ck_lanes x) {
    const __m512 lowest = _mm512_set1_ps(CK_SILU_LOWEST), one = _mm512_set1_ps(1), sign = _mm512_set1_ps(-0.0f);
    struct ck_lanes clamped;
    for (int j = 0; j < 4; j++) {
        x.v[j] = _mm512_max_ps(lowest, x.v[j]);
        clamped.v[j] = _mm512_min_ps(_mm512_set1_ps(-CK_SILU_LOWEST), x.v[j]);
    }
    const struct ck_exp_avx512 e = ck_exp_parts_avx512(clamped, -1);
    for (int j = 0; j < 4; j++) {
        const __mmask16 negative = _mm512_cmp_ps_mask(x.v[j], _mm512_setzero_ps(), _CMP_LT_OQ);
        // n for x >= 0, where it is not positive, and -n for x < 0, where it is not negative.
        const __m512 n = _mm512_or_ps(e.n.v[j], sign);
        const __m512 scaled = _mm512_scalef_ps(_mm512_mask_mov_ps(e.p.v[j], negative, one), n);
        const __m512 z = _mm512_add_ps(scaled, _mm512_mask_mov_ps(one, negative, e.p.v[j]));
        const __m512 quotient = _mm512_div_ps(x.v[j], z);
        x.v[j] = _mm512_mask_scalef_ps(quotient, negative, quotient, n);
    }
    return x;
}

/// Whether silu_plain_avx512() may be used: all lanes are at least CK_SILU_PLAIN, and none is NaN.
CK_AVX512_INLINE bool is_plain_avx512(struct ck_lanes x) {
    unsigned other = 0;
    for (int j = 0; j < 4; j++) other |= _mm512_cmp_ps_mask(x.v[j], _mm512_set1_ps(CK_SILU_PLAIN), _CMP_NGE_UQ);
    return other == 0;
}

/// The same bits in fewer operations: x / (1 + e^-x).
///
/// For x < 0 the reference divides by 2^-n + p and multiplies by 2^-n. 1 + p * 2^n is that divisor times
/// 2^n, rounded alike, as e^-x does not overflow; and the quotients differ by 2^-n exactly, as they are
/// not subnormal.
CK_AVX512_INLINE struct ck_lanes silu_plain_avx512(struct ck_lanes x) {
    struct ck_lanes clamped;
    for (int j = 0; j < 4; j++) clamped.v[j] = _mm512_min_ps(_mm512_set1_ps(-CK_SILU_LOWEST), x.v[j]);
    const struct ck_exp_avx512 e = ck_exp_parts_avx512(clamped, -1);
    struct ck_lanes z = ck_scale_avx512(e.p, e.n);
    for (int j = 0; j < 4; j++) z.v[j] = _mm512_add_ps(z.v[j], _mm512_set1_ps(1));
    for (int j = 0; j < 4; j++) x.v[j] = _mm512_div_ps(x.v[j], z.v[j]);
    return x;
}

/// Multiplies by `up`, where there is one, and stores the first `count` of 64 values. The product is NaN
/// where an operand was, or infinity met zero.
CK_AVX512_INLINE void store_avx512(struct ck_lanes s, const float *up, float *y, size_t count) {
    if (up) {
        const struct ck_lanes u = ck_lanes_load(up, count);
        for (int j = 0; j < 4; j++) s.v[j] = _mm512_mul_ps(s.v[j], u.v[j]);
    }
    for (int j = 0; j < 4; j++) s.v[j] = ck_canonical_avx512(s.v[j]);
    ck_lanes_store(y, s, count);
}

/// Not inlined, so that the loop keeps its constants in registers.
static CK_AVX512 __attribute__((noinline)) void any_values_avx512(const float *x, const float *up, float *y,
                                                                  size_t count) {
    store_avx512(silu_any_avx512(ck_lanes_load(x, count)), up, y, count);
}

/// The first `count` of 64 values.
CK_AVX512_INLINE void values_avx512(const float *x, const float *up, float *y, size_t count) {
    const struct ck_lanes v = ck_lanes_load(x, count);
    if (__builtin_expect(is_plain_avx512(v), 1))
        store_avx512(silu_plain_avx512(v), up, y, count);
    else
        any_values_avx512(x, up, y, count);
}

CK_AVX512 void ck_f32_silu_avx512(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + 64 <= n; i += 64) values_avx512(x + i, NULL, y + i, 64);
    if (i < n) values_avx512(x + i, NULL, y + i, n - i);
}

CK_AVX512 void ck_f32_swiglu_avx512(const float *gate, const float *up, float *y, size_t n) {
    size_t i = 0;
    for (; i + 64 <= n; i += 64) values_avx512(gate + i, up + i, y + i, 64);
    if (i < n) values_avx512(gate + i, up + i, y + i, n - i);
}

#endif
