#if defined(__x86_64__)

#include "ck_exp.h"
#include "ck_exp_avx512.h"

/// e^x of the first `count` of 64 values.
///
/// The largest arguments are not clamped, as they are on other paths: the polynomial has an even degree and is positive
/// whatever the remainder is, and n is at least 128, so that VSCALEF overflows to +inf. Where p is no number, beyond
/// 2.3e38, n is +inf, of which VSCALEF makes +inf as well (Intel, Software Developer's Manual, volume 2, VSCALEFPS).
/// `FunctionSweep exp` compares all 2^32 arguments with the reference.
CK_AVX512_INLINE void exp_avx512(const float *x, float *y, size_t count) {
    struct ck_lanes v = ck_lanes_load(x, count);
    v = ck_exp_lanes_avx512(v);
    for (int j = 0; j < 4; j++) v.v[j] = ck_canonical_avx512(v.v[j]);
    ck_lanes_store(y, v, count);
}

CK_AVX512 void ck_f32_exp_avx512(const float *x, float *y, size_t n) {
    size_t i = 0;
    for (; i + 64 <= n; i += 64) exp_avx512(x + i, y + i, 64);
    if (i < n) exp_avx512(x + i, y + i, n - i);
}

#endif
