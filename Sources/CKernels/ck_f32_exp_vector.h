// y[i] = e^x[i], register by register.
#include "ck_exp_vector.h"

CK_TARGET_INLINE void exp_all(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + CK_WIDTH <= n; i += CK_WIDTH) ck_store(y + i, ck_canonical_floats(ck_exp(ck_load(x + i))));
    if (i < n) {
        const ptrdiff_t left = (ptrdiff_t)(n - i);
        ck_store_first(y + i, ck_canonical_floats(ck_exp(ck_load_first(x + i, left))), left);
    }
}
