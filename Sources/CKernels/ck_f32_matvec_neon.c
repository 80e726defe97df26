#if defined(__aarch64__)

#include "ck_dot.h"
#include "ck_matvec.h"

// One row a pass: its 64 lanes take half of the 32 registers.
void ck_f32_matvec_neon(const float *w, const float *x, float *y, size_t rows, size_t cols) {
    for (size_t r = 0; r < rows; r++) y[r] = ck_f32_dot_neon(w + r * cols, x, cols);
}

#endif
