#if defined(__x86_64__)

#include "ck_exp.h"
#include "ck_exp_avx2.h"

CK_AVX2 void ck_f32_exp_avx2(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + 8 <= n; i += 8)
        _mm256_storeu_ps(y + i, ck_canonical_avx2(ck_exp_lanes_avx2(_mm256_loadu_ps(x + i))));
    if (i < n) {
        const __m256i m = ck_first_avx2((ptrdiff_t)(n - i));
        const __m256 e = ck_exp_lanes_avx2(_mm256_maskload_ps(x + i, m));
        _mm256_maskstore_ps(y + i, m, ck_canonical_avx2(e));
    }
}

#endif
