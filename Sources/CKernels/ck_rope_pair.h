// One pair of a rotary embedding: what the vector paths do with the values that fill no register.
#ifndef CK_ROPE_PAIR_H
#define CK_ROPE_PAIR_H

#include "ck_nan.h"

/// (x0*c - x1*s, x0*s + x1*c), each product rounded.
static inline void ck_rope_rotate(float *first, float *second, float c, float s) {
    const float x0 = *first, x1 = *second;
    *first = ck_canonical(x0 * c - x1 * s);
    *second = ck_canonical(x0 * s + x1 * c);
}

#endif
