#if defined(__x86_64__)

#include "ck_panel_avx512vnni.h"
#include "ck_products.h"
#include "ck_small_x86_512.h"

enum {
    ROWS = 32,   // rows a panel: two registers, one row a lane
    CHUNK = 16,  // blocks that are unpacked at once: 20 KiB, which stay in the first cache; a multiple of 4
    TILE = 8,    // activations at a time: 16 accumulators, 2 registers of weights and one of an activation
    GROUP = 128, // activations for which a panel is unpacked once; their accumulators take 128 KiB of stack
};

/// A chunk of 32 rows, row after row in the lanes of register pairs.
struct panel {
    __m512i codes[CHUNK][8][2]; // [block][four weights]
    __m512 d[CHUNK][2], m[CHUNK][2];
};

/// P[0...3] or N[0...3] of one activation with 32 rows.
struct sums {
    __m512 of[4][2]; // [block mod 4][half of the rows]
};

/// Unpacks `count` blocks of each of 16 rows, from `offset` bytes on.
CK_AVX512VNNI_INLINE void unpack(enum ck_small format, struct panel *panel, int half, const uint8_t *const row[16], size_t offset,
                   size_t count) {
    const struct ck_small_format f = ck_small_formats[format];
    for (size_t i = 0; i < count; i += 2) {
        __m512i m[16];
        for (int r = 0; r < 16; r++) {
            const uint8_t *block = row[r] + offset + i * f.bytes;
            m[r] = ck_small_codes_x86_512(format, block, i + 1 < count ? block + f.bytes : ck_small_nothing);
        }
        ck_transpose_512(m);
        for (int k = 0; k < 16; k++) panel->codes[i + k / 8][k % 8][half] = m[k];
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t heads[16];
        for (int r = 0; r < 16; r++) memcpy(heads + r, row[r] + offset + i * f.bytes, 4);
        const __m512i all = _mm512_loadu_si512(heads);
        if (format == CK_mxfp4) {
            panel->d[i][half] = ck_small_powers_x86_512(_mm512_and_si512(all, _mm512_set1_epi32(255)));
        } else {
            panel->d[i][half] = _mm512_cvtph_ps(_mm512_cvtepi32_epi16(all));
        }
        if (f.has_minimum) panel->m[i][half] = _mm512_cvtph_ps(_mm512_cvtepi32_epi16(_mm512_srli_epi32(all, 16)));
    }
}

/// `chunk` sums of an activation as integers.
CK_AVX512VNNI_INLINE __m512i widened(const int16_t *sums, size_t chunk) {
    return _mm512_cvtepi16_epi32(_mm256_maskz_loadu_epi16((__mmask16)((1u << chunk) - 1), sums));
}

/// `chunk` blocks of 32 rows times `count` <= TILE activations, whose blocks are `stride` blocks apart.
CK_AVX512VNNI_INLINE void multiply(const struct panel *panel, size_t chunk, const int count, int offset, const float *scales,
                     const int8_t *values, const int16_t *sums, size_t stride, struct sums *products) {
    // What the offset of the codes adds to a dot product starts below zero by as much.
    int32_t start[TILE][CHUNK];
    for (int c = 0; c < count; c++) {
        const __m512i sum = widened(sums + c * stride, chunk);
        _mm512_storeu_si512(start[c], _mm512_mullo_epi32(sum, _mm512_set1_epi32(-offset)));
    }
    for (size_t i = 0; i < chunk; i++) {
        __m512i dot[TILE][2];
        for (int c = 0; c < count; c++)
            for (int h = 0; h < 2; h++) dot[c][h] = _mm512_set1_epi32(start[c][i]);
        for (int k = 0; k < 8; k++) {
            const __m512i w0 = panel->codes[i][k][0], w1 = panel->codes[i][k][1];
            for (int c = 0; c < count; c++) {
                const __m512i a = ck_four_512(values + (c * stride + i) * 32 + 4 * k);
                dot[c][0] = _mm512_dpbusd_epi32(dot[c][0], w0, a);
                dot[c][1] = _mm512_dpbusd_epi32(dot[c][1], w1, a);
            }
        }
        for (int c = 0; c < count; c++) {
            const __m512 scale = _mm512_set1_ps(scales[c * stride + i]);
            for (int h = 0; h < 2; h++) {
                __m512 *p = &products[c].of[i % 4][h];
                *p = _mm512_fmadd_ps(_mm512_mul_ps(panel->d[i][h], scale), _mm512_cvtepi32_ps(dot[c][h]), *p);
            }
        }
    }
}

/// The products of a chunk with a group of activations; one copy of it serves all formats.
static __attribute__((noinline)) CK_AVX512VNNI void multiply_all(const struct panel *panel, size_t chunk, int offset,
                                                                 const float *scales, const int8_t *values,
                                                                 const int16_t *sums, size_t stride, size_t count,
                                                                 struct sums *products) {
    size_t c = 0;
#define SOME(COUNT)                                                                                                \
    for (; c + COUNT <= count; c += COUNT)                                                                         \
        multiply(panel, chunk, COUNT, offset, scales + c * stride, values + c * stride * 32, sums + c * stride,    \
                 stride, products + c)
    SOME(TILE);
    SOME(4);
    SOME(1);
#undef SOME
}

/// The minimums of a chunk times the sums of a group of activations.
static __attribute__((noinline)) CK_AVX512VNNI void multiply_minimums(const struct panel *panel, size_t chunk,
                                                                      const float *scales, const int16_t *sums,
                                                                      size_t stride, size_t count,
                                                                      struct sums *minimums) {
    for (size_t c = 0; c < count; c++, scales += stride, sums += stride) {
        float factors[CHUNK];
        _mm512_storeu_ps(factors, _mm512_cvtepi32_ps(widened(sums, chunk)));
        struct sums n = minimums[c];
        for (size_t i = 0; i < chunk; i += 4)
            for (size_t q = 0; q < 4 && i + q < chunk; q++)
                for (int h = 0; h < 2; h++)
                    n.of[q][h] = _mm512_fmadd_ps(
                        _mm512_mul_ps(panel->m[i + q][h], _mm512_set1_ps(scales[i + q])),
                        _mm512_set1_ps(factors[i + q]), n.of[q][h]);
        minimums[c] = n;
    }
}

/// (A[0] + A[2]) + (A[1] + A[3]).
CK_AVX512VNNI_INLINE __m512 folded(const struct sums *s, int half) {
    return _mm512_add_ps(_mm512_add_ps(s->of[0][half], s->of[2][half]),
                         _mm512_add_ps(s->of[1][half], s->of[3][half]));
}

/// All blocks of one panel of rows times one group of activations.
CK_AVX512VNNI_INLINE void group(enum ck_small format, const uint8_t *const row[ROWS], size_t rows, size_t blocks,
                  const float *scales, const int8_t *values, const int16_t *sums, size_t count, float *results,
                  size_t stride) {
    const struct ck_small_format f = ck_small_formats[format];
    struct panel panel;
    struct sums products[GROUP], minimums[GROUP];
    memset(products, 0, count * sizeof *products);
    if (f.has_minimum) memset(minimums, 0, count * sizeof *minimums);
    for (size_t i = 0; i < blocks; i += CHUNK) {
        const size_t chunk = blocks - i < CHUNK ? blocks - i : CHUNK;
        for (int half = 0; half < 2; half++) unpack(format, &panel, half, row + 16 * half, i * f.bytes, chunk);
        multiply_all(&panel, chunk, f.offset, scales + i, values + 32 * i, sums + i, blocks, count, products);
        if (f.has_minimum) multiply_minimums(&panel, chunk, scales + i, sums + i, blocks, count, minimums);
    }
    for (size_t c = 0; c < count; c++)
        for (size_t h = 0; h < 2 && 16 * h < rows; h++) {
            __m512 total = folded(products + c, (int)h);
            if (f.has_minimum) total = _mm512_add_ps(total, folded(minimums + c, (int)h));
            ck_store_results_512(results + c * stride + 16 * h, rows - 16 * h, total);
        }
}

CK_AVX512VNNI_INLINE void matmat(enum ck_small format, const uint8_t *weights, size_t rows, size_t blocks, const float *scales,
                   const int8_t *values, const int16_t *sums, size_t count, float *results, size_t stride) {
    // A group of activations stays in the second cache while all rows pass.
    for (size_t c = 0; c < count; c += GROUP)
        for (size_t first = 0; first < rows; first += ROWS) {
            const size_t some = rows - first < ROWS ? rows - first : ROWS;
            // Rows past the end repeat the last one; they are not stored.
            const uint8_t *row[ROWS];
            for (size_t r = 0; r < ROWS; r++)
                row[r] = weights + (first + (r < some ? r : some - 1)) * blocks * ck_small_formats[format].bytes;
            group(format, row, some, blocks, scales + c * blocks, values + c * blocks * 32, sums + c * blocks,
                  count - c < GROUP ? count - c : GROUP, results + c * stride + first, stride);
        }
}

#define MATMAT(FORMAT, NUMBER, ISA)                                                                                \
    CK_AVX512VNNI void ck_##FORMAT##_matmat_##ISA(const uint8_t *weights, size_t rows, size_t blocks,              \
                                                  const float *scales, const int8_t *values, const int16_t *sums,  \
                                                  size_t count, float *results, size_t stride) {                   \
        matmat(CK_##FORMAT, weights, rows, blocks, scales, values, sums, count, results, stride);                  \
    }

CK_SMALL_BLOCKS(MATMAT, avx512vnni)

#endif
