#ifndef CK_ENVIRONMENT_H
#define CK_ENVIRONMENT_H

#include <stdbool.h>
#include <stdint.h>

/// The control register of the calling thread: MXCSR without its status bits, FPCR, or 0 where there is none.
static inline uint64_t ck_environment_get(void) {
#if defined(__x86_64__)
    return __builtin_ia32_stmxcsr() & 0xffc0u;
#elif defined(__aarch64__)
    uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    return control;
#else
    return 0;
#endif
}

/// Writes what `ck_environment_get` has read; the status bits of MXCSR are cleared.
static inline void ck_environment_set(uint64_t control) {
#if defined(__x86_64__)
    __builtin_ia32_ldmxcsr((unsigned)control);
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(control) : "memory");
#else
    (void)control;
#endif
}

/// What a process starts with: to nearest, ties to even, subnormal numbers kept, no exception trapped.
static inline uint64_t ck_environment_default(void) {
#if defined(__x86_64__)
    return 0x1f80;
#else
    return 0;
#endif
}

/// Whether the calling thread rounds to nearest, ties to even, and keeps subnormal numbers.
///
/// Anything else would change results in silence. It costs a nanosecond or two.
static inline bool ck_environment_is_default(void) {
#if defined(__x86_64__)
    // Rounding control, flush to zero, denormals are zeros.
    return (ck_environment_get() & 0xe040u) == 0;
#elif defined(__aarch64__)
    // FZ, RMode, FZ16, and of FEAT_AFP: AH, FIZ.
    return (ck_environment_get() & 0x1c80003u) == 0;
#else
    return true;
#endif
}

#endif
