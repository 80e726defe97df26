#ifndef CK_CPU_H
#define CK_CPU_H

#include <stdbool.h>

/// Instruction sets that a kernel can be written for; each includes what its comment lists.
enum ck_isa {
    CK_ISA_NEON = 1,       // aarch64 baseline: Advanced SIMD with FMA
    CK_ISA_AVX2 = 2,       // AVX2, FMA, F16C
    CK_ISA_AVX512 = 3,     // AVX-512 F, BW, DQ, VL, and all of AVX2's
    CK_ISA_AVX512VNNI = 4, // AVX-512 VNNI, and all of AVX-512's
};

/// Whether this processor, and this operating system, can run code of the instruction set.
bool ck_cpu_supports(enum ck_isa isa);

#endif
