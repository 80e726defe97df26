#if defined(__aarch64__)

#include "ck_rmsnorm.h"
#include "ck_vector_neon.h"

#include "ck_f32_rmsnorm_vector.h"

void ck_f32_rmsnorm_neon(const float *x, const float *weight, size_t count, float epsilon, float *y) {
    rmsnorm(x, weight, count, epsilon, y);
}

#endif
