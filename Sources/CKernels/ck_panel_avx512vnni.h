// What products with several activations share: rows of weights in the lanes of registers.
#ifndef CK_PANEL_AVX512VNNI_H
#define CK_PANEL_AVX512VNNI_H

#include "ck_nan.h"

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

/// Element k of row r becomes element r of row k.
CK_AVX512VNNI_INLINE void ck_transpose_512(__m512i m[16]) {
    __m512i a[16], b[16];
    for (int i = 0; i < 16; i += 2) {
        a[i] = _mm512_unpacklo_epi32(m[i], m[i + 1]);
        a[i + 1] = _mm512_unpackhi_epi32(m[i], m[i + 1]);
    }
    for (int i = 0; i < 16; i += 4)
        for (int k = 0; k < 2; k++) {
            b[i + 2 * k] = _mm512_unpacklo_epi64(a[i + k], a[i + 2 + k]);
            b[i + 2 * k + 1] = _mm512_unpackhi_epi64(a[i + k], a[i + 2 + k]);
        }
    // b[4g + c], 128-bit part q: column 4q + c of rows 4g ..< 4g + 4.
    for (int c = 0; c < 4; c++) {
        const __m512i low01 = _mm512_shuffle_i32x4(b[c], b[4 + c], 0x44);
        const __m512i low23 = _mm512_shuffle_i32x4(b[8 + c], b[12 + c], 0x44);
        const __m512i high01 = _mm512_shuffle_i32x4(b[c], b[4 + c], 0xee);
        const __m512i high23 = _mm512_shuffle_i32x4(b[8 + c], b[12 + c], 0xee);
        m[c] = _mm512_shuffle_i32x4(low01, low23, 0x88);
        m[4 + c] = _mm512_shuffle_i32x4(low01, low23, 0xdd);
        m[8 + c] = _mm512_shuffle_i32x4(high01, high23, 0x88);
        m[12 + c] = _mm512_shuffle_i32x4(high01, high23, 0xdd);
    }
}

/// Four bytes, or two words, in every lane.
CK_AVX512VNNI_INLINE __m512i ck_four_512(const void *address) {
    int32_t value;
    memcpy(&value, address, 4);
    return _mm512_set1_epi32(value);
}

/// The first `count` of 16 results, NaNs as the canonical one.
CK_AVX512VNNI_INLINE void ck_store_results_512(float *results, size_t count, __m512 total) {
    const __mmask16 some = count >= 16 ? 0xffff : (__mmask16)((1u << count) - 1);
    _mm512_mask_storeu_ps(results, some, ck_canonical_few_avx512(total));
}

#endif
