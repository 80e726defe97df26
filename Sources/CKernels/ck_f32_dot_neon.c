#if defined(__aarch64__)

#include "ck_dot.h"
#include "ck_lanes_neon.h"

float ck_f32_dot_neon(const float *a, const float *b, size_t n) {
    struct ck_lanes_neon acc = ck_lanes_zero_neon();
    size_t i = 0;
    for (; i + 64 <= n; i += 64) ck_lanes_fma_neon(&acc, a + i, b + i);
    if (i < n) ck_lanes_fma_tail_neon(&acc, a + i, b + i, n - i);
    return ck_canonical(ck_lanes_fold_neon(&acc));
}

#endif
