#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_target.h"

#include <immintrin.h>
#include <stdbool.h>

#define CK_TARGET CK_AVX512

CK_TARGET_INLINE __m512i dots(bool is_wide, __m512i codes, __m512i values) {
    if (!is_wide) {
        // At most 2 * 31 * 128 a pair, so that the 16-bit sums of pairs never saturate.
        return _mm512_madd_epi16(_mm512_maddubs_epi16(codes, values), _mm512_set1_epi16(1));
    }
    // Every other code and value as 16-bit words, then those between.
    const __m512i even = _mm512_madd_epi16(_mm512_and_si512(codes, _mm512_set1_epi16(255)),
                                           _mm512_srai_epi16(_mm512_slli_epi16(values, 8), 8));
    const __m512i odd = _mm512_madd_epi16(_mm512_srli_epi16(codes, 8), _mm512_srai_epi16(values, 8));
    return _mm512_add_epi32(even, odd);
}

#include "ck_small_rows_x86_512.h"

CK_SMALL_BLOCKS(CK_SMALL_ROWS, avx512)

#endif
