// What every f32 kernel shares: the one NaN, and the constants of e^x and SiLU.
#ifndef CK_FLOAT_H
#define CK_FLOAT_H

#include "ck_nan.h"

#include <stddef.h>

// e^x; Exponential+Reference.swift says what each is for.
#define CK_EXP_LOWEST -104.0f
#define CK_EXP_HIGHEST 89.0f
#define CK_EXP_LOG2E 0x1.715476p+0f
#define CK_EXP_ROUNDER 0x1.8p+23f
#define CK_EXP_LN2_HIGH 0x1.62e43p-1f
#define CK_EXP_LN2_LOW -0x1.05c61p-29f
#define CK_EXP_C2 0x1.fffffcp-2f
#define CK_EXP_C3 0x1.55548cp-3f
#define CK_EXP_C4 0x1.555882p-5f
#define CK_EXP_C5 0x1.123cccp-7f
#define CK_EXP_C6 0x1.6b124cp-10f

/// Below this silu(x) is -0: x * e^x is below half of the smallest subnormal.
#define CK_SILU_LOWEST -120.0f
/// From here on e^-x is finite and silu(x) is not subnormal.
#define CK_SILU_PLAIN -88.0f

#endif
