// What the paths of attention share: how far ahead memory is fetched.
#ifndef CK_ATTENTION_TILE_H
#define CK_ATTENTION_TILE_H

#include "ck_attention.h"

enum {
    TILE = CK_ATTENTION_TILE,
    VALUE_TILE = 32, // positions a pass over the outputs; 32 rows of 128 values fill half of L1
    HEADS = 4,       // heads that share what is loaded
    LINE = 16,       // floats a cache line
};

/// The positions of a tile of `size` that start at t, of `positions`.
static inline size_t ck_tile_rows(size_t positions, size_t t, size_t size) {
    return positions <= t ? 0 : positions - t < size ? positions - t : size;
}

/// The lines to fetch in each of `steps` steps, so that `floats` floats have come after the last.
///
/// None for several queries: they do so much with a tile that the processor fetches the next by itself,
/// and asking for it cost a fifth of the time at 512 positions, a tenth at 4096.
static inline size_t ck_lines_a_step(const struct ck_attention_group *g, size_t floats, size_t steps) {
    return g->count > 1 ? 0 : (floats / LINE + steps - 1) / steps;
}

/// Fetches so many lines, and returns where they end.
static inline const float *ck_fetch(const float *next, size_t lines) {
    for (; lines > 0; lines--, next += LINE) __builtin_prefetch(next);
    return next;
}

#endif
