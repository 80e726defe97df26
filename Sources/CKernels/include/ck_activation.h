#ifndef CK_ACTIVATION_H
#define CK_ACTIVATION_H

#include <stddef.h>

// silu: y[i] = silu(x[i]); swiglu: y[i] = silu(gate[i]) * up[i]; as Activation+Reference.swift
// defines them. y may be any of the inputs.

#if defined(__x86_64__)
void ck_f32_silu_avx2(const float *x, float *y, size_t n);
void ck_f32_silu_avx512(const float *x, float *y, size_t n);
void ck_f32_swiglu_avx2(const float *gate, const float *up, float *y, size_t n);
void ck_f32_swiglu_avx512(const float *gate, const float *up, float *y, size_t n);
#elif defined(__aarch64__)
void ck_f32_silu_neon(const float *x, float *y, size_t n);
void ck_f32_swiglu_neon(const float *gate, const float *up, float *y, size_t n);
#endif

#endif
