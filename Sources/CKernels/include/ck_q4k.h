#ifndef CK_Q4K_H
#define CK_Q4K_H

#include <stddef.h>
#include <stdint.h>

/// Dequantizes `count` Q4_K super-blocks of 144 bytes to 256 values each; no alignment is needed.
/// The definition, which every variant equals bit for bit: Sources/Kernels/Quantization/Q4K+Reference.swift.
#if defined(__x86_64__)
void ck_q4k_dequantize_avx2(const uint8_t *blocks, size_t count, float *values);
void ck_q4k_dequantize_avx512(const uint8_t *blocks, size_t count, float *values);
#elif defined(__aarch64__)
void ck_q4k_dequantize_neon(const uint8_t *blocks, size_t count, float *values);
#endif

#endif
