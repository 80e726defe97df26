#include "ck_nan.h"
#include "ck_q4k_block.h"

#include <string.h>

static float half(const uint8_t *bytes) {
    const uint32_t bits = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
    const uint32_t sign = (bits & 0x8000) << 16, exponent = bits >> 10 & 31, fraction = bits & 1023;
    if (exponent == 0) {
        const float magnitude = (float)fraction * 0x1p-24f;
        return sign ? -magnitude : magnitude;
    }
    const uint32_t wide = sign | (exponent == 31 ? 255u : exponent + 112) << 23 | fraction << 13;
    float value;
    memcpy(&value, &wide, sizeof value);
    return value;
}

void ck_q4k_dequantize_nonfinite(const uint8_t *block, float *values) {
    const float d = half(block), dmin = half(block + 2);
    uint8_t scales[8], minimums[8];
    ck_q4k_unpack_scales(block, scales, minimums);
    for (int j = 0; j < 8; j++) {
        const float d1 = d * (float)scales[j], dm1 = dmin * (float)minimums[j];
        for (int i = 0; i < 32; i++) {
            const uint8_t byte = block[CK_Q4K_HEADER + j / 2 * 32 + i];
            values[32 * j + i] = ck_canonical(d1 * (float)(j % 2 ? byte >> 4 : byte & 15) - dm1);
        }
    }
}
