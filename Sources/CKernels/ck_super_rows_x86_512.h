// The rows of both AVX-512 paths. They differ in `products`, q5k_sums and iq4xs_sums, which are to be defined before,
// with CK_TARGET and NAME(format).

CK_TARGET_INLINE __m256i q6k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    __m512i codes[4];
    ck_q6k_codes_x86_512(block, codes);
    const __m256i scales = ck_q6k_scales_x86(block);
    // The codes are 32 too large.
    const __m256i s =
        _mm256_sub_epi32(products(codes, scales, values), _mm256_slli_epi32(ck_super_with_sums_x86(scales, sums), 5));
    return _mm256_hadd_epi32(s, s);
}

CK_TARGET_INLINE __m256i q3k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    __m512i codes[4];
    ck_q3k_codes_x86_512(block, codes);
    const __m256i scales = ck_q3k_scales_x86(block);
    // The codes are 4 too large.
    const __m256i s =
        _mm256_sub_epi32(products(codes, scales, values), _mm256_slli_epi32(ck_super_with_sums_x86(scales, sums), 2));
    return _mm256_hadd_epi32(s, s);
}

CK_TARGET_INLINE __m256i q2k_sums(const uint8_t *block, const int8_t *values, const int16_t *sums) {
    __m512i codes[4];
    ck_q2k_codes_x86_512(block, codes);
    return _mm256_hadd_epi32(products(codes, ck_q2k_scales_x86(block), values),
                             ck_super_with_sums_x86(ck_q2k_minimums_x86(block), sums));
}

CK_SUPER_ROWS(NAME(q2k), CK_TARGET, 84, CK_SUPER_FACTORS_AT_80, true, q2k_sums)
CK_SUPER_ROWS(NAME(q3k), CK_TARGET, 110, CK_SUPER_FACTORS_AT_108, false, q3k_sums)
CK_SUPER_ROWS(NAME(q5k), CK_TARGET, 176, CK_SUPER_FACTORS_FIRST, true, q5k_sums)
CK_SUPER_ROWS(NAME(q6k), CK_TARGET, 210, CK_SUPER_FACTORS_AT_208, false, q6k_sums)
CK_SUPER_ROWS(NAME(iq4xs), CK_TARGET, 136, CK_SUPER_FACTORS_FIRST, false, iq4xs_sums)
