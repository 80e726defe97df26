#ifndef CK_Q4KQ8K_H
#define CK_Q4KQ8K_H

#include <stddef.h>
#include <stdint.h>

/// Dot products of `rows` rows of `blocks` Q4_K super-blocks, row after row, with one Q8_K row.
/// The definition, which every variant equals bit for bit: Sources/Kernels/Quantization/Q4KQ8K+Reference.swift.
#if defined(__x86_64__)
void ck_q4kq8k_rows_avx2(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,
                         const int8_t *values, const int16_t *sums, float *results);
void ck_q4kq8k_rows_avx512(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,
                           const int8_t *values, const int16_t *sums, float *results);
void ck_q4kq8k_rows_avx512vnni(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,
                               const int8_t *values, const int16_t *sums, float *results);

/// The same products with `count` Q8_K rows, one after the other; that of weight row r and activation c goes to
/// results[c * stride + r].
void ck_q4kq8k_matmat_avx512vnni(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,
                                 const int8_t *values, const int16_t *sums, size_t count, float *results,
                                 size_t stride);
#elif defined(__aarch64__)
void ck_q4kq8k_rows_neon(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,
                         const int8_t *values, const int16_t *sums, float *results);
#endif

#endif
