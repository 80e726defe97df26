// C kernels: one instruction set a file, named ck_<dtype>_<op>_<isa>.c, and their declarations, one operation a header. What
// differs between AVX2 and NEON by its intrinsics alone is written once, in ck_<dtype>_<op>_vector.h.
//
// They hold no policy and allocate nothing: shapes are checked and the instruction set is chosen in Sources/Kernels. A
// function whose name carries an instruction set may only be called where ck_cpu_supports() says that the processor has it.
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

/// The answers of ck_cpu_supports(), bit by bit, made when the program starts.
extern unsigned ck_cpu_isas;

/// ck_cpu_supports(), for a kernel that takes no longer than a call of it.
static inline bool ck_cpu_has(enum ck_isa isa) { return ck_cpu_isas >> isa & 1; }

/// A number that Swift keeps here, -1 at first: reading a global of its own costs five nanoseconds on Linux.
extern int ck_kept_path;
static inline int ck_kept_path_load(void) { return __atomic_load_n(&ck_kept_path, __ATOMIC_RELAXED); }
static inline void ck_kept_path_store(int path) { __atomic_store_n(&ck_kept_path, path, __ATOMIC_RELAXED); }

#endif
