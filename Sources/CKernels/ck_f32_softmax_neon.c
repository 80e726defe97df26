#if defined(__aarch64__)

#include "ck_softmax.h"
#include "ck_vector_neon.h"

#include "ck_f32_softmax_vector.h"

void ck_f32_softmax_neon(const float *x, float *y, size_t n) { softmax(x, y, n); }

#endif
