#if defined(__x86_64__)

#include "ck_dot.h"
#include "ck_vector_avx2.h"

CK_AVX2 float ck_f32_dot_avx2(const float *a, const float *b, size_t n) { return ck_canonical(ck_lanes_dot(a, b, n)); }

#endif
