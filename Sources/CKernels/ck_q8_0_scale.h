// What every path of the quantizer to Q8_0 shares.
#ifndef CK_Q8_0_SCALE_H
#define CK_Q8_0_SCALE_H

#include "ck_float.h"
#include "ck_q8k_scale.h"

/// Blocks whose scales come first: from the largest magnitude of a block to its scale is a chain of two divisions, of
/// which a register holds those of several blocks.
enum { CK_Q8_0_AT_A_TIME = 8 };

/// Defines a path from the file's functions:
/// `magnitude(x)`, the bits of the largest magnitude of a block, as bits are ordered like magnitudes and a NaN is then
/// merely the largest;
/// `take_scales(magnitudes, scales, inverses)`, of so many blocks: the inverse is 0 where all values are;
/// `quantize_block(x, inverse, values)`, which returns the sum.
#define CK_Q8_0_QUANTIZE(NAME, TARGET)                                                                             \
    TARGET void NAME(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums) {                \
        for (; blocks > 0;) {                                                                                      \
            const size_t count = blocks < CK_Q8_0_AT_A_TIME ? blocks : CK_Q8_0_AT_A_TIME;                          \
            uint32_t magnitudes[CK_Q8_0_AT_A_TIME] = {0};                                                          \
            float some[CK_Q8_0_AT_A_TIME], inverses[CK_Q8_0_AT_A_TIME];                                            \
            for (size_t i = 0; i < count; i++) magnitudes[i] = magnitude(x + 32 * i);                              \
            take_scales(magnitudes, some, inverses);                                                               \
            memcpy(scales, some, count * sizeof *scales);                                                          \
            for (size_t i = 0; i < count; i++, x += 32, values += 32) {                                            \
                if (__builtin_expect(inverses[i] == 0, 0)) {                                                       \
                    memset(values, 0, 32);                                                                         \
                    sums[i] = 0;                                                                                   \
                } else {                                                                                           \
                    sums[i] = quantize_block(x, inverses[i], values);                                              \
                }                                                                                                  \
            }                                                                                                      \
            blocks -= count, scales += count, sums += count;                                                       \
        }                                                                                                          \
    }

#endif
