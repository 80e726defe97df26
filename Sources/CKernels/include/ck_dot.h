#ifndef CK_DOT_H
#define CK_DOT_H

#include <stddef.h>

// f32 dot product in the order of 64 virtual lanes that Dot+Reference.swift defines.
// Any alignment, any n; a NaN result is 0x7fc00000.

#if defined(__x86_64__)
float ck_f32_dot_avx2(const float *a, const float *b, size_t n);
float ck_f32_dot_avx512(const float *a, const float *b, size_t n);
#elif defined(__aarch64__)
float ck_f32_dot_neon(const float *a, const float *b, size_t n);
#endif

#endif
