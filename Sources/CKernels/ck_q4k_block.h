// What every path over Q4_K super-blocks shares: see Sources/Kernels/Quantization/Q4K.swift for the layout.
#ifndef CK_Q4K_BLOCK_H
#define CK_Q4K_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CK_Q4K_BYTES = 144, CK_Q4K_WEIGHTS = 256, CK_Q4K_HEADER = 16 };

/// How many values ahead of the one that is written memory is fetched.
enum { CK_Q4K_AHEAD = 4 * CK_Q4K_WEIGHTS };

/// Whether d and dmin are finite, so that no weight can be a NaN.
static inline bool ck_q4k_is_finite(const uint8_t *block) {
    return (block[1] & 0x7c) != 0x7c && (block[3] & 0x7c) != 0x7c;
}

/// The eight scales and the eight minimums, of six bits each.
static inline void ck_q4k_unpack_scales(const uint8_t *block, uint8_t scales[8], uint8_t minimums[8]) {
    const uint8_t *s = block + 4;
    for (int j = 0; j < 4; j++) {
        scales[j] = s[j] & 63;
        minimums[j] = s[j + 4] & 63;
        scales[j + 4] = (uint8_t)((s[j + 8] & 15) | (s[j] >> 6) << 4);
        minimums[j + 4] = (uint8_t)(s[j + 8] >> 4 | (s[j + 4] >> 6) << 4);
    }
}

/// Dequantizes one super-block whose d or dmin is an infinity or a NaN; all NaNs become the canonical one.
void ck_q4k_dequantize_nonfinite(const uint8_t *block, float *values);

#endif
