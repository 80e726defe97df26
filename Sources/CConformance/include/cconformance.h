/* What `pv conform` needs of C: the process that a foreign library runs in, and memory shared with it. */
#ifndef CCONFORMANCE_H
#define CCONFORMANCE_H

#include <stddef.h>
#include <stdint.h>

/* The functions of pv_kernels.h, in the order of the header. */
enum cc_operation {
  CC_DOT, CC_MATVEC, CC_DEQUANTIZE, CC_PRODUCT_Q8_K, CC_PRODUCT_Q8_0, CC_QUANTIZE_Q8_K, CC_QUANTIZE_Q8_K_PUBLISHED,
  CC_QUANTIZE_Q8_0, CC_ATTENTION_DECODE, CC_ATTENTION_PREFILL, CC_SOFTMAX, CC_EXP, CC_SILU, CC_GELU, CC_SWIGLU, CC_GEGLU,
  CC_RMSNORM, CC_LAYERNORM, CC_ROPE, CC_OPERATIONS
};

/* The symbol of an operation. */
const char *cc_symbol(int operation);

/* The memory: CC_SLOTS arrays, each with room for cc_slot_bytes() between two pages that may not be touched. */
enum { CC_SLOTS = 8 };
size_t cc_page_bytes(void);
size_t cc_slot_bytes(void);
/* Where the array of a slot begins, from the start of the memory; the page before it and the one behind it are guards. */
size_t cc_slot_offset(int slot);
size_t cc_memory_bytes(void);
/* A descriptor of such memory, which no path leads to, or -1 with errno. */
int cc_make_memory(void);

/* One call. */
struct cc_request {
  int32_t operation;
  int32_t arrays;
  int64_t integers[8];
  double real;
  /* From the start of the memory, in the order of the header's parameters. */
  uint64_t offsets[CC_SLOTS];
  /* Whether threads are counted, which takes a look into /proc. */
  int32_t counts_threads;
  int32_t reserved;
};

/* What the library did to the floating-point environment. */
enum { CC_ROUNDING = 1, CC_FLUSHING = 2, CC_MASKS = 4 };

/* What came of it. */
struct cc_reply {
  /* What the function returned. */
  int32_t status;
  /* The signal that ended the process; 0 where none did. */
  int32_t signal;
  /* Where memory was touched that may not be, from the start of the memory; -1 where it is elsewhere. */
  int64_t fault;
  int32_t environment;
  int32_t threads_before;
  int32_t threads_after;
  int32_t reserved;
};

enum cc_loading { CC_LOADED, CC_NOT_LOADED, CC_NO_VERSION };

/* The first thing that the process says. */
struct cc_hello {
  int32_t loading;
  int32_t version;
  /* A bit for each operation that is exported. */
  uint64_t exported;
  /* Why the library was not loaded. */
  char text[2048];
};

/* The process: loads the library, says hello, and answers requests until the descriptor ends. Returns its exit code. */
int cc_serve(const char *library, int requests, int replies, int memory);

/* Reads all of some bytes within so many milliseconds: 1 all, 0 the other side is gone, -1 the time is over. */
int cc_read(int descriptor, void *bytes, size_t count, int milliseconds);

/* Writes all of some bytes: 1 all, 0 the other side is gone. */
int cc_write(int descriptor, const void *bytes, size_t count);

#endif
