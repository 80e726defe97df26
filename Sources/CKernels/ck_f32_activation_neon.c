#if defined(__aarch64__)

#include "ck_activation.h"
#include "ck_vector_neon.h"

#include "ck_f32_activation_vector.h"

void ck_f32_silu_neon(const float *x, float *y, size_t n) { silu_all(x, y, n); }

void ck_f32_swiglu_neon(const float *gate, const float *up, float *y, size_t n) { swiglu_all(gate, up, y, n); }

#endif
