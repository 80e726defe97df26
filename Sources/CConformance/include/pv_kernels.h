/* pv_kernels.h: kernels that `pv conform` can try, version 1. C11, no dependency.
 *
 * A shared library exports pv_kernels_version and any of the other functions:
 *
 *     cc -O2 -shared -fPIC -o libmine.so mine.c && pv conform libmine.so
 *
 * What holds for all of them:
 *
 * - Arrays are dense and row-major; shapes stand in the comments as [rows][columns]. Sizes are elements, not bytes.
 * - Every pointer is aligned to the size of its element and to nothing more: a float may stand at any multiple of 4, a
 *   byte anywhere. Arrays do not overlap. One byte before or behind an array is not the callee's.
 * - Inputs are left as they are. All of an output is written before the return, and nothing after it.
 * - Sizes may be 0. A pointer to no elements is not null, and may not be followed.
 * - The result is the same at every address, for every number of threads, and whatever was called before.
 * - `threads` is the number of threads to use at most, 1 or more. Functions without it may use any number.
 * - The floating-point environment is the default one, and is left so: round to nearest, no flush to zero.
 * - Nothing is kept: not the arrays, not a pointer to them, not what was computed.
 * - Functions are called from one thread at a time.
 *
 * What each computes, and how far from exact it may be, is in the contract that is named beside it:
 * `pv conform --contract NAME LIBRARY` tries one, `pv equations` shows their formulas.
 */
#ifndef PV_KERNELS_H
#define PV_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header. A library that includes it returns this number. */
#define PV_KERNELS_VERSION 1

/* What functions return. Any other number is a failure of its own, which is reported by its value. */
enum {
  PV_OK = 0,
  /* This type of blocks, or this shape, is none that the library has: clauses that need it are not tried. */
  PV_UNSUPPORTED = 1,
  /* Something failed, such as an allocation. */
  PV_FAILED = 2
};

/* Types of blocks, by their numbers in GGUF files (ggml_type); bytes and weights of a block are ggml's. */
enum {
  PV_Q4_0 = 2, PV_Q4_1 = 3, PV_Q5_0 = 6, PV_Q5_1 = 7, PV_Q8_0 = 8,
  PV_Q2_K = 10, PV_Q3_K = 11, PV_Q4_K = 12, PV_Q5_K = 13, PV_Q6_K = 14,
  PV_IQ2_XXS = 16, PV_IQ2_XS = 17, PV_IQ3_XXS = 18, PV_IQ1_S = 19, PV_IQ4_NL = 20, PV_IQ3_S = 21, PV_IQ2_S = 22,
  PV_IQ4_XS = 23, PV_IQ1_M = 29, PV_TQ1_0 = 34, PV_TQ2_0 = 35, PV_MXFP4 = 39, PV_NVFP4 = 40, PV_Q1_0 = 41
};

/* Which values a rotation turns together: 2i and 2i+1, or i and i + head_dim/2. */
enum { PV_PAIRS_ADJACENT = 0, PV_PAIRS_HALVES = 1 };

/* PV_KERNELS_VERSION, as the library was compiled with it. The one function that a library must export. */
int pv_kernels_version(void);

/* sum_i a[i] b[i]; result: [1]. f32-dot-v1. */
int pv_dot_f32(size_t n, const float *a, const float *b, float *result);

/* y = W x; weights: [rows][columns], x: [columns], y: [rows]. matvec-layout-v1. */
int pv_matvec_f32(size_t rows, size_t columns, const float *weights, const float *x, float *y, int threads);

/* The weights of whole blocks; n: their number, a multiple of the type's block. q4k-dequant-v1, kquant-dequant-v1,
 * legacy-dequant-v1, codebook-dequant-v1. */
int pv_dequantize(int type, size_t n, const void *blocks, float *values);

/* Rows of weights times rows of quantized activations; weights: [rows][columns] in blocks of 256, scales:
 * [count][columns/256], values: [count][columns], sums: [count][columns/16], the sums of 16 values each; y: [count][rows].
 * Values are any of -128..127, although ggml's own quantizer gives none below -127. q4k-q8k-dot-v1 (Q4_K),
 * kquant-q8k-dot-v1 (Q2_K, Q3_K, Q5_K, Q6_K, IQ4_XS). */
int pv_product_q8_k(
    int type, size_t rows, size_t columns, size_t count, const void *weights, const float *scales, const int8_t *values,
    const int16_t *sums, float *y, int threads);

/* The same in blocks of 32: scales: [count][columns/32], sums: [count][columns/32]. The scales are binary32 numbers.
 * q8_0-dot-v1 (Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, IQ4_NL, MXFP4). */
int pv_product_q8_0(
    int type, size_t rows, size_t columns, size_t count, const void *weights, const float *scales, const int8_t *values,
    const int16_t *sums, float *y, int threads);

/* Activations in blocks of 256; n: a multiple of 256; scales: [n/256], values: [n], sums: [n/16], the sums of 16 values
 * each. By ggml's recipe, and by the published one. q8k-quantize-v1. */
int pv_quantize_q8_k(size_t n, const float *x, float *scales, int8_t *values, int16_t *sums);
int pv_quantize_q8_k_published(size_t n, const float *x, float *scales, int8_t *values, int16_t *sums);

/* Activations in blocks of 32; n: a multiple of 32; scales: [n/32], binary16 numbers as binary32; values: [n], sums:
 * [n/32]. q8_0-quantize-v1. */
int pv_quantize_q8_0(size_t n, const float *x, float *scales, int8_t *values, int16_t *sums);

/* Attention of one token over a cache that holds the token itself last; query and y: [query_heads][head_dim], keys and
 * values: [positions][kv_heads][head_dim], query_heads a multiple of kv_heads. gqa-attention-v1. */
int pv_attention_decode_f32(
    size_t query_heads, size_t kv_heads, size_t head_dim, size_t positions, const float *query, const float *keys,
    const float *values, float *y, int threads);

/* Attention of the last `tokens` positions of a cache, each over the positions up to its own; queries and y:
 * [tokens][query_heads][head_dim], keys and values: [positions][kv_heads][head_dim]. gqa-attention-v1. */
int pv_attention_prefill_f32(
    size_t query_heads, size_t kv_heads, size_t head_dim, size_t positions, size_t tokens, const float *queries,
    const float *keys, const float *values, float *y, int threads);

/* Of each row by itself; x and y: [rows][columns]. softmax-v1. */
int pv_softmax_f32(size_t rows, size_t columns, const float *x, float *y);

/* Element by element; x and y: [n]. softmax-v1 (exp), swiglu-v1 (silu), gelu-v1 (gelu, in its tanh form). */
int pv_exp_f32(size_t n, const float *x, float *y);
int pv_silu_f32(size_t n, const float *x, float *y);
int pv_gelu_f32(size_t n, const float *x, float *y);

/* silu(gate) up and gelu(gate) up; gate, up and y: [n]. swiglu-v1, gelu-v1. */
int pv_swiglu_f32(size_t n, const float *gate, const float *up, float *y);
int pv_geglu_f32(size_t n, const float *gate, const float *up, float *y);

/* Of each row by itself; x and y: [rows][columns], weight and bias: [columns]. rmsnorm-v1, layernorm-v1. */
int pv_rmsnorm_f32(size_t rows, size_t columns, const float *x, const float *weight, float epsilon, float *y);
int pv_layernorm_f32(
    size_t rows, size_t columns, const float *x, const float *weight, const float *bias, float epsilon, float *y);

/* Rotates the values of tokens that stand at first_position and behind it; x and y: [tokens][heads][head_dim]; pair i of
 * a head turns by position * base^(-2i/head_dim). rope-v1. */
int pv_rope_f32(
    size_t tokens, size_t heads, size_t head_dim, size_t first_position, double base, int pairing, const float *x,
    float *y);

#ifdef __cplusplus
}
#endif

#endif
