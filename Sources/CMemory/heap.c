#define _DEFAULT_SOURCE
#include "CMemory.h"

/* Any header of the system's says which C library it is. */
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HEAP = 32 << 20, PAGE = 1 << 12, PIECE = 120000 };

void memory_keep_freed(void) {
  mallopt(M_TRIM_THRESHOLD, 2 * HEAP);
  mallopt(M_TOP_PAD, HEAP);
  /* Pieces too small for mappings of their own, and together too large for what a heap starts with, make it grow. */
  uintptr_t before = (uintptr_t)sbrk(0);
  /* volatile, since a compiler may leave out what is freed unused. */
  void *volatile pieces[] = {malloc(PIECE), malloc(PIECE), malloc(PIECE)};
  for (int i = 0; i < 3; i++) free(pieces[i]);
  uintptr_t start = (before + PAGE - 1) / PAGE * PAGE, after = (uintptr_t)sbrk(0);
  mallopt(M_TOP_PAD, 1 << 20);
  /* Pages are taken as they are touched; large ones cost a fault each, where small ones cost 512. */
  if (after > start) madvise((void *)start, after - start, MADV_HUGEPAGE);
}
#else
void memory_keep_freed(void) {}
#endif
