#ifndef CK_Q8_0_H
#define CK_Q8_0_H

#include <stddef.h>
#include <stdint.h>

/// Quantizes `blocks` blocks of 32 values to signed bytes, a binary16 scale a block, kept as binary32, and their sum.
/// The definition, which every variant equals bit for bit: Sources/Kernels/Quantization/Q8_0+Reference.swift.
#if defined(__x86_64__)
void ck_q8_0_quantize_avx2(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
void ck_q8_0_quantize_avx512(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
#elif defined(__aarch64__)
void ck_q8_0_quantize_neon(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
#endif

#endif
