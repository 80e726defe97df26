#if defined(__x86_64__)

#include "ck_dot.h"
#include "ck_lanes_avx2.h"

CK_AVX2 float ck_f32_dot_avx2(const float *a, const float *b, size_t n) {
    struct ck_lanes_avx2 acc = ck_lanes_zero_avx2();
    size_t i = 0;
    for (; i + 64 <= n; i += 64) ck_lanes_fma_avx2(&acc, a + i, b + i);
    if (i < n) ck_lanes_fma_tail_avx2(&acc, a + i, b + i, n - i);
    return ck_canonical(ck_lanes_fold_avx2(&acc));
}

#endif
