#if defined(__x86_64__)

#include "ck_products.h"
#include "ck_panel_avx512vnni.h"
#include "ck_super_x86.h"

enum {
    ROWS = 32,   // rows a panel: two registers, one row a lane
    TILE = 4,    // activations at a time: 8 integer and 8 float accumulators, 4 activations, 2 of weights
    GROUP = 256, // activations for which a panel is unpacked once; their sums take 128 KiB of stack
};

/// One super-block of 32 rows, row after row in the lanes of register pairs.
struct panel {
    __m512i nibbles[8][8][2]; // [sub-block][four weights]
    __m512 scales[8][2];
    __m512i minimums[4][2]; // those of two sub-blocks, as 16-bit words
    __m512 d[2], dmin[2];
};

/// P[0], N[0], P[1], N[1] of one activation with 32 rows.
struct sums {
    __m512 p[2][2], n[2][2]; // [block mod 2][half of the rows]
};

/// Unpacks one super-block of each of 16 rows.
CK_AVX512VNNI_INLINE void unpack(struct panel *panel, int half, const uint8_t *const row[16], size_t offset) {
    const __m512i low = _mm512_set1_epi8(15), byte = _mm512_set1_epi32(255);
    __m512i m[16];
    for (int part = 0; part < 2; part++) {
        for (int r = 0; r < 16; r++) m[r] = _mm512_loadu_si512(row[r] + offset + CK_Q4K_HEADER + 64 * part);
        ck_transpose_512(m);
        for (int k = 0; k < 16; k++) {
            const int j = 4 * part + k / 8 * 2;
            panel->nibbles[j][k % 8][half] = _mm512_and_si512(m[k], low);
            panel->nibbles[j + 1][k % 8][half] = _mm512_and_si512(_mm512_srli_epi16(m[k], 4), low);
        }
    }
    int32_t heads[16], packed[4][16];
    for (int r = 0; r < 16; r++) {
        memcpy(heads + r, row[r] + offset, 4);
        const __m128i s = ck_q4k_scales_x86(row[r] + offset);
        packed[0][r] = _mm_cvtsi128_si32(s);
        packed[1][r] = _mm_extract_epi32(s, 1);
        packed[2][r] = _mm_extract_epi32(s, 2);
        packed[3][r] = _mm_extract_epi32(s, 3);
    }
    for (int w = 0; w < 2; w++) {
        const __m512i s = _mm512_loadu_si512(packed[2 * w]), min = _mm512_loadu_si512(packed[2 * w + 1]);
        for (int k = 0; k < 4; k++)
            panel->scales[4 * w + k][half] =
                _mm512_cvtepi32_ps(_mm512_and_si512(_mm512_srlv_epi32(s, _mm512_set1_epi32(8 * k)), byte));
        for (int k = 0; k < 2; k++) {
            const __m512i two = _mm512_srlv_epi32(min, _mm512_set1_epi32(16 * k));
            panel->minimums[2 * w + k][half] =
                _mm512_or_si512(_mm512_and_si512(two, byte),
                                _mm512_and_si512(_mm512_slli_epi32(two, 8), _mm512_set1_epi32(0xff0000)));
        }
    }
    const __m512i both = _mm512_loadu_si512(heads);
    panel->d[half] = _mm512_cvtph_ps(_mm512_cvtepi32_epi16(both));
    panel->dmin[half] = _mm512_cvtph_ps(_mm512_cvtepi32_epi16(_mm512_srli_epi32(both, 16)));
}

/// One super-block of 32 rows times `count` <= 4 activations, whose blocks are `stride` blocks apart.
CK_AVX512VNNI_INLINE void multiply(const struct panel *panel, const int count, const float *scales, const int8_t *values,
                     const int16_t *sixteens, size_t stride, struct sums *sums, size_t odd) {
    // Four sub-blocks sum to at most 4 * 63 * 32 * 15 * 128 < 2^24: exact in binary32. The sum of both
    // halves then is the exact integer, rounded once, as the conversion of the integer would be.
    __m512 part[2][TILE][2];
    for (int half = 0; half < 2; half++) {
        for (int c = 0; c < count; c++)
            for (int h = 0; h < 2; h++) part[half][c][h] = _mm512_setzero_ps();
        for (int j = 4 * half; j < 4 * half + 4; j++) {
            __m512i dot[TILE][2];
            for (int c = 0; c < count; c++)
                for (int h = 0; h < 2; h++) dot[c][h] = _mm512_setzero_si512();
            for (int k = 0; k < 8; k++) {
                const __m512i w0 = panel->nibbles[j][k][0], w1 = panel->nibbles[j][k][1];
                for (int c = 0; c < count; c++) {
                    const __m512i a = ck_four_512(values + c * stride * 256 + 32 * j + 4 * k);
                    dot[c][0] = _mm512_dpbusd_epi32(dot[c][0], w0, a);
                    dot[c][1] = _mm512_dpbusd_epi32(dot[c][1], w1, a);
                }
            }
            for (int c = 0; c < count; c++)
                for (int h = 0; h < 2; h++)
                    part[half][c][h] =
                        _mm512_fmadd_ps(_mm512_cvtepi32_ps(dot[c][h]), panel->scales[j][h], part[half][c][h]);
        }
    }
    for (int c = 0; c < count; c++) {
        const int16_t *s = sixteens + c * stride * 16;
        int16_t thirty_twos[8];
        _mm_storeu_si128((__m128i *)thirty_twos, _mm_hadd_epi16(_mm_loadu_si128((const __m128i *)s),
                                                                _mm_loadu_si128((const __m128i *)(s + 8))));
        const __m512 scale = _mm512_set1_ps(scales[c * stride]);
        for (int h = 0; h < 2; h++) {
            __m512i minimum = _mm512_setzero_si512();
            for (int k = 0; k < 4; k++)
                minimum = _mm512_dpwssd_epi32(minimum, panel->minimums[k][h], ck_four_512(thirty_twos + 2 * k));
            const __m512 product = _mm512_add_ps(part[0][c][h], part[1][c][h]);
            sums[c].p[odd][h] = _mm512_fmadd_ps(_mm512_mul_ps(panel->d[h], scale), product, sums[c].p[odd][h]);
            sums[c].n[odd][h] =
                _mm512_fmadd_ps(_mm512_mul_ps(panel->dmin[h], scale), _mm512_cvtepi32_ps(minimum), sums[c].n[odd][h]);
        }
    }
}

/// All super-blocks of one panel of rows times one group of activations.
static CK_AVX512VNNI void group(const uint8_t *const row[ROWS], size_t rows, size_t blocks, const float *scales,
                                const int8_t *values, const int16_t *sixteens, size_t count, float *results,
                                size_t stride) {
    struct sums sums[GROUP];
    struct panel panel;
    memset(sums, 0, count * sizeof *sums);
    for (size_t i = 0; i < blocks; i++) {
        for (int half = 0; half < 2; half++) unpack(&panel, half, row + 16 * half, i * CK_Q4K_BYTES);
        size_t c = 0;
        for (; c + TILE <= count; c += TILE) {
            const size_t at = c * blocks + i;
            multiply(&panel, TILE, scales + at, values + 256 * at, sixteens + 16 * at, blocks, sums + c, i % 2);
        }
        for (; c < count; c++) {
            const size_t at = c * blocks + i;
            multiply(&panel, 1, scales + at, values + 256 * at, sixteens + 16 * at, blocks, sums + c, i % 2);
        }
    }
    for (size_t c = 0; c < count; c++)
        for (size_t h = 0; h < 2 && 16 * h < rows; h++) {
            const struct sums *s = sums + c;
            ck_store_results_512(results + c * stride + 16 * h, rows - 16 * h,
                                 _mm512_sub_ps(_mm512_add_ps(s->p[0][h], s->p[1][h]),
                                               _mm512_add_ps(s->n[0][h], s->n[1][h])));
        }
}

CK_AVX512VNNI void ck_q4k_matmat_avx512vnni(const uint8_t *weights, size_t rows, size_t blocks, const float *scales,
                                               const int8_t *values, const int16_t *sums, size_t count,
                                               float *results, size_t stride) {
    for (size_t first = 0; first < rows; first += ROWS) {
        const size_t some = rows - first < ROWS ? rows - first : ROWS;
        // Rows past the end repeat the last one; they are not stored.
        const uint8_t *row[ROWS];
        for (size_t r = 0; r < ROWS; r++)
            row[r] = weights + (first + (r < some ? r : some - 1)) * blocks * CK_Q4K_BYTES;
        for (size_t c = 0; c < count; c += GROUP)
            group(row, some, blocks, scales + c * blocks, values + c * blocks * 256, sums + c * blocks * 16,
                  count - c < GROUP ? count - c : GROUP, results + c * stride + first, stride);
    }
}

#endif
