// What a function needs to be compiled for; each instruction set of x86-64 includes all of the ones below it, as
// ck_cpu_supports() promises. NEON is part of every aarch64 processor.
//
// What follows CK_<ISA>_INLINE is inlined whatever the compiler thinks of it: an argument that is a constant where it is
// called is one inside, too.
#ifndef CK_TARGET_H
#define CK_TARGET_H

#define CK_AVX2 __attribute__((target("avx2,fma,f16c")))
#define CK_AVX512 __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl")))
#define CK_AVX512VNNI __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")))

#define CK_NEON

#define CK_NEON_INLINE static inline __attribute__((always_inline))
#define CK_AVX2_INLINE static inline __attribute__((always_inline)) CK_AVX2
#define CK_AVX512_INLINE static inline __attribute__((always_inline)) CK_AVX512
#define CK_AVX512VNNI_INLINE static inline __attribute__((always_inline)) CK_AVX512VNNI

/// Of what is written once for several instruction sets: the file that includes it has defined CK_TARGET as one of them.
#define CK_TARGET_INLINE static inline __attribute__((always_inline)) CK_TARGET

#endif
