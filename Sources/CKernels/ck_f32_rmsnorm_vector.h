// RMS normalization, register by register.

CK_TARGET_INLINE void rmsnorm(const float *x, const float *weight, size_t count, float epsilon, float *y) {
    const float mean = ck_lanes_dot(x, x, count) / (float)count;
    // Correctly rounded, as IEEE 754 has the square root.
    const float factor = 1 / __builtin_sqrtf(mean + epsilon);
    const ck_floats factors = ck_all(factor);
    size_t i = 0;
    for (; i + CK_WIDTH <= count; i += CK_WIDTH) {
        const ck_floats v = ck_multiply(ck_multiply(ck_load(x + i), factors), ck_load(weight + i));
        ck_store(y + i, ck_canonical_floats(v));
    }
    for (; i < count; i++) y[i] = ck_canonical((x[i] * factor) * weight[i]);
}
