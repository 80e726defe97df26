#ifndef CK_MATVEC_H
#define CK_MATVEC_H

#include <stddef.h>

// y[r] = dot(w[r*cols ...], x) for each of `rows` rows, every dot in the order of ck_dot.h.

#if defined(__x86_64__)
void ck_f32_matvec_avx2(const float *w, const float *x, float *y, size_t rows, size_t cols);
void ck_f32_matvec_avx512(const float *w, const float *x, float *y, size_t rows, size_t cols);
#elif defined(__aarch64__)
void ck_f32_matvec_neon(const float *w, const float *x, float *y, size_t rows, size_t cols);
#endif

#endif
