#ifndef CK_PRODUCTS_H
#define CK_PRODUCTS_H

#include <stddef.h>
#include <stdint.h>

// Products of weights in a block format with quantized activations, ck_<format>_<kind>_<isa>.
// The definitions, which every variant equals bit for bit: Sources/Kernels/Products/FusedProduct.swift.
//
// _rows_: dot products of `rows` rows of `blocks` blocks, row after row, with one activation.
// _matmat_: the same with `count` activations, one after the other; that of weight row r and activation c goes to
// results[c * stride + r].

#define CK_DECLARE_ROWS(FORMAT, ISA)                                                                               \
    void ck_##FORMAT##_rows_##ISA(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,         \
                                  const int8_t *values, const int16_t *sums, float *results);
#define CK_DECLARE_MATMAT(FORMAT, ISA)                                                                             \
    void ck_##FORMAT##_matmat_##ISA(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,       \
                                    const int8_t *values, const int16_t *sums, size_t count, float *results,       \
                                    size_t stride);

/// What `DECLARE` makes of each format with 32 weights to a block.
#define CK_SMALL_BLOCKS(DECLARE, ISA)                                                                              \
    DECLARE(q4_0, ISA)                                                                                             \
    DECLARE(q4_1, ISA)                                                                                             \
    DECLARE(q5_0, ISA)                                                                                             \
    DECLARE(q5_1, ISA)                                                                                             \
    DECLARE(q8_0, ISA)                                                                                             \
    DECLARE(iq4nl, ISA)                                                                                            \
    DECLARE(mxfp4, ISA)

/// The same of each with 256, but Q4_K, which has ck_q4kq8k.h.
#define CK_SUPER_BLOCKS(DECLARE, ISA)                                                                              \
    DECLARE(q2k, ISA)                                                                                              \
    DECLARE(q3k, ISA)                                                                                              \
    DECLARE(q5k, ISA)                                                                                              \
    DECLARE(q6k, ISA)                                                                                              \
    DECLARE(iq4xs, ISA)

#if defined(__x86_64__)
CK_SUPER_BLOCKS(CK_DECLARE_ROWS, avx2)
CK_SUPER_BLOCKS(CK_DECLARE_ROWS, avx512)
CK_SUPER_BLOCKS(CK_DECLARE_ROWS, avx512vnni)
CK_SUPER_BLOCKS(CK_DECLARE_MATMAT, avx512vnni)
CK_SMALL_BLOCKS(CK_DECLARE_ROWS, avx2)
CK_SMALL_BLOCKS(CK_DECLARE_ROWS, avx512)
CK_SMALL_BLOCKS(CK_DECLARE_ROWS, avx512vnni)
CK_SMALL_BLOCKS(CK_DECLARE_MATMAT, avx512vnni)
#elif defined(__aarch64__)
CK_SUPER_BLOCKS(CK_DECLARE_ROWS, neon)
CK_SMALL_BLOCKS(CK_DECLARE_ROWS, neon)
#endif

#endif
