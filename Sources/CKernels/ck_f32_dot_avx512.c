#if defined(__x86_64__)

#include "ck_dot.h"
#include "ck_lanes_avx512.h"

// Four accumulators are just enough: each fma needs two loads, so at two loads a cycle one fma
// starts a cycle, and it takes four.
CK_AVX512 float ck_f32_dot_avx512(const float *a, const float *b, size_t n) {
    struct ck_lanes acc = ck_lanes_zero();
    size_t i = 0;
    for (; i + 128 <= n; i += 128) {
        ck_lanes_fma(&acc, a + i, b + i);
        ck_lanes_fma(&acc, a + i + 64, b + i + 64);
    }
    for (; i + 64 <= n; i += 64) ck_lanes_fma(&acc, a + i, b + i);
    if (i < n) ck_lanes_fma_tail(&acc, a + i, b + i, n - i);
    return ck_canonical(ck_lanes_fold(&acc));
}

#endif
