// What every path over blocks of 32 weights shares; see Sources/Kernels/BlockFormats for the layouts, and
// Sources/Kernels/Products/FusedProduct.swift for the order of operations.
//
// A kernel is written once; the format is a constant argument of functions that are always inlined.
#ifndef CK_SMALL_BLOCK_H
#define CK_SMALL_BLOCK_H

#include "ck_float.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Named as in the functions, ck_<format>_rows_<isa>.
enum ck_small { CK_q4_0, CK_q4_1, CK_q5_0, CK_q5_1, CK_q8_0, CK_iq4nl, CK_mxfp4 };

/// What differs between the formats.
struct ck_small_format {
    size_t bytes;         // of a block
    size_t codes;         // where its nibbles, or signed bytes, start
    size_t fifth;         // where the fifth bits of its codes start; 0 for none
    int offset;           // what makes a code unsigned when added to it
    bool is_wide;         // whether unsigned codes exceed 31, so that two products with bytes overflow 16 bits
    bool has_minimum;     // whether m follows d
    bool has_levels;      // whether a nibble stands for one of `levels`
    int8_t levels[16];
};

static const struct ck_small_format ck_small_formats[] = {
    [CK_q4_0] = {.bytes = 18, .codes = 2, .offset = 8},
    [CK_q4_1] = {.bytes = 20, .codes = 4, .has_minimum = true},
    [CK_q5_0] = {.bytes = 22, .codes = 6, .fifth = 2, .offset = 16},
    [CK_q5_1] = {.bytes = 24, .codes = 8, .fifth = 4, .has_minimum = true},
    [CK_q8_0] = {.bytes = 34, .codes = 2, .offset = 128, .is_wide = true},
    [CK_iq4nl] = {.bytes = 18, .codes = 2, .offset = 128, .is_wide = true, .has_levels = true,
                  .levels = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113}},
    [CK_mxfp4] = {.bytes = 17, .codes = 1, .offset = 12, .has_levels = true,
                  .levels = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12}},
};

/// What stands in for a block that is not there. With activations of scale 0 it adds fma(0, 0, x), which is x, because
/// no accumulator is ever -0. Its scales are positive and normal in all formats: processors are slow at others.
static const uint8_t ck_small_nothing[34] = {0x3c, 0x3c, 0x3c, 0x3c};

/// Block k of the four that start at `first`, of which there are `count`.
static inline const uint8_t *ck_small_at(enum ck_small format, const uint8_t *first, size_t count, size_t k) {
    return k < count ? first + k * ck_small_formats[format].bytes : ck_small_nothing;
}

/// The activations of the last blocks of a row, fewer than four, with zeros after them.
struct ck_small_rest {
    int8_t values[128];
    float scales[4];
    int16_t sums[4];
};

static inline void ck_small_take_rest(struct ck_small_rest *rest, size_t blocks, const float *scales,
                                      const int8_t *values, const int16_t *sums) {
    const size_t whole = blocks / 4 * 4, count = blocks % 4;
    memset(rest, 0, sizeof *rest);
    memcpy(rest->values, values + 32 * whole, 32 * count);
    memcpy(rest->scales, scales + whole, count * sizeof *scales);
    memcpy(rest->sums, sums + whole, count * sizeof *sums);
}

/// The step of the last blocks of a row, with their number as a constant.
#define CK_SMALL_REST(COUNT, STEP, FORMAT, ROW, REST, TO)                                                          \
    switch (COUNT) {                                                                                               \
        case 1: STEP(FORMAT, ROW, 1, (REST).scales, (REST).values, (REST).sums, TO); break;                        \
        case 2: STEP(FORMAT, ROW, 2, (REST).scales, (REST).values, (REST).sums, TO); break;                        \
        case 3: STEP(FORMAT, ROW, 3, (REST).scales, (REST).values, (REST).sums, TO); break;                        \
        default: break;                                                                                            \
    }

/// Defines a path for every format from the file's `rows(format, ...)`.
#define CK_SMALL_ROWS(FORMAT, NUMBER, ISA)                                                                         \
    CK_TARGET void ck_##FORMAT##_rows_##ISA(const uint8_t *weights, size_t count, size_t blocks, const float *scales, \
                                         const int8_t *values, const int16_t *sums, float *results) {              \
        rows(CK_##FORMAT, weights, count, blocks, scales, values, sums, results);                                  \
    }

#endif
