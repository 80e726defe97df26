#if defined(__x86_64__)

#include "ck_dot.h"
#include "ck_lanes_avx512.h"
#include "ck_matvec.h"

// Four rows a pass: 16 of the 32 registers accumulate, and each 64 values of x are loaded once for
// four rows.
CK_AVX512 void ck_f32_matvec_avx512(const float *w, const float *x, float *y, size_t rows, size_t cols) {
    size_t r = 0;
    for (; r + 4 <= rows; r += 4, w += 4 * cols) {
        struct ck_lanes acc[4];
        for (int k = 0; k < 4; k++) acc[k] = ck_lanes_zero();
        size_t i = 0;
        for (; i + 64 <= cols; i += 64)
            for (int k = 0; k < 4; k++) ck_lanes_fma(&acc[k], w + k * cols + i, x + i);
        if (i < cols)
            for (int k = 0; k < 4; k++) ck_lanes_fma_tail(&acc[k], w + k * cols + i, x + i, cols - i);
        for (int k = 0; k < 4; k++) y[r + k] = ck_canonical(ck_lanes_fold(&acc[k]));
    }
    for (; r < rows; r++, w += cols) y[r] = ck_f32_dot_avx512(w, x, cols);
}

#endif
