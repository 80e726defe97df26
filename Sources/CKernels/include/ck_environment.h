#ifndef CK_ENVIRONMENT_H
#define CK_ENVIRONMENT_H

#include <stdbool.h>
#include <stdint.h>

/// Whether the calling thread rounds to nearest, ties to even, and keeps subnormal numbers.
///
/// Anything else would change results in silence. It costs a nanosecond or two.
static inline bool ck_environment_is_default(void) {
#if defined(__x86_64__)
    // MXCSR: rounding control, flush to zero, denormals are zeros.
    return (__builtin_ia32_stmxcsr() & 0xe040u) == 0;
#elif defined(__aarch64__)
    // FPCR: FZ, RMode, FZ16, and of FEAT_AFP: AH, FIZ.
    uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    return (control & 0x1c80003u) == 0;
#else
    return true;
#endif
}

#endif
