/* The memory of libyaml: free lists for each thread and size.
 *
 * A scalar makes libyaml ask for some ten pieces of a few bytes, which live until the next event. malloc and free take
 * a sixth of its time; lists that nothing else uses take a third of that (Benchmarks/README.md).
 *
 * libyaml calls these four functions through the dynamic linker, and a definition in the program comes before its own.
 * Where it does not (a static libyaml, macOS), nothing here is called, and pv is slower and otherwise the same. */
#include "CMemory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Every block is preceded by its class, or by its size where it is too large for a list; 16 bytes keep the alignment
 * of malloc. */
enum { HEADER = 16, UNIT = 16, CLASSES = 64, CHUNK = 1 << 18 };

typedef struct {
  size_t class; /* in units; 0 for a block of malloc's own */
  size_t size;  /* that was asked for, of a block of malloc's own */
} header;

static _Thread_local void *free_lists[CLASSES];
/* What is left of the newest chunk. Chunks are never given back: their blocks may be in use by another thread. */
static _Thread_local char *rest;
static _Thread_local size_t rest_size;

static header *header_of(void *block) { return (header *)((char *)block - HEADER); }

static void *large(size_t size) {
  if (size > SIZE_MAX - HEADER) return NULL;
  header *start = malloc(HEADER + size);
  if (!start) return NULL;
  *start = (header){.class = 0, .size = size};
  return (char *)start + HEADER;
}

static void *from_chunk(size_t class) {
  size_t size = HEADER + class * UNIT;
  if (rest_size < size) {
    char *chunk = malloc(CHUNK);
    if (!chunk) return NULL;
    rest = chunk;
    rest_size = CHUNK;
  }
  header *start = (header *)rest;
  rest += size;
  rest_size -= size;
  start->class = class;
  return (char *)start + HEADER;
}

void *yaml_malloc(size_t size) {
  size_t class = size ? (size - 1) / UNIT + 1 : 1;
  if (class >= CLASSES) return large(size);
  void *block = free_lists[class];
  if (!block) return from_chunk(class);
  memcpy(&free_lists[class], block, sizeof(void *));
  return block;
}

void yaml_free(void *block) {
  if (!block) return;
  size_t class = header_of(block)->class;
  if (class == 0) {
    free(header_of(block));
    return;
  }
  memcpy(block, &free_lists[class], sizeof(void *));
  free_lists[class] = block;
}

void *yaml_realloc(void *block, size_t size) {
  if (!block) return yaml_malloc(size);
  header *old = header_of(block);
  if (old->class == 0 && size / UNIT >= CLASSES) {
    if (size > SIZE_MAX - HEADER) return NULL;
    header *start = realloc(old, HEADER + size);
    if (!start) return NULL;
    start->size = size;
    return (char *)start + HEADER;
  }
  size_t old_size = old->class ? old->class * UNIT : old->size;
  if (old->class && size <= old_size) return block;
  void *new_block = yaml_malloc(size);
  if (!new_block) return NULL;
  memcpy(new_block, block, old_size < size ? old_size : size);
  yaml_free(block);
  return new_block;
}

unsigned char *yaml_strdup(const unsigned char *text) {
  if (!text) return NULL;
  size_t size = strlen((const char *)text) + 1;
  unsigned char *copy = yaml_malloc(size);
  if (copy) memcpy(copy, text, size);
  return copy;
}
