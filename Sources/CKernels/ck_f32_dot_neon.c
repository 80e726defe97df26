#if defined(__aarch64__)

#include "ck_dot.h"
#include "ck_vector_neon.h"

float ck_f32_dot_neon(const float *a, const float *b, size_t n) { return ck_canonical(ck_lanes_dot(a, b, n)); }

#endif
