// Runs every C kernel that this processor has over fixed inputs and prints a SHA-256 of all results, a line a
// kernel and path. Built for x86-64 and for aarch64, its lines must agree; see ../cross-aarch64.
//
// Inputs come from a generator on integers, so that they are the same everywhere; they are ordinary, of
// wide range, canceling, subnormal, zeros of both signs, any bits, and adversarial values, at lengths
// around the vector widths and at odd addresses.
#include "ck_activation.h"
#include "ck_attention.h"
#include "ck_cpu.h"
#include "ck_dot.h"
#include "ck_exp.h"
#include "ck_matvec.h"
#include "ck_products.h"
#include "ck_q4k.h"
#include "ck_q8_0.h"
#include "ck_q8k.h"
#include "ck_rmsnorm.h"
#include "ck_rope.h"
#include "ck_softmax.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// MARK: SHA-256 (FIPS 180-4)

struct sha {
    uint32_t h[8];
    uint64_t length;
    uint8_t block[64];
};

static uint32_t turn(uint32_t x, int n) { return x >> n | x << (32 - n); }

static void sha_block(struct sha *s, const uint8_t *p) {
    static uint32_t k[64];
    if (!k[0]) {
        // The first 32 bits of the fractions of the cube roots of the first 64 primes, in integers.
        int count = 0;
        for (uint32_t n = 2; count < 64; n++) {
            uint32_t d = 2;
            while (d * d <= n && n % d) d++;
            if (d * d <= n) continue;
            unsigned __int128 root = 0;
            for (int bit = 35; bit >= 0; bit--) {
                const unsigned __int128 next = root | (unsigned __int128)1 << bit;
                if (next * next * next <= (unsigned __int128)n << 96) root = next;
            }
            k[count++] = (uint32_t)root;
        }
    }
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 | (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + w[i - 7] + (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3) +
               (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
    memcpy(v, s->h, sizeof v);
    for (int i = 0; i < 64; i++) {
        const uint32_t a = v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
        const uint32_t b = (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += a;
        v[0] = a + b;
    }
    for (int i = 0; i < 8; i++) s->h[i] += v[i];
}

static struct sha sha_start(void) {
    return (struct sha){{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
                        0, {0}};
}

static void sha_add(struct sha *s, const void *data, size_t size) {
    for (const uint8_t *p = data; size > 0; size--) {
        s->block[s->length++ % 64] = *p++;
        if (s->length % 64 == 0) sha_block(s, s->block);
    }
}

static void sha_end(struct sha *s) {
    const uint64_t bits = s->length * 8;
    uint8_t byte = 0x80;
    sha_add(s, &byte, 1);
    for (byte = 0; s->length % 64 != 56;) sha_add(s, &byte, 1);
    for (int i = 7; i >= 0; i--) {
        byte = (uint8_t)(bits >> 8 * i);
        sha_add(s, &byte, 1);
    }
}

static void sha_print(struct sha *s, const char *name) {
    sha_end(s);
    printf("%s ", name);
    for (int i = 0; i < 8; i++) printf("%08x", s->h[i]);
    printf("\n");
}

/// The standard's own example.
static int sha_works(void) {
    struct sha s = sha_start();
    sha_add(&s, "abc", 3);
    sha_end(&s);
    return s.h[0] == 0xba7816bf && s.h[7] == 0xf20015ad;
}

// MARK: Inputs

static uint64_t state;

static uint32_t next(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 32) ^ (uint32_t)(state >> 13);
}

static float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

static float value(void) { return (float)((int32_t)next() >> 7) * 0x1p-24f; }

enum { FAMILIES = 7 };

static void fill(float *x, size_t n, int family) {
    static const uint32_t adversarial[] = {0,          0x80000000, 0x3f800000, 0xbf800000, 1,          0x80000001, 0x007fffff,
                                           0x00800000, 0x7f7fffff, 0xff7fffff, 0x5f000000, 0x3f000000, 0x3fc00000, 0xc0200000,
                                           0x7f800000, 0xff800000, 0x7fc00000, 0xffc12345, 0x7f800001, 0x42b17218, 0xc2cff1b5};
    for (size_t i = 0; i < n; i++) switch (family) {
        case 0: x[i] = value(); break;
        case 1: x[i] = value() * from_bits((97 + next() % 61) << 23); break;
        case 2: x[i] = i % 2 ? -x[i - 1] * (1 + (float)(next() % 3) * 0x1p-23f) : value() * 1000; break;
        case 3: x[i] = from_bits(next() & 0x80ffffff); break;
        case 4: x[i] = from_bits(next() % 3 == 0 ? 0x80000000 : next() % 2 ? 0 : 0x80011111); break;
        case 5: x[i] = from_bits(next()); break;
        default: x[i] = next() % 4 ? value() : from_bits(adversarial[next() % (sizeof adversarial / 4)]);
        }
}

static const size_t lengths[] = {1,  2,  3,  4,  5,  7,  8,  9,   15,  16,  17,  31,  32,  33,  47,   48,
                                 49, 63, 64, 65, 79, 80, 95, 127, 128, 129, 191, 255, 256, 257, 1000, 3584};
enum { LENGTHS = sizeof lengths / sizeof *lengths, MOST = 1 << 17 };

static float *a, *b, *y;
static uint8_t *bytes;

static float *at(float *x, int offset) { return x + offset; }

// MARK: Kernels, a function a kind: each starts from the same seed

typedef float dot_function(const float *, const float *, size_t);
static void dot(struct sha *s, dot_function *f) {
    for (int family = 0; family < FAMILIES; family++)
        for (int l = 0; l < LENGTHS; l++)
            for (int offset = 0; offset < 16; offset += 5) {
                fill(at(a, offset), lengths[l], family);
                fill(at(b, offset / 2), lengths[l], family);
                const float r = f(at(a, offset), at(b, offset / 2), lengths[l]);
                sha_add(s, &r, 4);
            }
}

typedef void matvec_function(const float *, const float *, float *, size_t, size_t);
static void matvec(struct sha *s, matvec_function *f) {
    for (int family = 0; family < FAMILIES; family++)
        for (size_t rows = 1; rows < 11; rows++) {
            const size_t columns = lengths[(rows * 7) % LENGTHS];
            fill(a, rows * columns, family);
            fill(b, columns, family);
            f(a, b, y, rows, columns);
            sha_add(s, y, 4 * rows);
        }
}

typedef void unary_function(const float *, float *, size_t);
static void unary(struct sha *s, unary_function *f) {
    for (int family = 0; family < FAMILIES; family++)
        for (int l = 0; l < LENGTHS; l++) {
            fill(at(a, l % 16), lengths[l], family);
            if (family % 2)
                for (size_t i = 0; i < lengths[l]; i++) at(a, l % 16)[i] *= 64;
            f(at(a, l % 16), at(y, l % 7), lengths[l]);
            sha_add(s, at(y, l % 7), 4 * lengths[l]);
        }
}

/// exp and SiLU also over a sample of all floats.
static void pointwise(struct sha *s, unary_function *f) {
    unary(s, f);
    for (uint64_t bits = 0; bits < 1ull << 32;) {
        size_t n = 0;
        for (; n < 4096 && bits < 1ull << 32; bits += 10007) a[n++] = from_bits((uint32_t)bits);
        f(a, y, n);
        sha_add(s, y, 4 * n);
    }
}

typedef void binary_function(const float *, const float *, float *, size_t);
static void binary(struct sha *s, binary_function *f) {
    for (int family = 0; family < FAMILIES; family++)
        for (int l = 0; l < LENGTHS; l++) {
            fill(at(a, l % 16), lengths[l], family);
            fill(b, lengths[l], (family + l) % FAMILIES);
            f(at(a, l % 16), b, y, lengths[l]);
            sha_add(s, y, 4 * lengths[l]);
        }
}

typedef void rmsnorm_function(const float *, const float *, size_t, float, float *);
static void rmsnorm(struct sha *s, rmsnorm_function *f) {
    for (int family = 0; family < FAMILIES; family++)
        for (int l = 0; l < LENGTHS; l++) {
            fill(at(a, l % 16), lengths[l], family);
            fill(b, lengths[l], l % FAMILIES);
            f(at(a, l % 16), b, lengths[l], l % 2 ? 1e-6f : 0, y);
            sha_add(s, y, 4 * lengths[l]);
        }
}

typedef void rope_function(float *, size_t, size_t, const float *, const float *);
static void rope(struct sha *s, rope_function *f) {
    for (int family = 0; family < FAMILIES; family++)
        for (size_t pairs = 1; pairs < 70; pairs++) {
            fill(y, 6 * pairs, family);
            fill(a, pairs, 0);
            fill(b, pairs, family);
            f(y, 3, pairs, a, b);
            sha_add(s, y, 24 * pairs);
        }
}

typedef void attention_function(const struct ck_attention_group *);
static void attention(struct sha *s, attention_function *scores, unary_function *softmax, attention_function *values) {
    for (int family = 0; family < FAMILIES; family++)
        for (size_t heads = 1; heads < 9; heads++)
            for (size_t positions = 1; positions < 70; positions += 11) {
                const size_t dim = lengths[8 + (heads * 3 + positions) % 16], count = 1 + positions % 3;
                const size_t width = heads * dim, tiles = (positions + count + 14) / 16;
                static float queries[3 * 8 * 260], rows[3 * 8 * 128], out[3 * 8 * 260];
                fill(queries, count * width, family);
                fill(a, tiles * 16 * dim, family);
                fill(b, (positions + count) * dim, family);
                const struct ck_attention_group g = {
                    .queries = queries, .keys = a, .values = b, .scores = rows, .out = out, .count = count,
                    .heads = heads, .dim = dim, .positions = positions, .query_stride = width, .score_stride = 128,
                    .query_score_stride = 128 * heads, .scale = 0.1f};
                scores(&g);
                for (size_t i = 0; i < count; i++)
                    for (size_t h = 0; h < heads; h++) {
                        // A score may be any NaN; softmax makes one of them.
                        float *row = rows + 128 * (i * heads + h);
                        softmax(row, row, positions + i);
                        sha_add(s, row, 4 * (positions + i));
                    }
                values(&g);
                sha_add(s, out, 4 * count * width);
            }
}

/// What the inputs of a product are made by: the bytes and weights of a block, the sums of its activations, and where
/// the binary16 scales are, the same place twice for one; nowhere in MXFP4, whose first byte is an exponent.
struct block_format {
    size_t bytes, weights, sums, d, m;
};
enum { NOWHERE = 1000 };

/// Any bytes; scales of ordinary size unless `any`.
static void fill_blocks(const struct block_format *f, size_t count, int any) {
    for (size_t i = 0; i < f->bytes * count; i++) bytes[i] = (uint8_t)(next() >> 11);
    for (size_t i = 0; i < count; i++) {
        uint8_t *block = bytes + f->bytes * i;
        if (any && next() % 4 == 0) continue;
        if (f->d == NOWHERE) block[0] = (uint8_t)(100 + block[0] % 40);
        else block[f->d + 1] &= 0xbf, block[f->m + 1] &= 0xbf;
    }
}

static const struct block_format q4k = {144, 256, 16, 0, 2};

typedef void dequantize_function(const uint8_t *, size_t, float *);
static void dequantize(struct sha *s, dequantize_function *f) {
    for (int round = 0; round < 200; round++) {
        fill_blocks(&q4k, 17, round % 2);
        f(bytes, 17, at(y, round % 16));
        sha_add(s, at(y, round % 16), 17 * 1024);
    }
}

typedef void quantize_function(const float *, size_t, float *, int8_t *, int16_t *);
static int8_t values8[1 << 14];
static int16_t sums16[1 << 10];
static void quantize(struct sha *s, quantize_function *f, size_t block, size_t sums) {
    for (int family = 0; family < FAMILIES; family++)
        for (size_t blocks = 1; blocks < 20; blocks++) {
            float *x = at(a, (int)blocks % 16);
            fill(x, block * blocks, family);
            // Halves, which the recipes round differently.
            if (blocks % 3 == 0)
                for (size_t i = 0; i < block; i++) x[i] = i ? (float)((int)(i % 251) - 125) / 2 : 127;
            // Scales of all sizes, those at which binary16 ends among them.
            if (blocks % 3 == 1)
                for (size_t i = 0; i < block * blocks; i++) x[i] *= from_bits((95 + (uint32_t)(i / block) * 4) << 23);
            f(x, blocks, y, values8, sums16);
            sha_add(s, y, 4 * blocks);
            sha_add(s, values8, block * blocks);
            sha_add(s, sums16, 2 * sums * blocks);
        }
}

typedef void rows_function(const uint8_t *, size_t, size_t, const float *, const int8_t *, const int16_t *, float *);
typedef void matmat_function(const uint8_t *, size_t, size_t, const float *, const int8_t *, const int16_t *, size_t,
                             float *, size_t);
/// By rows, or by the matrix product: the same results in the same order.
static void products(struct sha *s, const struct block_format *f, rows_function *rows_f, matmat_function *matmat_f) {
    // 5 blocks of 256 at the most, or 19 of 32: more than what is taken at once.
    const size_t most = 2 * 256 / f->weights + 3, group = f->weights / f->sums;
    for (int round = 0; round < 60; round++) {
        const size_t blocks = 1 + (size_t)round % most, rows = 1 + (size_t)round % 37, count = 1 + (size_t)round % 9;
        fill_blocks(f, blocks * rows, round % 3 == 0);
        fill(a, blocks * count, round % 3 ? 1 : 6);
        for (size_t i = 0; i < f->weights * blocks * count; i++) values8[i] = (int8_t)(next() >> 9);
        for (size_t i = 0; i < f->sums * blocks * count; i++) {
            sums16[i] = 0;
            for (size_t k = 0; k < group; k++) sums16[i] = (int16_t)(sums16[i] + values8[group * i + k]);
        }
        if (matmat_f) matmat_f(bytes, rows, blocks, a, values8, sums16, count, y, rows);
        else
            for (size_t k = 0; k < count; k++)
                rows_f(bytes, rows, blocks, a + k * blocks, values8 + f->weights * k * blocks,
                       sums16 + f->sums * k * blocks, y + k * rows);
        sha_add(s, y, 4 * rows * count);
    }
}

static const struct block_format q2k = {84, 256, 16, 80, 82}, q3k = {110, 256, 16, 108, 108},
                                 q5k = {176, 256, 16, 0, 2}, q6k = {210, 256, 16, 208, 208},
                                 iq4xs = {136, 256, 16, 0, 0};
static const struct block_format q4_0 = {18, 32, 1, 0, 0}, q4_1 = {20, 32, 1, 0, 2}, q5_0 = {22, 32, 1, 0, 0},
                                 q5_1 = {24, 32, 1, 0, 2}, q8_0 = {34, 32, 1, 0, 0}, iq4nl = {18, 32, 1, 0, 0},
                                 mxfp4 = {17, 32, 1, NOWHERE, NOWHERE};

// MARK: The list

#define RUN(KIND, NAME, PATH, ...)                                                                                 \
    do {                                                                                                           \
        state = 20260101;                                                                                          \
        struct sha s = sha_start();                                                                                \
        KIND(&s, __VA_ARGS__);                                                                                     \
        sha_print(&s, NAME " " PATH);                                                                              \
    } while (0)

#define ROWS(FORMAT, NUMBER, ISA) RUN(products, #FORMAT, #ISA, &FORMAT, ck_##FORMAT##_rows_##ISA, NULL);
#define MATMAT(FORMAT, NUMBER, ISA) RUN(products, #FORMAT, #ISA "-matmat", &FORMAT, NULL, ck_##FORMAT##_matmat_##ISA);

#define ALL(ISA)                                                                                                   \
    do {                                                                                                           \
        RUN(dot, "f32_dot", #ISA, ck_f32_dot_##ISA);                                                               \
        RUN(matvec, "f32_matvec", #ISA, ck_f32_matvec_##ISA);                                                      \
        RUN(pointwise, "f32_exp", #ISA, ck_f32_exp_##ISA);                                                         \
        RUN(pointwise, "f32_silu", #ISA, ck_f32_silu_##ISA);                                                       \
        RUN(binary, "f32_swiglu", #ISA, ck_f32_swiglu_##ISA);                                                      \
        RUN(unary, "f32_softmax", #ISA, ck_f32_softmax_##ISA);                                                     \
        RUN(rmsnorm, "f32_rmsnorm", #ISA, ck_f32_rmsnorm_##ISA);                                                   \
        RUN(rope, "f32_rope_norm", #ISA, ck_f32_rope_norm_##ISA);                                                  \
        RUN(rope, "f32_rope_neox", #ISA, ck_f32_rope_neox_##ISA);                                                  \
        RUN(attention, "f32_attention", #ISA, ck_f32_attention_scores_##ISA, ck_f32_softmax_##ISA,                 \
            ck_f32_attention_values_##ISA);                                                                        \
        RUN(dequantize, "q4k_dequantize", #ISA, ck_q4k_dequantize_##ISA);                                          \
        RUN(quantize, "q8k_quantize_published", #ISA, ck_q8k_quantize_published_##ISA, 256, 16);                   \
        RUN(quantize, "q8k_quantize_ggml", #ISA, ck_q8k_quantize_ggml_##ISA, 256, 16);                             \
        RUN(quantize, "q8_0_quantize", #ISA, ck_q8_0_quantize_##ISA, 32, 1);                                       \
        CK_BLOCKS(ROWS, ISA)                                                                                       \
    } while (0)

int main(void) {
    a = aligned_alloc(64, 4 * (MOST + 64)), b = aligned_alloc(64, 4 * (MOST + 64)), y = aligned_alloc(64, 4 * (MOST + 64));
    bytes = aligned_alloc(64, 210 * 1024);
    if (!a || !b || !y || !bytes || !sha_works()) return 1;
#if defined(__x86_64__)
    if (ck_cpu_supports(CK_ISA_AVX2)) ALL(avx2);
    if (ck_cpu_supports(CK_ISA_AVX512)) ALL(avx512);
    if (ck_cpu_supports(CK_ISA_AVX512VNNI)) {
        CK_BLOCKS(ROWS, avx512vnni)
        CK_BLOCKS(MATMAT, avx512vnni)
    }
#elif defined(__aarch64__)
    ALL(neon);
#endif
    return 0;
}
