#include "ck_products.h"

#define ROWS(FORMAT, NUMBER, ISA)                                                                                  \
    case NUMBER: return (struct ck_product){ck_##FORMAT##_rows_##ISA, NULL};
#define ROWS_AND_MATMAT(FORMAT, NUMBER, ISA)                                                                       \
    case NUMBER: return (struct ck_product){ck_##FORMAT##_rows_##ISA, ck_##FORMAT##_matmat_##ISA};

struct ck_product ck_product(uint32_t format, enum ck_isa isa) {
    switch (isa) {
#if defined(__x86_64__)
    case CK_ISA_AVX2:
        switch (format) { CK_BLOCKS(ROWS, avx2) }
        break;
    case CK_ISA_AVX512:
        switch (format) { CK_BLOCKS(ROWS, avx512) }
        break;
    case CK_ISA_AVX512VNNI:
        switch (format) { CK_BLOCKS(ROWS_AND_MATMAT, avx512vnni) }
        break;
#elif defined(__aarch64__)
    case CK_ISA_NEON:
        switch (format) { CK_BLOCKS(ROWS, neon) }
        break;
#endif
    default: break;
    }
    return (struct ck_product){NULL, NULL};
}
