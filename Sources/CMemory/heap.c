#include "CMemory.h"

#ifdef __linux__
#include <malloc.h>
#endif

void memory_keep_freed(void) {
#ifdef __GLIBC__
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}
