#ifndef CK_SOFTMAX_H
#define CK_SOFTMAX_H

#include <stddef.h>

// Max-subtracted softmax of n > 0 values, as Softmax+Reference.swift defines it; y may be x.

#if defined(__x86_64__)
void ck_f32_softmax_avx2(const float *x, float *y, size_t n);
void ck_f32_softmax_avx512(const float *x, float *y, size_t n);
#elif defined(__aarch64__)
void ck_f32_softmax_neon(const float *x, float *y, size_t n);
#endif

#endif
