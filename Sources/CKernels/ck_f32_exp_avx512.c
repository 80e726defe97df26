#if defined(__x86_64__)

#include "ck_exp.h"
#include "ck_exp_avx512.h"

CK_AVX512 void ck_f32_exp_avx512(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + 16 <= n; i += 16)
        _mm512_storeu_ps(y + i, ck_canonical_avx512(ck_exp_lanes_avx512(_mm512_loadu_ps(x + i))));
    if (i < n) {
        const __mmask16 m = ck_first_avx512((ptrdiff_t)(n - i));
        const __m512 e = ck_exp_lanes_avx512(_mm512_maskz_loadu_ps(m, x + i));
        _mm512_mask_storeu_ps(y + i, m, ck_canonical_avx512(e));
    }
}

#endif
