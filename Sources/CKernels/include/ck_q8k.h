#ifndef CK_Q8K_H
#define CK_Q8K_H

#include <stddef.h>
#include <stdint.h>

/// Quantize `blocks` blocks of 256 values to signed bytes, a scale a block and sums of 16 bytes.
/// The definitions, which every variant equals bit for bit: Sources/Kernels/Quantization/Q8K+Reference.swift.
#if defined(__x86_64__)
void ck_q8k_quantize_published_avx2(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
void ck_q8k_quantize_published_avx512(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
void ck_q8k_quantize_ggml_avx2(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
void ck_q8k_quantize_ggml_avx512(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
#elif defined(__aarch64__)
void ck_q8k_quantize_published_neon(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
void ck_q8k_quantize_ggml_neon(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
#endif

#endif
