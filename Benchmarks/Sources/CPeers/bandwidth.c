#include "peers.h"

typedef uint64_t line __attribute__((vector_size(64)));

static inline uint64_t total(line a) {
    uint64_t sum = 0;
    for (int i = 0; i < 8; i++) sum += a[i];
    return sum;
}

uint64_t peer_read(const void *memory, size_t bytes) {
    const line *p = memory, *end = p + bytes / sizeof(line);
    line acc[8] = {{0}};
    for (; p < end; p += 8)
        for (int k = 0; k < 8; k++) acc[k] ^= p[k];
    for (int k = 1; k < 8; k++) acc[0] ^= acc[k];
    return total(acc[0]);
}

uint64_t peer_read_prefetched(const void *memory, size_t bytes) {
    const line *p = memory, *end = p + bytes / sizeof(line);
    line acc[8] = {{0}};
    for (; p < end; p += 8)
        for (int k = 0; k < 8; k++) {
            __builtin_prefetch((const char *)(p + k) + 2048);
            acc[k] ^= p[k];
        }
    for (int k = 1; k < 8; k++) acc[0] ^= acc[k];
    return total(acc[0]);
}

void peer_write(void *memory, size_t bytes) {
    line *p = memory, *end = p + bytes / sizeof(line);
    // Not all equal, so that no compiler makes it a memset, which may choose other stores.
    line value = {1, 2, 3, 4, 5, 6, 7, 8};
    for (; p < end; p += 8)
        for (int k = 0; k < 8; k++) p[k] = value;
}

void peer_write_prefetched(void *memory, size_t bytes) {
    line *p = memory, *end = p + bytes / sizeof(line);
    line value = {1, 2, 3, 4, 5, 6, 7, 8};
    for (; p < end; p += 8)
        for (int k = 0; k < 8; k++) {
            __builtin_prefetch((const char *)(p + k) + 4096, 1);
            p[k] = value;
        }
}
