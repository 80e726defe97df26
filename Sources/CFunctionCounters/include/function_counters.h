#ifndef FUNCTION_COUNTERS_H
#define FUNCTION_COUNTERS_H

#include <stddef.h>
#include <stdint.h>

/* What a compiler leaves in a program whose functions count how often they are entered: a record a function, and the
 * counters. All is NULL and 0 where no function counts, and on systems other than Linux. */
typedef struct {
  const unsigned char *records;
  size_t record_bytes;
  const uint64_t *counters;
  size_t counter_count;
} function_counters;

/* Those of the program, or of the library, that this is linked into. */
function_counters function_counters_here(void);

#endif
