#if defined(__x86_64__)

#include "ck_rmsnorm.h"
#include "ck_vector_avx2.h"

#include "ck_f32_rmsnorm_vector.h"

CK_AVX2 void ck_f32_rmsnorm_avx2(const float *x, const float *weight, size_t count, float epsilon, float *y) {
    rmsnorm(x, weight, count, epsilon, y);
}

#endif
