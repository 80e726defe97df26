#if defined(__x86_64__)

#include "ck_activation.h"
#include "ck_exp_avx512.h"

/// silu(x) in the operations of Activation+Reference.swift; a NaN lane gives some NaN.
CK_AVX512_INLINE __m512 silu_avx512(__m512 x) {
    const __m512 lowest = _mm512_set1_ps(CK_SILU_LOWEST);
    x = _mm512_max_ps(lowest, x);
    const __mmask16 negative = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_LT_OQ);
    const __m512 sign = _mm512_set1_ps(-0.0f), one = _mm512_set1_ps(1);
    const struct ck_exp_avx512 e = ck_exp_parts_avx512(_mm512_max_ps(lowest, _mm512_xor_ps(x, sign)));
    // n for x >= 0, where it is not positive, and -n for x < 0, where it is not negative.
    const __m512 n = _mm512_or_ps(e.n, sign);
    const __m512 scaled = ck_scale_avx512(_mm512_mask_mov_ps(e.p, negative, one), n);
    const __m512 z = _mm512_add_ps(scaled, _mm512_mask_mov_ps(one, negative, e.p));
    const __m512 quotient = _mm512_div_ps(x, z);
    return _mm512_mask_scalef_ps(quotient, negative, quotient, n);
}

/// The product is NaN where an operand was, or infinity met zero.
CK_AVX512_INLINE __m512 swiglu_avx512(__m512 gate, __m512 up) {
    return ck_canonical_avx512(_mm512_mul_ps(silu_avx512(gate), up));
}

CK_AVX512 void ck_f32_silu_avx512(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + 16 <= n; i += 16) _mm512_storeu_ps(y + i, ck_canonical_avx512(silu_avx512(_mm512_loadu_ps(x + i))));
    if (i == n) return;
    const __mmask16 m = ck_first_avx512((ptrdiff_t)(n - i));
    _mm512_mask_storeu_ps(y + i, m, ck_canonical_avx512(silu_avx512(_mm512_maskz_loadu_ps(m, x + i))));
}

CK_AVX512 void ck_f32_swiglu_avx512(const float *gate, const float *up, float *y, size_t n) {
    size_t i = 0;
    for (; i + 32 <= n; i += 32) {
        const __m512 first = swiglu_avx512(_mm512_loadu_ps(gate + i), _mm512_loadu_ps(up + i));
        const __m512 second = swiglu_avx512(_mm512_loadu_ps(gate + i + 16), _mm512_loadu_ps(up + i + 16));
        _mm512_storeu_ps(y + i, first);
        _mm512_storeu_ps(y + i + 16, second);
    }
    for (; i < n; i += 16) {
        const __mmask16 m = ck_first_avx512((ptrdiff_t)(n - i));
        const __m512 v = swiglu_avx512(_mm512_maskz_loadu_ps(m, gate + i), _mm512_maskz_loadu_ps(m, up + i));
        _mm512_mask_storeu_ps(y + i, m, v);
    }
}

#endif
