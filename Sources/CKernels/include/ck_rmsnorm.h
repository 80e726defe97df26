#ifndef CK_RMSNORM_H
#define CK_RMSNORM_H

#include <stddef.h>

/// Normalizes one row of `count` values, at least one; `y` may be `x`.
/// The definition, which every variant equals bit for bit: Sources/Kernels/Normalization/RMSNorm+Reference.swift.
#if defined(__x86_64__)
void ck_f32_rmsnorm_avx2(const float *x, const float *weight, size_t count, float epsilon, float *y);
void ck_f32_rmsnorm_avx512(const float *x, const float *weight, size_t count, float epsilon, float *y);
#elif defined(__aarch64__)
void ck_f32_rmsnorm_neon(const float *x, const float *weight, size_t count, float epsilon, float *y);
#endif

#endif
