#if defined(__x86_64__)

#include "ck_exp.h"
#include "ck_vector_avx2.h"

#include "ck_f32_exp_vector.h"

CK_AVX2 void ck_f32_exp_avx2(const float *x, float *y, size_t n) { exp_all(x, y, n); }

#endif
