#if defined(__x86_64__)

#include "ck_dot.h"
#include "ck_lanes_avx2.h"

CK_AVX2 float ck_f32_dot_avx2(const float *a, const float *b, size_t n) {
    struct ck_lanes_avx2 acc = ck_lanes_zero_avx2();
    size_t i = 0;
    // Two chunks a round: with one, the loop's own instructions cost an eighth of the time.
    for (; i + 128 <= n; i += 128) {
        ck_lanes_fma_avx2(&acc, a + i, b + i);
        ck_lanes_fma_avx2(&acc, a + i + 64, b + i + 64);
    }
    for (; i + 64 <= n; i += 64) ck_lanes_fma_avx2(&acc, a + i, b + i);
    if (i < n) ck_lanes_fma_tail_avx2(&acc, a + i, b + i, n - i);
    return ck_canonical(ck_lanes_fold_avx2(&acc));
}

#endif
