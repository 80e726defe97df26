// What measure.py needs in C, so that no time of Python's is in a number: timed loops over functions
// given by address, and the calls that Sources/Kernels/Attention makes around its C kernels.
#include "ck_attention.h"

#include <stdint.h>
#include <time.h>

typedef void (*any_function)(intptr_t, intptr_t, intptr_t, intptr_t, intptr_t, intptr_t, intptr_t, intptr_t, intptr_t, intptr_t,
                             float);

/// Nanoseconds of `calls` calls. Addresses and sizes go where the platform passes integers, the one
/// float where it passes floats, whatever order the function declares them in.
double time_calls(any_function function, const intptr_t *a, float f, long calls) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (long i = 0; i < calls; i++) function(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], f);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return 1e9 * (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec);
}

typedef void (*ggml_vec_dot)(int n, float *s, size_t bs, const void *x, size_t bx, const void *y, size_t by, int nrc);

/// ggml's dot product of one row after the other.
void dot_rows(ggml_vec_dot dot, long n, float *y, const uint8_t *rows, long row_bytes, const void *x, long count) {
    for (long r = 0; r < count; r++) dot((int)n, y + r, 0, rows + r * row_bytes, 0, x, 0, 1);
}

typedef int (*ggml_compute)(void *graph, void *plan);
void graph(ggml_compute compute, void *the_graph, void *plan) { compute(the_graph, plan); }

/// The functions of one path of attention, and a problem; see Attention+Job.swift.
struct attention {
    void (*scores)(const struct ck_attention_group *);
    void (*softmax)(const float *, float *, size_t);
    void (*values)(const struct ck_attention_group *);
    const float *queries, *keys, *value_rows;
    float *score_rows, *out;
    long tokens, context, heads, kv_heads, dim;
    float scale;
};

/// Queries a pass over keys and values, as Attention+Workspace.swift has it.
enum { QUERIES = 4 };

void ours_attention(const struct attention *a) {
    const long ratio = a->heads / a->kv_heads, stride = (a->context + 15) / 16 * 16 + 16;
    const long padded = (a->context + 15) / 16 * 16;
    for (long g = 0; g < a->kv_heads; g++)
        for (long t = 0; t < a->tokens; t += QUERIES) {
            const long offset = (t * a->heads + g * ratio) * a->dim, count = a->context - a->tokens + 1 + t;
            const struct ck_attention_group group = {
                .queries = a->queries + offset,
                .keys = a->keys + g * padded * a->dim,
                .values = a->value_rows + g * a->context * a->dim,
                .scores = a->score_rows,
                .out = a->out + offset,
                .count = (size_t)(a->tokens - t < QUERIES ? a->tokens - t : QUERIES),
                .heads = (size_t)ratio,
                .dim = (size_t)a->dim,
                .positions = (size_t)count,
                .query_stride = (size_t)(a->heads * a->dim),
                .score_stride = (size_t)stride,
                .query_score_stride = (size_t)(ratio * stride),
                .scale = a->scale};
            a->scores(&group);
            for (size_t i = 0; i < group.count; i++)
                for (size_t h = 0; h < group.heads; h++) {
                    float *row = a->score_rows + i * group.query_score_stride + h * group.score_stride;
                    a->softmax(row, row, (size_t)count + i);
                }
            a->values(&group);
        }
}
