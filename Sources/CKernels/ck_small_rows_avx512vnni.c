#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_target.h"

#include <immintrin.h>
#include <stdbool.h>

#define CK_TARGET CK_AVX512VNNI

CK_TARGET_INLINE __m512i dots(bool is_wide, __m512i codes, __m512i values) {
    (void)is_wide;
    return _mm512_dpbusd_epi32(_mm512_setzero_si512(), codes, values);
}

#include "ck_small_rows_x86_512.h"

CK_SMALL_BLOCKS(CK_SMALL_ROWS, avx512vnni)

#endif
