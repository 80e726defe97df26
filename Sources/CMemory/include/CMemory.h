#ifndef CMEMORY_H
#define CMEMORY_H

#include <stddef.h>

/* Keeps freed memory for the next contract, which needs about as much as the one before it, and takes large pages where
 * the system has them: a fault for every small page costs a sixtieth of `pv validate`. Nothing happens where malloc is
 * not glibc's. */
void memory_keep_freed(void);

/* What libyaml calls for memory; see yaml_memory.c. */
void *yaml_malloc(size_t size);
void *yaml_realloc(void *block, size_t size);
void yaml_free(void *block);
unsigned char *yaml_strdup(const unsigned char *text);

#endif
