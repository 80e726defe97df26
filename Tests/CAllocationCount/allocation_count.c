#include "allocation_count.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

static _Thread_local unsigned long count;

unsigned long allocation_count(void) { return count; }

#if defined(__linux__) && defined(__GLIBC__)

// glibc's own names for what is replaced below; free needs no replacement.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

bool allocation_count_works(void) { return true; }

void *malloc(size_t size) { return count++, __libc_malloc(size); }
void *calloc(size_t number, size_t size) { return count++, __libc_calloc(number, size); }
void *realloc(void *block, size_t size) { return count++, __libc_realloc(block, size); }
void *memalign(size_t alignment, size_t size) { return count++, __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return count++, __libc_memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
    count++;
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}

#else

bool allocation_count_works(void) { return false; }

#endif
