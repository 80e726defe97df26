#if defined(__x86_64__)

#include "ck_activation.h"
#include "ck_vector_avx2.h"

#include "ck_f32_activation_vector.h"

CK_AVX2 void ck_f32_silu_avx2(const float *x, float *y, size_t n) { silu_all(x, y, n); }

CK_AVX2 void ck_f32_swiglu_avx2(const float *gate, const float *up, float *y, size_t n) { swiglu_all(gate, up, y, n); }

#endif
