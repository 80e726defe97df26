#ifndef CMEMORY_H
#define CMEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Keeps freed memory for the next contract, which needs about as much as the one before it, and takes large pages where
 * the system has them: a fault for every small page costs a fortieth of `pv validate`. Nothing happens where malloc is
 * not glibc's. */
void memory_keep_freed(void);

/* Gives libyaml memory from lists of free blocks instead of malloc's; whether its calls come here. To be called before
 * any other use of libyaml, and once. */
bool memory_serve_libyaml(void);

/* What libyaml calls for memory; see yaml_memory.c. */
void *yaml_malloc(size_t size);
void *yaml_realloc(void *block, size_t size);
void yaml_free(void *block);
unsigned char *yaml_strdup(const unsigned char *text);

#endif
