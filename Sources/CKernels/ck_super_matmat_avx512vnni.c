#if defined(__x86_64__)

#include "ck_panel_avx512vnni.h"
#include "ck_products.h"
#include "ck_super_x86_512.h"

enum {
    ROWS = 32,   // rows a panel: two registers, one row a lane
    TILE = 4,    // activations at a time: 8 sums of a group and 8 of the block
    GROUP = 256, // activations for which a panel is unpacked once; their sums take 128 KiB of stack
};

/// What is known of a format when it is compiled: all of it is folded into the code.
struct format {
    size_t bytes;
    /// Sixteens of weights that share a scale.
    int sixteens;
    /// Codes are this power of two too large; -1 for a format with minimums, whose codes are right.
    int offset;
    void (*codes)(const uint8_t *block, __m512i codes[4]);
    /// The scales as words, one to sixteen weights, and the minimums, or else the scales again.
    __m256i (*scales)(const uint8_t *block);
    __m256i (*minimums)(const uint8_t *block);
    /// The factors of scales and minimums, as CK_SUPER_FACTORS.
    __m128i (*factors)(const uint8_t *block);
};

/// One super-block of 32 rows, row after row in the lanes of register pairs.
struct panel {
    __m512i codes[64][2]; // four weights a lane
    __m512i scales[16][2];
    __m512i pairs[8][2]; // minimums, or scales, of two sixteens as words
    __m512 d[2], dmin[2];
};

/// P[0], N[0], P[1], N[1] of one activation with 32 rows.
struct sums {
    __m512 p[2][2], n[2][2]; // [block mod 2][half of the rows]
};

/// Words of sixteen rows, a row a register, as 32-bit lanes: those of place k of all rows in register k.
CK_AVX512VNNI_INLINE void columns(__m512i out[16], __m256i (*words)(const uint8_t *), const uint8_t *const row[16], size_t offset) {
    for (int r = 0; r < 16; r++) out[r] = _mm512_cvtepi16_epi32(words(row[r] + offset));
    ck_transpose_512(out);
}

/// Unpacks one super-block of each of 16 rows.
CK_AVX512VNNI_INLINE void unpack(struct panel *panel, int half, const struct format f, const uint8_t *const row[16], size_t offset) {
    __m512i m[4][16];
    for (int r = 0; r < 16; r++) {
        __m512i codes[4];
        f.codes(row[r] + offset, codes);
        for (int t = 0; t < 4; t++) m[t][r] = codes[t];
    }
    for (int t = 0; t < 4; t++) {
        ck_transpose_512(m[t]);
        for (int k = 0; k < 16; k++) panel->codes[16 * t + k][half] = m[t][k];
    }
    columns(m[0], f.scales, row, offset);
    for (int k = 0; k < 16; k++) panel->scales[k][half] = m[0][k];
    columns(m[0], f.minimums, row, offset);
    for (int k = 0; k < 8; k++)
        panel->pairs[k][half] =
            _mm512_mask_blend_epi16(0xaaaaaaaa, m[0][2 * k], _mm512_slli_epi32(m[0][2 * k + 1], 16));
    int32_t both[16];
    for (int r = 0; r < 16; r++) both[r] = _mm_cvtsi128_si32(f.factors(row[r] + offset));
    const __m512i halves = _mm512_loadu_si512(both);
    panel->d[half] = _mm512_cvtph_ps(_mm512_cvtepi32_epi16(halves));
    panel->dmin[half] = _mm512_cvtph_ps(_mm512_cvtepi32_epi16(_mm512_srli_epi32(halves, 16)));
}

/// One super-block of 32 rows times `count` <= 4 activations, whose blocks are `stride` blocks apart.
CK_AVX512VNNI_INLINE void multiply(const struct panel *panel, const struct format f, const int count, const float *scales,
                     const int8_t *values, const int16_t *sixteens, size_t stride, struct sums *sums, size_t odd) {
    __m512i total[TILE][2];
    for (int c = 0; c < count; c++)
        for (int h = 0; h < 2; h++) total[c][h] = _mm512_setzero_si512();
    for (int g = 0; g < 16; g += f.sixteens) {
        __m512i dot[TILE][2];
        for (int c = 0; c < count; c++)
            for (int h = 0; h < 2; h++) dot[c][h] = _mm512_setzero_si512();
        for (int k = 4 * g; k < 4 * (g + f.sixteens); k++) {
            const __m512i w0 = panel->codes[k][0], w1 = panel->codes[k][1];
            for (int c = 0; c < count; c++) {
                const __m512i a = ck_four_512(values + c * stride * 256 + 4 * k);
                dot[c][0] = _mm512_dpbusd_epi32(dot[c][0], w0, a);
                dot[c][1] = _mm512_dpbusd_epi32(dot[c][1], w1, a);
            }
        }
        for (int c = 0; c < count; c++)
            for (int h = 0; h < 2; h++)
                total[c][h] = _mm512_add_epi32(total[c][h], _mm512_mullo_epi32(dot[c][h], panel->scales[g][h]));
    }
    for (int c = 0; c < count; c++) {
        const __m512 scale = _mm512_set1_ps(scales[c * stride]);
        for (int h = 0; h < 2; h++) {
            __m512i with_sums = _mm512_setzero_si512();
            for (int k = 0; k < 8; k++)
                with_sums = _mm512_dpwssd_epi32(with_sums, panel->pairs[k][h],
                                                ck_four_512(sixteens + c * stride * 16 + 2 * k));
            if (f.offset >= 0)
                total[c][h] = _mm512_sub_epi32(total[c][h], _mm512_slli_epi32(with_sums, (unsigned)f.offset));
            else
                sums[c].n[odd][h] = _mm512_fmadd_ps(_mm512_mul_ps(panel->dmin[h], scale),
                                                    _mm512_cvtepi32_ps(with_sums), sums[c].n[odd][h]);
            sums[c].p[odd][h] = _mm512_fmadd_ps(_mm512_mul_ps(panel->d[h], scale), _mm512_cvtepi32_ps(total[c][h]),
                                                sums[c].p[odd][h]);
        }
    }
}

/// All super-blocks of one panel of rows times one group of activations.
CK_AVX512VNNI_INLINE void group(const struct format f, const uint8_t *const row[ROWS], size_t rows, size_t blocks,
                  const float *scales, const int8_t *values, const int16_t *sixteens, size_t count, float *results,
                  size_t stride) {
    struct sums sums[GROUP];
    struct panel panel;
    memset(sums, 0, count * sizeof *sums);
    for (size_t i = 0; i < blocks; i++) {
        for (int half = 0; half < 2; half++) unpack(&panel, half, f, row + 16 * half, i * f.bytes);
        size_t c = 0;
        for (; c + TILE <= count; c += TILE) {
            const size_t at = c * blocks + i;
            multiply(&panel, f, TILE, scales + at, values + 256 * at, sixteens + 16 * at, blocks, sums + c, i % 2);
        }
        for (; c < count; c++) {
            const size_t at = c * blocks + i;
            multiply(&panel, f, 1, scales + at, values + 256 * at, sixteens + 16 * at, blocks, sums + c, i % 2);
        }
    }
    for (size_t c = 0; c < count; c++)
        for (size_t h = 0; h < 2 && 16 * h < rows; h++) {
            const struct sums *s = sums + c;
            __m512 total = _mm512_add_ps(s->p[0][h], s->p[1][h]);
            if (f.offset < 0) total = _mm512_sub_ps(total, _mm512_add_ps(s->n[0][h], s->n[1][h]));
            ck_store_results_512(results + c * stride + 16 * h, rows - 16 * h, total);
        }
}

/// Defines the product of a format.
#define MATMAT(NAME, ...)                                                                                          \
    CK_AVX512VNNI void NAME(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,               \
                            const int8_t *values, const int16_t *sums, size_t count, float *results,               \
                            size_t stride) {                                                                       \
        static const struct format f = {__VA_ARGS__};                                                              \
        for (size_t first = 0; first < rows; first += ROWS) {                                                      \
            const size_t some = rows - first < ROWS ? rows - first : ROWS;                                         \
            /* Rows past the end repeat the last one; they are not stored. */                                      \
            const uint8_t *row[ROWS];                                                                              \
            for (size_t r = 0; r < ROWS; r++)                                                                      \
                row[r] = weights + (first + (r < some ? r : some - 1)) * blocks * f.bytes;                         \
            for (size_t c = 0; c < count; c += GROUP)                                                              \
                group(f, row, some, blocks, scales + c * blocks, values + c * blocks * 256, sums + c * blocks * 16, \
                      count - c < GROUP ? count - c : GROUP, results + c * stride + first, stride);                \
        }                                                                                                          \
    }

CK_AVX512VNNI_INLINE __m256i q5k_scales(const uint8_t *block) { return ck_q5k_words_x86(ck_q4k_scales_x86(block), false); }
CK_AVX512VNNI_INLINE __m256i q5k_minimums(const uint8_t *block) { return ck_q5k_words_x86(ck_q4k_scales_x86(block), true); }
CK_AVX512VNNI_INLINE __m256i iq4xs_scales(const uint8_t *block) { return ck_iq4xs_words_x86(ck_iq4xs_scales_x86(block)); }

CK_AVX512VNNI_INLINE __m128i first(const uint8_t *block) { return CK_SUPER_FACTORS_FIRST(block); }
CK_AVX512VNNI_INLINE __m128i at_80(const uint8_t *block) { return CK_SUPER_FACTORS_AT_80(block); }
CK_AVX512VNNI_INLINE __m128i at_108(const uint8_t *block) { return CK_SUPER_FACTORS_AT_108(block); }
CK_AVX512VNNI_INLINE __m128i at_208(const uint8_t *block) { return CK_SUPER_FACTORS_AT_208(block); }

MATMAT(ck_q2k_matmat_avx512vnni, 84, 1, -1, ck_q2k_codes_x86_512, ck_q2k_scales_x86, ck_q2k_minimums_x86, at_80)
MATMAT(ck_q3k_matmat_avx512vnni, 110, 1, 2, ck_q3k_codes_x86_512, ck_q3k_scales_x86, ck_q3k_scales_x86, at_108)
MATMAT(ck_q5k_matmat_avx512vnni, 176, 2, -1, ck_q5k_codes_x86_512, q5k_scales, q5k_minimums, first)
MATMAT(ck_q6k_matmat_avx512vnni, 210, 1, 5, ck_q6k_codes_x86_512, ck_q6k_scales_x86, ck_q6k_scales_x86, at_208)
MATMAT(ck_iq4xs_matmat_avx512vnni, 136, 2, 7, ck_iq4xs_codes_x86_512, iq4xs_scales, iq4xs_scales, first)

#endif
