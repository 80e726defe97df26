#include "ck_cpu.h"

bool ck_cpu_supports(enum ck_isa isa) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    switch (isa) {
    case CK_ISA_AVX2: return avx2;
    case CK_ISA_AVX512: return avx512;
    case CK_ISA_AVX512VNNI: return avx512 && __builtin_cpu_supports("avx512vnni");
    case CK_ISA_NEON: return false;
    }
    return false;
#elif defined(__aarch64__)
    return isa == CK_ISA_NEON;
#else
    (void)isa;
    return false;
#endif
}

unsigned ck_cpu_isas;
int ck_kept_path = -1;

__attribute__((constructor)) static void note_isas(void) {
    for (int isa = CK_ISA_NEON; isa <= CK_ISA_AVX512VNNI; isa++)
        if (ck_cpu_supports((enum ck_isa)isa)) ck_cpu_isas |= 1u << isa;
}
