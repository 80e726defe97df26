// What the products of super-blocks of 256 weights share on x86-64.
#ifndef CK_SUPER_X86_H
#define CK_SUPER_X86_H

#include "ck_nan.h"
#include "ck_q4k_x86.h"

/// How far ahead of the weights in use to fetch: they are read once, and the processor's own prefetcher stops at each
/// page. Measured on a Zen 5: 31 GB/s at 2,048 bytes, 41 at 8,192, which is what the memory gives.
enum { CK_SUPER_AHEAD = 8192 };

/// Eight partial sums of minimum times activation, from the sums of sixteen activations.
CK_AVX2_INLINE __m256i ck_q4k_minimums_x86(__m128i scales,
                                                                                    const int16_t *sums) {
    // Each minimum belongs to two sums of sixteen; as 16-bit words, twice in a row.
    const __m256i twice = _mm256_setr_epi8(4, -1, 4, -1, 5, -1, 5, -1, 6, -1, 6, -1, 7, -1, 7, -1,  //
                                           12, -1, 12, -1, 13, -1, 13, -1, 14, -1, 14, -1, 15, -1, 15, -1);
    const __m256i minimums = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(scales), twice);
    return _mm256_madd_epi16(minimums, _mm256_loadu_si256((const __m256i *)sums));
}

/// The sixteen scales of Q6_K as 16-bit words.
CK_AVX2_INLINE __m256i ck_q6k_scales_x86(const uint8_t *block) {
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(block + 192)));
}

/// The sixteen scales of Q3_K as 16-bit words, -32 ... 31.
CK_AVX2_INLINE __m256i ck_q3k_scales_x86(const uint8_t *block) {
    // Four low bits: those of scales 0-7 in the low nibbles of eight bytes, of 8-15 in the high ones.
    const __m128i bytes = _mm_loadl_epi64((const __m128i *)(block + 96));
    const __m128i low = _mm_and_si128(_mm_unpacklo_epi64(bytes, _mm_srli_epi16(bytes, 4)), _mm_set1_epi8(15));
    // Two high bits: those of scales 4k ... 4k + 3 in bits 2k, 2k + 1 of four bytes.
    const __m128i pairs = _mm_shuffle_epi32(_mm_loadu_si32(block + 104), 0);
    const __m128i high = _mm_and_si128(_mm_srlv_epi32(pairs, _mm_setr_epi32(0, 2, 4, 6)), _mm_set1_epi8(3));
    return _mm256_sub_epi16(_mm256_cvtepu8_epi16(_mm_or_si128(low, _mm_slli_epi16(high, 4))), _mm256_set1_epi16(32));
}

/// The sixteen scales of Q2_K as 16-bit words, and the sixteen minimums.
CK_AVX2_INLINE __m256i ck_q2k_scales_x86(const uint8_t *block) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)block);
    return _mm256_cvtepu8_epi16(_mm_and_si128(bytes, _mm_set1_epi8(15)));
}
CK_AVX2_INLINE __m256i ck_q2k_minimums_x86(const uint8_t *block) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)block);
    return _mm256_cvtepu8_epi16(_mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(15)));
}

/// The eight scales of Q5_K as words, each for two sixteens of weights, or the eight minimums.
CK_AVX2_INLINE __m256i ck_q5k_words_x86(__m128i packed, bool of_minimums) {
    // sc[0..3] are bytes 0 to 3, sc[4..7] bytes 8 to 11; the minimums come four bytes later.
    const __m128i places = _mm_setr_epi8(0, 0, 1, 1, 2, 2, 3, 3, 8, 8, 9, 9, 10, 10, 11, 11);
    return _mm256_cvtepu8_epi16(_mm_shuffle_epi8(packed, _mm_add_epi8(places, _mm_set1_epi8(of_minimums ? 4 : 0))));
}

/// The eight scales of IQ4_XS as 32-bit words, -32 ... 31.
CK_AVX2_INLINE __m256i ck_iq4xs_scales_x86(const uint8_t *block) {
    const __m256i nibbles = _mm256_broadcastd_epi32(_mm_loadu_si32(block + 4));
    const __m256i low = _mm256_and_si256(_mm256_srlv_epi32(nibbles, _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28)),
                                         _mm256_set1_epi32(15));
    const __m256i pairs = _mm256_broadcastd_epi32(_mm_loadu_si32(block));
    const __m256i high = _mm256_and_si256(_mm256_srlv_epi32(pairs, _mm256_setr_epi32(16, 18, 20, 22, 24, 26, 28, 30)),
                                          _mm256_set1_epi32(3));
    return _mm256_sub_epi32(_mm256_or_si256(low, _mm256_slli_epi32(high, 4)), _mm256_set1_epi32(32));
}

/// Eight scales as words, each for two sixteens of weights.
CK_AVX2_INLINE __m256i ck_iq4xs_words_x86(__m256i scales) {
    return _mm256_blend_epi16(scales, _mm256_slli_epi32(scales, 16), 0xaa);
}

/// The sixteen levels of IQ4_XS.
#define CK_IQ4_LEVELS -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113

/// Sixteen words times the sums of sixteen activations each, in eight lanes.
CK_AVX2_INLINE __m256i ck_super_with_sums_x86(__m256i words, const int16_t *sums) {
    return _mm256_madd_epi16(words, _mm256_loadu_si256((const __m256i *)sums));
}

/// Fetches what lies ahead of a super-block; an address past the end is harmless.
CK_AVX2_INLINE void ck_super_prefetch_x86(const uint8_t *block, size_t bytes) {
    const char *ahead = (const char *)((uintptr_t)block + CK_SUPER_AHEAD);
    for (size_t i = 0; i < bytes; i += 64) _mm_prefetch(ahead + i, _MM_HINT_T0);
}

/// One float step of two blocks, whose integer sums are spread over the lanes of `even` and `odd` as
/// S + S, M + M in each half; accumulators P[0], N[0], P[1], N[1].
CK_AVX2_INLINE __m128 ck_super_step_x86(__m128 accumulators, __m256i even,
                                                                               __m256i odd, __m128i halves,
                                                                               __m128 scales) {
    const __m256i folded = _mm256_hadd_epi32(even, odd);
    const __m128i sums = _mm_add_epi32(_mm256_castsi256_si128(folded), _mm256_extracti128_si256(folded, 1));
    const __m128 factors = _mm_mul_ps(_mm_cvtph_ps(halves), _mm_unpacklo_ps(scales, scales));
    return _mm_fmadd_ps(factors, _mm_cvtepi32_ps(sums), accumulators);
}

/// (P[0] + P[1]) - (N[0] + N[1]), or without minimums P[0] + P[1]; with the canonical NaN.
CK_AVX2_INLINE float ck_super_total_x86(__m128 accumulators, bool has_minimums) {
    const __m128 both = _mm_add_ps(accumulators, _mm_movehl_ps(accumulators, accumulators));
    const float total =
        _mm_cvtss_f32(has_minimums ? _mm_sub_ss(both, _mm_shuffle_ps(both, both, 0x55)) : both);
    return ck_canonical(total);
}

/// The factors of a format's blocks as two binary16 numbers in the lowest 32 bits; of formats without minimums the
/// second is no number of the block, and what comes of it is not used.
#define CK_SUPER_FACTORS_FIRST(block) _mm_loadu_si32(block)
#define CK_SUPER_FACTORS_AT_80(block) _mm_loadu_si32((block) + 80)
#define CK_SUPER_FACTORS_AT_108(block) _mm_srli_epi32(_mm_loadu_si32((block) + 106), 16)
#define CK_SUPER_FACTORS_AT_208(block) _mm_srli_epi32(_mm_loadu_si32((block) + 206), 16)

/// Defines the product of rows of a format: BYTES a block, FACTORS of it, and BLOCK_SUMS(block, values, sums), its
/// integer sums in eight lanes, S + S, M + M in each half.
///
/// The sums of two blocks are folded together; the missing second one of an odd row counts as zero, and
/// fma(0, 0, x) is x, because no accumulator is ever -0.
#define CK_SUPER_ROWS(NAME, TARGET, BYTES, FACTORS, HAS_MINIMUMS, BLOCK_SUMS)                                      \
    TARGET void NAME(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,                      \
                     const int8_t *values, const int16_t *sums, float *results) {                                  \
        for (size_t row = 0; row < rows; row++) {                                                                  \
            __m128 accumulators = _mm_setzero_ps();                                                                \
            size_t i = 0;                                                                                          \
            for (; i + 2 <= blocks; i += 2, weights += 2 * (BYTES)) {                                              \
                ck_super_prefetch_x86(weights, 2 * (BYTES));                                                       \
                const __m256i even = BLOCK_SUMS(weights, values + 256 * i, sums + 16 * i);                         \
                const __m256i odd = BLOCK_SUMS(weights + (BYTES), values + 256 * i + 256, sums + 16 * i + 16);     \
                const __m128i factors = _mm_unpacklo_epi32(FACTORS(weights), FACTORS(weights + (BYTES)));          \
                const __m128 pair = _mm_castsi128_ps(_mm_loadl_epi64((const __m128i *)(scales + i)));              \
                accumulators = ck_super_step_x86(accumulators, even, odd, factors, pair);                          \
            }                                                                                                      \
            if (i < blocks) {                                                                                      \
                const __m256i even = BLOCK_SUMS(weights, values + 256 * i, sums + 16 * i);                         \
                accumulators = ck_super_step_x86(accumulators, even, _mm256_setzero_si256(),                       \
                                                 _mm_move_epi64(FACTORS(weights)), _mm_load_ss(scales + i));       \
                weights += (BYTES);                                                                                \
            }                                                                                                      \
            results[row] = ck_super_total_x86(accumulators, HAS_MINIMUMS);                                         \
        }                                                                                                          \
    }

#endif
