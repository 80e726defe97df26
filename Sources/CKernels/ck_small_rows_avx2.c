#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_small_x86.h"

#define CK_TARGET CK_AVX2

/// The unsigned codes of a block, in the order of its weights.
CK_AVX2_INLINE __m256i codes(enum ck_small format, const uint8_t *block) {
    const struct ck_small_format f = ck_small_formats[format];
    if (format == CK_q8_0)
        return _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(block + f.codes)), _mm256_set1_epi8(-128));
    const __m256i twice = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(block + f.codes)));
    const __m256i shifts = _mm256_setr_epi32(0, 0, 0, 0, 4, 4, 4, 4);
    __m256i result = _mm256_and_si256(_mm256_srlv_epi32(twice, shifts), _mm256_set1_epi8(15));
    if (f.fifth) {
        int32_t bits;
        memcpy(&bits, block + f.fifth, 4);
        // Byte i of the mask is that of bit i; in it that bit stays, moved to the place of 16 by a comparison.
        const __m256i places = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
        const __m256i each = _mm256_set1_epi64x((long long)0x8040201008040201);
        const __m256i mask = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi32(bits), places), each);
        result = _mm256_or_si256(result, _mm256_and_si256(_mm256_cmpeq_epi8(mask, each), _mm256_set1_epi8(16)));
    }
    if (!f.has_levels) return result;
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(ck_small_levels_x86(format)), result);
}

/// The products of 32 codes and activations, four added to each lane.
CK_AVX2_INLINE __m256i dots(bool is_wide, __m256i codes, __m256i values) {
    if (!is_wide) {
        // At most 2 * 31 * 128 a pair, so that the 16-bit sums of pairs never saturate.
        return _mm256_madd_epi16(_mm256_maddubs_epi16(codes, values), _mm256_set1_epi16(1));
    }
    // Every other code and value as 16-bit words, then those between.
    const __m256i even = _mm256_madd_epi16(_mm256_and_si256(codes, _mm256_set1_epi16(255)),
                                           _mm256_srai_epi16(_mm256_slli_epi16(values, 8), 8));
    const __m256i odd = _mm256_madd_epi16(_mm256_srli_epi16(codes, 8), _mm256_srai_epi16(values, 8));
    return _mm256_add_epi32(even, odd);
}

/// P[0...3] and N[0...3].
struct accumulators {
    __m128 products, minimums;
};

/// 2^(e - 128) of four exponents, the scales of MXFP4; the first two are subnormal.
CK_AVX2_INLINE __m128 powers(__m128i e) {
    const __m128i one = _mm_set1_epi32(1), normal = _mm_slli_epi32(_mm_sub_epi32(e, one), 23);
    const __m128i subnormal = _mm_sllv_epi32(_mm_set1_epi32(0x200000), e);
    return _mm_castsi128_ps(_mm_blendv_epi8(subnormal, normal, _mm_cmpgt_epi32(e, one)));
}

/// One step: `count` <= 4 blocks, which are four of the activation.
CK_AVX2_INLINE void step(enum ck_small format, const uint8_t *row, size_t count, const float *scales, const int8_t *values,
                 const int16_t *sums, struct accumulators *to) {
    const struct ck_small_format f = ck_small_formats[format];
    const uint8_t *block[4];
    __m256i parts[4];
    for (size_t k = 0; k < 4; k++) {
        block[k] = ck_small_at(format, row, count, k);
        parts[k] = dots(f.is_wide, codes(format, block[k]), _mm256_loadu_si256((const __m256i *)(values + 32 * k)));
    }
    const __m256i four =
        _mm256_hadd_epi32(_mm256_hadd_epi32(parts[0], parts[1]), _mm256_hadd_epi32(parts[2], parts[3]));
    __m128i dot = _mm_add_epi32(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1));
    const __m128i sum = _mm_cvtepi16_epi32(_mm_loadl_epi64((const __m128i *)sums));
    if (f.offset) dot = _mm_sub_epi32(dot, _mm_mullo_epi32(sum, _mm_set1_epi32(f.offset)));
    const __m128 scale = _mm_loadu_ps(scales);
    const __m128i heads = format == CK_mxfp4 ? ck_small_exponents_x86(block) : ck_small_heads_x86(block);
    const __m128 d = format == CK_mxfp4 ? powers(_mm_cvtepu8_epi32(heads)) : _mm_cvtph_ps(heads);
    to->products = _mm_fmadd_ps(_mm_mul_ps(d, scale), _mm_cvtepi32_ps(dot), to->products);
    if (f.has_minimum) {
        const __m128 m = _mm_cvtph_ps(_mm_unpackhi_epi64(heads, heads));
        to->minimums = _mm_fmadd_ps(_mm_mul_ps(m, scale), _mm_cvtepi32_ps(sum), to->minimums);
    }
}

/// (A[0] + A[2]) + (A[1] + A[3]).
CK_AVX2_INLINE float folded(__m128 x) {
    const __m128 pairs = _mm_add_ps(x, _mm_movehl_ps(x, x));
    return _mm_cvtss_f32(_mm_add_ss(pairs, _mm_movehdup_ps(pairs)));
}

CK_AVX2_INLINE void rows(enum ck_small format, const uint8_t *weights, size_t count, size_t blocks, const float *scales,
                 const int8_t *values, const int16_t *sums, float *results) {
    const struct ck_small_format f = ck_small_formats[format];
    struct ck_small_rest rest;
    ck_small_take_rest(&rest, blocks, scales, values, sums);
    for (size_t row = 0; row < count; row++) {
        struct accumulators total = {_mm_setzero_ps(), _mm_setzero_ps()};
        size_t i = 0;
        for (; i + 4 <= blocks; i += 4, weights += 4 * f.bytes) {
            const char *line = (const char *)((uintptr_t)weights + ck_small_ahead_x86(format));
            for (size_t k = 0; k < 4 * f.bytes; k += 64) _mm_prefetch(line + k, _MM_HINT_T0);
            step(format, weights, 4, scales + i, values + 32 * i, sums + i, &total);
        }
        CK_SMALL_REST(blocks - i, step, format, weights, rest, &total);
        weights += (blocks - i) * f.bytes;
        float result = folded(total.products);
        if (f.has_minimum) result += folded(total.minimums);
        results[row] = ck_canonical(result);
    }
}

CK_SMALL_BLOCKS(CK_SMALL_ROWS, avx2)

#endif
