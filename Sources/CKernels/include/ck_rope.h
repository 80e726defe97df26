#ifndef CK_ROPE_H
#define CK_ROPE_H

#include <stddef.h>

/// Rotate the `pairs` pairs of each of `heads` heads in place: adjacent ones, or one of each half.
/// The definitions, which every variant equals bit for bit: Sources/Kernels/Position/RoPE+Reference.swift.
#if defined(__x86_64__)
void ck_f32_rope_norm_avx2(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines);
void ck_f32_rope_norm_avx512(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines);
void ck_f32_rope_neox_avx2(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines);
void ck_f32_rope_neox_avx512(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines);
#elif defined(__aarch64__)
void ck_f32_rope_norm_neon(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines);
void ck_f32_rope_neox_neon(float *x, size_t heads, size_t pairs, const float *cosines, const float *sines);
#endif

#endif
