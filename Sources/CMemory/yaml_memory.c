/* The memory of libyaml: free lists for each thread and size.
 *
 * A scalar makes libyaml ask for some ten pieces of a few bytes, which live until the next event. malloc and free take
 * a sixth of its time; lists that nothing else uses take a fraction of that (Benchmarks/README.md). Its texts start with
 * 16 bytes and are doubled as they grow, so the smallest block has room for most of them: they grow where they are.
 *
 * libyaml calls these four functions through the dynamic linker, and a definition in the program comes before its own.
 * Where some of its calls do not come here (a static libyaml, one that was linked so that it calls itself, macOS), the
 * lists are never used: until a document has shown that all calls come, everything is malloc's. */
#include "CMemory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Every block is preceded by its class, or by its size where it is too large for a list; 16 bytes keep the alignment
 * of malloc. */
/* The largest block of a list has room for the parser's own buffers, which each document needs anew. */
enum { HEADER = 16, UNIT = 16, SMALLEST = 8, CLASSES = 1 << 12, CHUNK = 1 << 18 };

typedef struct {
  size_t class; /* in units; 0 for a block of malloc's own */
  size_t size;  /* that was asked for, of a block of malloc's own */
} header;

static bool uses_lists;
/* While the first document is read: the blocks that were given and not yet taken back, and all that were given. */
static bool is_counting;
static long open_blocks, given_blocks;

static _Thread_local void *free_lists[CLASSES];
/* What is left of the newest chunk. Chunks are never given back: another thread may have their blocks. */
static _Thread_local char *rest;
static _Thread_local size_t rest_size;

static header *header_of(void *block) { return (header *)((char *)block - HEADER); }

/* The class of a block with room for so many bytes; CLASSES or more where there is no list of such. */
static size_t class_of(size_t size) { return size / UNIT < SMALLEST ? SMALLEST : size / UNIT + 1; }

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

static void *counted(void *block) {
  if (is_counting && block) {
    open_blocks++;
    given_blocks++;
  }
  return block;
}

/* A block where the list of its class has none. */
static __attribute__((noinline)) void *new_block(size_t size) {
  if (!uses_lists) return counted(malloc(size ? size : 1));
  size_t class = class_of(size);
  return class < CLASSES ? from_chunk(class) : large(size);
}

/* A block for more bytes than an old one has, with what stands in that. */
static __attribute__((noinline)) void *larger_block(void *block, size_t size) {
  header *old = header_of(block);
  if (old->class == 0 && class_of(size) >= CLASSES) {
    if (size > SIZE_MAX - HEADER) return NULL;
    header *start = realloc(old, HEADER + size);
    if (!start) return NULL;
    start->size = size;
    return (char *)start + HEADER;
  }
  size_t old_size = old->class ? old->class * UNIT : old->size;
  void *larger = yaml_malloc(size);
  if (!larger) return NULL;
  memcpy(larger, block, old_size < size ? old_size : size);
  yaml_free(block);
  return larger;
}

/* Weak, so that a static libyaml, which brings its own, can be linked. */
__attribute__((weak)) void *yaml_malloc(size_t size) {
  size_t class = class_of(size);
  /* All lists are empty as long as they are not used. */
  if (class >= CLASSES || !free_lists[class]) return new_block(size);
  void *block = free_lists[class];
  memcpy(&free_lists[class], block, sizeof(void *));
  return block;
}

__attribute__((weak)) void yaml_free(void *block) {
  if (!block) return;
  if (!uses_lists) {
    if (is_counting) open_blocks--;
    free(block);
    return;
  }
  size_t class = header_of(block)->class;
  if (class == 0) {
    free(header_of(block));
    return;
  }
  memcpy(block, &free_lists[class], sizeof(void *));
  free_lists[class] = block;
}

__attribute__((weak)) void *yaml_realloc(void *block, size_t size) {
  if (!block) return yaml_malloc(size);
  if (!uses_lists) return realloc(block, size ? size : 1);
  return size <= header_of(block)->class * UNIT ? block : larger_block(block, size);
}

__attribute__((weak)) unsigned char *yaml_strdup(const unsigned char *text) {
  if (!text) return NULL;
  size_t size = strlen((const char *)text) + 1;
  unsigned char *copy = yaml_malloc(size);
  if (copy) memcpy(copy, text, size);
  return copy;
}

/* Reads a document with every kind of event; false where libyaml does not. */
static bool read_document(void) {
  static const char text[] =
      "%YAML 1.1\n%TAG !e! tag:example,2000:\n---\n- &a !e!t 'x'\n- *a\n- [\"y\", {k: v}]\n- |\n z\n...\n";
  yaml_parser_t parser;
  yaml_event_t event;
  bool is_done = false;
  if (!yaml_parser_initialize(&parser)) return false;
  yaml_parser_set_input_string(&parser, (const unsigned char *)text, sizeof text - 1);
  while (!is_done && yaml_parser_parse(&parser, &event)) {
    is_done = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return is_done;
}

bool memory_serve_libyaml(void) {
  if (uses_lists) return true;
  open_blocks = given_blocks = 0;
  is_counting = true;
  bool is_read = read_document();
  is_counting = false;
  /* A parser alone takes ten; a document that is read leaves none behind. */
  uses_lists = is_read && open_blocks == 0 && given_blocks > 20;
  return uses_lists;
}
