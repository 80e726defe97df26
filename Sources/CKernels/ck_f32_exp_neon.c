#if defined(__aarch64__)

#include "ck_exp.h"
#include "ck_exp_neon.h"

void ck_f32_exp_neon(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + 4 <= n; i += 4) vst1q_f32(y + i, ck_canonical_neon(ck_exp_lanes_neon(vld1q_f32(x + i))));
    if (i < n) {
        const ptrdiff_t left = (ptrdiff_t)(n - i);
        const float32x4_t e = ck_exp_lanes_neon(ck_load_first_neon(x + i, left));
        ck_store_first_neon(y + i, ck_canonical_neon(e), left);
    }
}

#endif
