// How the scale of a block of 256 values follows from its extremes, by either recipe: shared by all paths.
#ifndef CK_Q8K_SCALE_H
#define CK_Q8K_SCALE_H

#include "ck_nan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// 0.5 less one unit in the last place: the truncation of v plus this, with the sign of v, is v rounded with
/// halves away from zero. The sum 0.5 + this is a tie that goes to 1, and a v just below a half stays below.
#define CK_Q8K_BELOW_HALF 0x1.fffffep-2f

/// The bits of the largest magnitude among the positive values, and among the negative ones; 0 for none.
///
/// As integers, because magnitudes are ordered like their bits, and a NaN is then merely the largest.
struct ck_q8k_extremes {
    uint32_t positive, negative;
};

/// What a block is multiplied by, and what undoes it; blank when all its bytes are zero without looking.
struct ck_q8k_scale {
    float scale, inverse;
    bool is_blank;
};

static inline uint32_t ck_q8k_magnitude(struct ck_q8k_extremes e) {
    return e.positive > e.negative ? e.positive : e.negative;
}

static inline float ck_q8k_float(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline struct ck_q8k_scale ck_q8k_poisoned(void) {
    return (struct ck_q8k_scale){CK_NAN, 0, true};
}

static inline struct ck_q8k_scale ck_q8k_scale_published(struct ck_q8k_extremes e) {
    const uint32_t magnitude = ck_q8k_magnitude(e);
    if (magnitude >= 0x7f800000) return ck_q8k_poisoned();
    const float largest = ck_q8k_float(magnitude);
    const float scale = largest > 1e-10f ? largest / 127 : 1.0f / 127;
    return (struct ck_q8k_scale){scale, 1 / scale, false};
}

static inline struct ck_q8k_scale ck_q8k_scale_ggml(struct ck_q8k_extremes e, const float *x) {
    const uint32_t magnitude = ck_q8k_magnitude(e);
    if (magnitude >= 0x7f800000) return ck_q8k_poisoned();
    bool is_negative = e.negative > e.positive;
    if (e.negative == e.positive) {
        // Both signs reach the largest magnitude: the first one decides.
        for (int i = 0; i < 256; i++) {
            uint32_t bits;
            memcpy(&bits, x + i, sizeof bits);
            if ((bits & 0x7fffffff) == magnitude) {
                is_negative = bits >> 31;
                break;
            }
        }
    }
    const float extreme = ck_q8k_float(magnitude | (is_negative ? 0x80000000u : 0));
    const float inverse = -127 / extreme;
    if (inverse - inverse != 0) return (struct ck_q8k_scale){0, 0, true};
    return (struct ck_q8k_scale){1 / inverse, inverse, false};
}

/// Defines a quantizer from the expression of a block's scale in `x` and the file's `quantize_block`.
///
/// Scales come first for some blocks at a time: from the extremes of a block to its scale is a chain of
/// two divisions and a dozen shuffles, and only those of other blocks can fill the wait.
#define CK_Q8K_QUANTIZE(NAME, TARGET, SCALE, PUBLISHED)                                                          \
    TARGET void NAME(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums) {              \
        enum { AT_A_TIME = 8 };                                                                                  \
        while (blocks > 0) {                                                                                     \
            const size_t count = blocks < AT_A_TIME ? blocks : AT_A_TIME;                                        \
            struct ck_q8k_scale some[AT_A_TIME];                                                                 \
            const float *first = x;                                                                              \
            for (size_t i = 0; i < count; i++, x += 256) some[i] = SCALE;                                        \
            for (size_t i = 0; i < count; i++, values += 256, sums += 16) {                                      \
                *scales++ = some[i].scale;                                                                       \
                if (__builtin_expect(some[i].is_blank, 0)) {                                                     \
                    memset(values, 0, 256);                                                                      \
                    memset(sums, 0, 16 * sizeof *sums);                                                          \
                } else {                                                                                         \
                    quantize_block(first + 256 * i, some[i].inverse, values, sums, PUBLISHED);                   \
                }                                                                                                \
            }                                                                                                    \
            blocks -= count;                                                                                     \
        }                                                                                                        \
    }

#endif
