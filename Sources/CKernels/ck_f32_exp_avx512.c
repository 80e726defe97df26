#if defined(__x86_64__)

#include "ck_exp.h"
#include "ck_exp_avx512.h"

/// e^x of the first `count` of 64 values.
CK_AVX512_INLINE void exp_avx512(const float *x, float *y, size_t count) {
    struct ck_lanes_avx512 v = ck_lanes_load_avx512(x, count);
    // min returns its second operand when one is NaN.
    for (int j = 0; j < 4; j++) v.v[j] = _mm512_min_ps(_mm512_set1_ps(CK_EXP_HIGHEST), v.v[j]);
    v = ck_exp_not_above_avx512(v);
    for (int j = 0; j < 4; j++) v.v[j] = ck_canonical_avx512(v.v[j]);
    ck_lanes_store_avx512(y, v, count);
}

CK_AVX512 void ck_f32_exp_avx512(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + 64 <= n; i += 64) exp_avx512(x + i, y + i, 64);
    if (i < n) exp_avx512(x + i, y + i, n - i);
}

#endif
