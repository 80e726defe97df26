#ifndef CK_PRODUCTS_H
#define CK_PRODUCTS_H

#include "ck_cpu.h"

#include <stddef.h>
#include <stdint.h>

// Products of weights in a block format with quantized activations, ck_<format>_<kind>_<isa>.
// The definitions, which every variant equals bit for bit: Sources/Kernels/Products/FusedProduct.swift.

/// Dot products of `rows` rows of `blocks` blocks, row after row, with one activation.
typedef void ck_rows(const uint8_t *weights, size_t rows, size_t blocks, const float *scales, const int8_t *values,
                     const int16_t *sums, float *results);

/// The same with `count` activations, one after the other; that of weight row r and activation c goes to
/// results[c * stride + r].
typedef void ck_matmat(const uint8_t *weights, size_t rows, size_t blocks, const float *scales, const int8_t *values,
                       const int16_t *sums, size_t count, float *results, size_t stride);

/// The functions of one format that are written for an instruction set; null where there are none.
struct ck_product {
    ck_rows *rows;
    ck_matmat *matmat;
};

/// The functions of a format, named by its number in GGUF files (`ggml_type`).
struct ck_product ck_product(uint32_t format, enum ck_isa isa);

/// What `DO` makes of each format with 32 weights to a block: its name, its number, and what follows.
#define CK_SMALL_BLOCKS(DO, ...)                                                                                   \
    DO(q4_0, 2, __VA_ARGS__)                                                                                       \
    DO(q4_1, 3, __VA_ARGS__)                                                                                       \
    DO(q5_0, 6, __VA_ARGS__)                                                                                       \
    DO(q5_1, 7, __VA_ARGS__)                                                                                       \
    DO(q8_0, 8, __VA_ARGS__)                                                                                       \
    DO(iq4nl, 20, __VA_ARGS__)                                                                                     \
    DO(mxfp4, 39, __VA_ARGS__)

/// The same of each with 256.
#define CK_SUPER_BLOCKS(DO, ...)                                                                                   \
    DO(q2k, 10, __VA_ARGS__)                                                                                       \
    DO(q3k, 11, __VA_ARGS__)                                                                                       \
    DO(q4k, 12, __VA_ARGS__)                                                                                       \
    DO(q5k, 13, __VA_ARGS__)                                                                                       \
    DO(q6k, 14, __VA_ARGS__)                                                                                       \
    DO(iq4xs, 23, __VA_ARGS__)

#define CK_BLOCKS(DO, ...) CK_SUPER_BLOCKS(DO, __VA_ARGS__) CK_SMALL_BLOCKS(DO, __VA_ARGS__)

#define CK_DECLARE_ROWS(FORMAT, NUMBER, ISA) ck_rows ck_##FORMAT##_rows_##ISA;
#define CK_DECLARE_MATMAT(FORMAT, NUMBER, ISA) ck_matmat ck_##FORMAT##_matmat_##ISA;

#if defined(__x86_64__)
CK_BLOCKS(CK_DECLARE_ROWS, avx2)
CK_BLOCKS(CK_DECLARE_ROWS, avx512)
CK_BLOCKS(CK_DECLARE_ROWS, avx512vnni)
CK_BLOCKS(CK_DECLARE_MATMAT, avx512vnni)
#elif defined(__aarch64__)
CK_BLOCKS(CK_DECLARE_ROWS, neon)
#endif

#endif
