// What kernels are measured against: the limits of memory, and the loop that anybody would write.
// Built with -O3 -march=native, contraction and vectorization as the compiler likes.
#ifndef PEERS_H
#define PEERS_H

#include <stddef.h>
#include <stdint.h>

/// Reads memory once, in whole cache lines; the sum keeps the loads alive. `bytes` is a multiple of 512.
uint64_t peer_read(const void *memory, size_t bytes);
/// The same, fetching 2 KiB ahead, which some processors need to reach their limit on one thread.
uint64_t peer_read_prefetched(const void *memory, size_t bytes);
/// Writes memory once, by ordinary stores of whole lines. `bytes` is a multiple of 512.
void peer_write(void *memory, size_t bytes);
/// The same, fetching each line 4 KiB before it is replaced.
void peer_write_prefetched(void *memory, size_t bytes);

// Plain loops: the source order is kept, so sums stay scalar.
float peer_dot(const float *a, const float *b, size_t n);
void peer_q4k_dequantize(const uint8_t *blocks, size_t count, float *values);
void peer_q8k_quantize(const float *x, size_t blocks, float *scales, int8_t *values, int16_t *sums);
void peer_q4kq8k_rows(const uint8_t *weights, size_t rows, size_t blocks, const float *scales, const int8_t *values,
                      const int16_t *sums, float *results);
void peer_softmax(const float *x, float *y, size_t n);
void peer_rmsnorm(const float *x, const float *weight, size_t n, float epsilon, float *y);
void peer_swiglu(const float *gate, const float *up, float *y, size_t n);
/// One query position against keys and values of [positions][width]; scores is room for `positions`.
void peer_attention(const float *query, const float *keys, const float *values, size_t positions, size_t width,
                    size_t heads, size_t kv_heads, size_t dim, float *scores, float *out);

/// The same sum with leave to reorder it: what a compiler makes of a dot product at its best.
float peer_dot_reassociated(const float *a, const float *b, size_t n);

#endif
