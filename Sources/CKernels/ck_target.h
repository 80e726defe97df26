// What a function needs to be compiled for; each ISA includes all of the ones below it, as
// ck_cpu_supports() promises.
#ifndef CK_TARGET_H
#define CK_TARGET_H

#define CK_AVX2 __attribute__((target("avx2,fma,f16c")))
#define CK_AVX512 __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl")))
#define CK_AVX512VNNI __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")))

#endif
