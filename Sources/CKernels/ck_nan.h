// The one NaN of all kernels.
#ifndef CK_NAN_H
#define CK_NAN_H

#include "ck_target.h"

/// 0x7fc00000, the only NaN that arithmetic here returns: which sign and payload the processor
/// makes differs between x86 and Arm.
#define CK_NAN __builtin_nanf("")

static inline float ck_canonical(float x) { return x != x ? CK_NAN : x; }

// The same of every lane.

#if defined(__x86_64__)

#include <immintrin.h>

CK_AVX2_INLINE __m256 ck_canonical_avx2(__m256 x) {
    return _mm256_blendv_ps(x, _mm256_set1_ps(CK_NAN), _mm256_cmp_ps(x, x, _CMP_UNORD_Q));
}

/// One instruction where a comparison and a blend are two: the table has four bits for each class of x,
/// and says for both NaNs (classes 0 and 1) to take the first operand (0), for all others x (1).
CK_AVX512_INLINE __m512 ck_canonical_avx512(__m512 x) {
    return _mm512_fixupimm_ps(_mm512_set1_ps(CK_NAN), x, _mm512_set1_epi32(0x11111100), 0);
}

/// The same by the comparison and the blend, for results that are few beside what they are computed from: the table and
/// the first operand would take two registers that they do not have, which cost products of rows 2 to 3 percent.
CK_AVX512_INLINE __m512 ck_canonical_few_avx512(__m512 x) {
    return _mm512_mask_mov_ps(x, _mm512_cmp_ps_mask(x, x, _CMP_UNORD_Q), _mm512_set1_ps(CK_NAN));
}

#elif defined(__aarch64__)

#include <arm_neon.h>

CK_NEON_INLINE float32x4_t ck_canonical_neon(float32x4_t x) {
    return vbslq_f32(vceqq_f32(x, x), x, vdupq_n_f32(CK_NAN));
}

#endif

#endif
