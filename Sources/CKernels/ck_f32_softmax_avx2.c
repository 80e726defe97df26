#if defined(__x86_64__)

#include "ck_softmax.h"
#include "ck_vector_avx2.h"

#include "ck_f32_softmax_vector.h"

CK_AVX2 void ck_f32_softmax_avx2(const float *x, float *y, size_t n) { softmax(x, y, n); }

#endif
