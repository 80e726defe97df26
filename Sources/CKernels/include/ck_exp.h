#ifndef CK_EXP_H
#define CK_EXP_H

#include <stddef.h>

// y[i] = e^x[i], in the sequence of operations that Exponential+Reference.swift defines; y may be x.

#if defined(__x86_64__)
void ck_f32_exp_avx2(const float *x, float *y, size_t n);
void ck_f32_exp_avx512(const float *x, float *y, size_t n);
#elif defined(__aarch64__)
void ck_f32_exp_neon(const float *x, float *y, size_t n);
#endif

#endif
