#if defined(__x86_64__)

#include "ck_dot.h"
#include "ck_matvec.h"
#include "ck_target.h"

// One row a pass: its 64 lanes take half of the 16 registers, and two loads an fma are what the
// processor can do.
CK_AVX2 void ck_f32_matvec_avx2(const float *w, const float *x, float *y, size_t rows, size_t cols) {
    for (size_t r = 0; r < rows; r++) y[r] = ck_f32_dot_avx2(w + r * cols, x, cols);
}

#endif
