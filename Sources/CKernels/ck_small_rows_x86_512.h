// The products of rows with 512-bit registers. The file that includes this has defined CK_TARGET, and
// `dots(format, codes, values)`: the products of 64 unsigned codes and activations, four added to each lane.
#include "ck_small_x86_512.h"

/// The sum of each four blocks of four rows: block k of row r in lane 4r + k.
CK_TARGET_INLINE __m512i sums_of_blocks(enum ck_small format, const uint8_t *const row[4], size_t count, const int8_t *values) {
    const bool is_wide = ck_small_formats[format].is_wide;
    const __m512i first = _mm512_loadu_si512(values), second = _mm512_loadu_si512(values + 64);
    // Three levels of a transposing sum: of 128-bit parts 0, 1 belong to blocks 0, 2 and parts 2, 3 to blocks 1, 3.
    __m512i one[4], two[2];
    for (int r = 0; r < 4; r++) {
        const uint8_t *block[4];
        for (size_t k = 0; k < 4; k++) block[k] = ck_small_at(format, row[r], count, k);
        const __m512i a = dots(is_wide, ck_small_codes_x86_512(format, block[0], block[1]), first);
        const __m512i b = dots(is_wide, ck_small_codes_x86_512(format, block[2], block[3]), second);
        one[r] = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    }
    for (int r = 0; r < 2; r++)
        two[r] = _mm512_add_epi32(_mm512_unpacklo_epi64(one[2 * r], one[2 * r + 1]),
                                  _mm512_unpackhi_epi64(one[2 * r], one[2 * r + 1]));
    const __m512i sums = _mm512_add_epi32(_mm512_shuffle_i32x4(two[0], two[1], 0x88),
                                          _mm512_shuffle_i32x4(two[0], two[1], 0xdd));
    const __m512i in_order = _mm512_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15);
    return _mm512_permutexvar_epi32(in_order, sums);
}

/// Scales, and minimums where the format has them, in the lanes of `sums_of_blocks`.
CK_TARGET_INLINE __m512 factors_of_blocks(enum ck_small format, const uint8_t *const row[4], size_t count, __m512 *minimums) {
    __m128i heads[4];
    for (int r = 0; r < 4; r++) {
        const uint8_t *block[4];
        for (size_t k = 0; k < 4; k++) block[k] = ck_small_at(format, row[r], count, k);
        heads[r] = format == CK_mxfp4 ? ck_small_exponents_x86(block) : ck_small_heads_x86(block);
    }
    if (format == CK_mxfp4) {
        const __m128i low = _mm_unpacklo_epi32(heads[0], heads[1]), high = _mm_unpacklo_epi32(heads[2], heads[3]);
        return ck_small_powers_x86_512(_mm512_cvtepu8_epi32(_mm_unpacklo_epi64(low, high)));
    }
    if (ck_small_formats[format].has_minimum)
        *minimums = _mm512_cvtph_ps(_mm256_setr_m128i(_mm_unpackhi_epi64(heads[0], heads[1]),
                                                      _mm_unpackhi_epi64(heads[2], heads[3])));
    return _mm512_cvtph_ps(
        _mm256_setr_m128i(_mm_unpacklo_epi64(heads[0], heads[1]), _mm_unpacklo_epi64(heads[2], heads[3])));
}

/// P, and N, of four rows: accumulator k of row r in lane 4r + k.
struct accumulators {
    __m512 products, minimums;
};

/// One step of four rows: `count` <= 4 blocks of each, which are four of the activation.
CK_TARGET_INLINE void step(enum ck_small format, const uint8_t *const row[4], size_t count, const float *scales,
                 const int8_t *values, const int16_t *sums, struct accumulators *to) {
    const struct ck_small_format f = ck_small_formats[format];
    const __m512 scale = _mm512_broadcast_f32x4(_mm_loadu_ps(scales));
    const __m512i sum = _mm512_broadcast_i32x4(_mm_cvtepi16_epi32(_mm_loadl_epi64((const __m128i *)sums)));
    __m512i dot = sums_of_blocks(format, row, count, values);
    if (f.offset) dot = _mm512_sub_epi32(dot, _mm512_mullo_epi32(sum, _mm512_set1_epi32(f.offset)));
    __m512 m;
    const __m512 d = factors_of_blocks(format, row, count, &m);
    to->products = _mm512_fmadd_ps(_mm512_mul_ps(d, scale), _mm512_cvtepi32_ps(dot), to->products);
    if (f.has_minimum) to->minimums = _mm512_fmadd_ps(_mm512_mul_ps(m, scale), _mm512_cvtepi32_ps(sum), to->minimums);
}

/// (A[0] + A[2]) + (A[1] + A[3]) of each row.
CK_TARGET_INLINE __m512 folded(__m512 x) {
    const __m512 pairs = _mm512_add_ps(x, _mm512_permute_ps(x, _MM_SHUFFLE(1, 0, 3, 2)));
    return _mm512_add_ps(pairs, _mm512_permute_ps(pairs, _MM_SHUFFLE(2, 3, 0, 1)));
}

CK_TARGET_INLINE void rows(enum ck_small format, const uint8_t *weights, size_t count, size_t blocks, const float *scales,
                 const int8_t *values, const int16_t *sums, float *results) {
    const struct ck_small_format f = ck_small_formats[format];
    const size_t bytes = blocks * f.bytes;
    struct ck_small_rest rest;
    ck_small_take_rest(&rest, blocks, scales, values, sums);
    // Four rows are read at once, but what comes after them is fetched in the order in which it lies in memory.
    uintptr_t ahead = (uintptr_t)weights + 4 * bytes + ck_small_ahead_x86(format);
    for (size_t first = 0; first < count; first += 4) {
        // Rows past the end repeat the last one; they are not stored.
        const size_t some = count - first < 4 ? count - first : 4;
        const uint8_t *row[4];
        for (size_t r = 0; r < 4; r++) row[r] = weights + (first + (r < some ? r : some - 1)) * bytes;
        struct accumulators total = {_mm512_setzero_ps(), _mm512_setzero_ps()};
        size_t i = 0;
        for (; i + 4 <= blocks; i += 4) {
            for (size_t k = 0; k < 16 * f.bytes; k += 64) _mm_prefetch((const char *)(ahead + k), _MM_HINT_T0);
            ahead += 16 * f.bytes;
            step(format, row, 4, scales + i, values + 32 * i, sums + i, &total);
            for (size_t r = 0; r < 4; r++) row[r] += 4 * f.bytes;
        }
        ahead += 4 * (blocks - i) * f.bytes;
        CK_SMALL_REST(blocks - i, step, format, row, rest, &total);
        __m512 result = folded(total.products);
        if (f.has_minimum) result = _mm512_add_ps(result, folded(total.minimums));
        const __m512 packed = _mm512_maskz_compress_ps(0x1111, ck_canonical_few_avx512(result));
        _mm_mask_storeu_ps(results + first, (__mmask8)((1u << some) - 1), _mm512_castps512_ps128(packed));
    }
}
