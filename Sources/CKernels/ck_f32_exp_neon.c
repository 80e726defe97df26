#if defined(__aarch64__)

#include "ck_exp.h"
#include "ck_vector_neon.h"

#include "ck_f32_exp_vector.h"

void ck_f32_exp_neon(const float *x, float *y, size_t n) { exp_all(x, y, n); }

#endif
