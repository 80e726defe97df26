#ifndef CK_Q4KQ8K_X86_H
#define CK_Q4KQ8K_X86_H

#include "ck_q4k_x86.h"

/// How far ahead of the weights in use to fetch: they are read once, and the processor's own prefetcher
/// stops at each page.
enum { CK_Q4KQ8K_AHEAD = 2048 };

/// Eight partial sums of minimum times activation, from the sums of sixteen activations.
static inline __attribute__((always_inline)) CK_AVX2 __m256i ck_q4kq8k_minimums_x86(__m128i scales,
                                                                                    const int16_t *sums) {
    // Each minimum belongs to two sums of sixteen; as 16-bit words, twice in a row.
    const __m256i twice = _mm256_setr_epi8(4, -1, 4, -1, 5, -1, 5, -1, 6, -1, 6, -1, 7, -1, 7, -1,  //
                                           12, -1, 12, -1, 13, -1, 13, -1, 14, -1, 14, -1, 15, -1, 15, -1);
    const __m256i minimums = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(scales), twice);
    return _mm256_madd_epi16(minimums, _mm256_loadu_si256((const __m256i *)sums));
}

/// Fetches what lies ahead of a super-block; an address past the end is harmless.
static inline __attribute__((always_inline)) void ck_q4kq8k_prefetch_x86(const uint8_t *block) {
    const char *ahead = (const char *)((uintptr_t)block + CK_Q4KQ8K_AHEAD);
    _mm_prefetch(ahead, _MM_HINT_T0);
    _mm_prefetch(ahead + 64, _MM_HINT_T0);
    _mm_prefetch(ahead + 128, _MM_HINT_T0);
}

/// One float step of two blocks, whose integer sums are spread over the lanes of `even` and `odd` as
/// S + S, M + M in each half; accumulators P[0], N[0], P[1], N[1].
static inline __attribute__((always_inline)) CK_AVX2 __m128 ck_q4kq8k_step_x86(__m128 accumulators, __m256i even,
                                                                               __m256i odd, __m128i halves,
                                                                               __m128 scales) {
    const __m256i folded = _mm256_hadd_epi32(even, odd);
    const __m128i sums = _mm_add_epi32(_mm256_castsi256_si128(folded), _mm256_extracti128_si256(folded, 1));
    const __m128 factors = _mm_mul_ps(_mm_cvtph_ps(halves), _mm_unpacklo_ps(scales, scales));
    return _mm_fmadd_ps(factors, _mm_cvtepi32_ps(sums), accumulators);
}

/// (P[0] + P[1]) - (N[0] + N[1]), with the canonical NaN.
static inline __attribute__((always_inline)) CK_AVX2 float ck_q4kq8k_total_x86(__m128 accumulators) {
    const __m128 both = _mm_add_ps(accumulators, _mm_movehl_ps(accumulators, accumulators));
    const float total = _mm_cvtss_f32(_mm_sub_ss(both, _mm_shuffle_ps(both, both, 0x55)));
    return total != total ? __builtin_nanf("") : total;
}

/// Defines a path: what differs is how a block's integer sums are had, by `block_sums(block, values, sums)`.
///
/// The sums of two blocks are folded together; the missing second one of an odd row counts as zero, and
/// fma(0, 0, x) is x, because no accumulator is ever -0.
#define CK_Q4KQ8K_ROWS(NAME, TARGET, BLOCK_SUMS)                                                                   \
    TARGET void NAME(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,                      \
                     const int8_t *values, const int16_t *sums, float *results) {                                  \
        for (size_t row = 0; row < rows; row++) {                                                                  \
            __m128 accumulators = _mm_setzero_ps();                                                                \
            size_t i = 0;                                                                                          \
            for (; i + 2 <= blocks; i += 2, weights += 2 * CK_Q4K_BYTES) {                                         \
                const __m256i even = BLOCK_SUMS(weights, values + 256 * i, sums + 16 * i);                         \
                const __m256i odd = BLOCK_SUMS(weights + CK_Q4K_BYTES, values + 256 * i + 256, sums + 16 * i + 16); \
                const __m128i halves =                                                                             \
                    _mm_unpacklo_epi32(_mm_loadu_si32(weights), _mm_loadu_si32(weights + CK_Q4K_BYTES));           \
                const __m128 pair = _mm_castsi128_ps(_mm_loadl_epi64((const __m128i *)(scales + i)));              \
                accumulators = ck_q4kq8k_step_x86(accumulators, even, odd, halves, pair);                          \
            }                                                                                                      \
            if (i < blocks) {                                                                                      \
                const __m256i even = BLOCK_SUMS(weights, values + 256 * i, sums + 16 * i);                         \
                accumulators = ck_q4kq8k_step_x86(accumulators, even, _mm256_setzero_si256(),                      \
                                                  _mm_loadu_si32(weights), _mm_load_ss(scales + i));               \
                weights += CK_Q4K_BYTES;                                                                           \
            }                                                                                                      \
            results[row] = ck_q4kq8k_total_x86(accumulators);                                                      \
        }                                                                                                          \
    }

#endif
